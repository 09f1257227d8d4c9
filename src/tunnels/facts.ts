import { t } from '@vscode/l10n';
import { dataCenter, dataCenterInWords, metro } from './dataCenters.ts';
import {
  connectionCount,
  connectionName,
  connectorName,
  missingName,
  statusWord,
  tunnelName,
} from './describe.ts';
import type { Moment } from './describe.ts';
import { distinct, originIps } from './model.ts';
import type { Connector, EdgeConnection, Instant, Tunnel, TunnelStatus } from './model.ts';
import { chosenTunnels, liveConnections } from './nodes.ts';
import type { Node, NothingNode, ProblemNode } from './nodes.ts';
import { describeProblem } from './problemWords.ts';
import { staleInWords } from './staleness.ts';
import type { AccountState } from './state.ts';
import { fullTime } from './time.ts';

/** What a hover shows. Values are raw text: whoever renders them makes them safe. */
export interface Facts {
  /** What it is: `Connector`. */
  readonly kind: string;
  readonly title: string;
  readonly rows: readonly Fact[];
  readonly notes: readonly string[];
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/**
 * Every field that the API gives for the row, in words; what it leaves out is left out here. `state`: the account's, for
 * the age of what is told.
 */
export function factsOf(node: Exclude<Node, NothingNode>, moment: Moment, state?: AccountState): Facts {
  const facts = factsAlone(node, moment);
  const at = state && readAt(node, state);
  if (state === undefined || at === undefined) return facts;
  const stale = staleInWords(state, moment);
  return {
    ...facts,
    rows: [...facts.rows, ...table([[t('Updated'), time(at, moment)]])],
    notes: stale === undefined ? facts.notes : [...facts.notes, stale],
  };
}

/** When what the row tells was read. */
function readAt(node: Node, { tunnels, connectors }: AccountState): Instant | undefined {
  switch (node.kind) {
    case 'account':
    case 'tunnel':
    case 'missing':
      return tunnels.at;
    case 'connector':
      return connectors.get(node.parent.tunnel.key)?.at;
    case 'connection':
      return connectors.get(node.parent.parent.tunnel.key)?.at;
    case 'problem':
    case 'nothing':
      return undefined;
  }
}

function factsAlone(node: Exclude<Node, NothingNode>, moment: Moment): Facts {
  switch (node.kind) {
    case 'account':
      return accountFacts(node.state);
    case 'tunnel':
      return tunnelFacts(node.tunnel, node.account.name, node.connectors?.value, moment);
    case 'connector':
      return connectorFacts(node.connector, moment);
    case 'connection':
      return connectionFacts(node.connection, moment);
    case 'problem':
      return problemFacts(node, moment);
    case 'missing':
      return {
        kind: t('Tunnel'),
        title: missingName(node),
        rows: table([
          [t('Tunnel ID'), node.tunnelId],
          [t('Account'), node.account.name],
        ]),
        notes: [t('It was chosen, but is not in the account: deleted, or hidden from this credential.')],
      };
  }
}

type Line = readonly [label: string, value: string | number | undefined];

function table(lines: readonly Line[]): readonly Fact[] {
  return lines.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [{ label, value: String(value) }],
  );
}

function accountFacts(state: AccountState): Facts {
  const { account, tunnels } = state;
  return {
    kind: t('Account'),
    title: account.name,
    rows: table([
      [t('Account ID'), account.id],
      [t('Tunnels'), tunnels.value === undefined ? undefined : chosenTunnels(state).length],
    ]),
    notes: [],
  };
}

function tunnelFacts(
  tunnel: Tunnel,
  account: string,
  connectors: readonly Connector[] | undefined,
  moment: Moment,
): Facts {
  const connections = connectors?.flatMap((connector) => connector.connections) ?? [];
  return {
    kind: t('Tunnel'),
    title: tunnelName(tunnel),
    rows: table([
      [t('Status'), statusLine(tunnel)],
      [t('Tunnel ID'), tunnel.id],
      [t('Account'), account],
      [t('Created'), time(tunnel.createdAt, moment)],
      [t('Active since'), time(tunnel.activeSince, moment)],
      // For a tunnel that never ran the API sends its creation here, which would read as a loss.
      [t('Down since'), tunnel.status === 'inactive' ? undefined : time(tunnel.inactiveSince, moment)],
      [t('Managed'), managed(tunnel)],
      [t('Connectors'), connectors?.length],
      [t('Versions'), distinct(connectors?.map(({ version }) => version) ?? []).join(', ')],
      [t('Data centers'), dataCenterCounts(connections)],
    ]),
    notes: connectors === undefined ? [t('Expand the row to load its connectors.')] : [],
  };
}

function connectorFacts(connector: Connector, moment: Moment): Facts {
  return {
    kind: t('Connector'),
    title: connectorName(connector),
    rows: table([
      [t('Connector ID'), connector.id],
      [t('Started'), time(connector.startedAt, moment)],
      [t('Version'), connector.version],
      [t('Platform'), connector.platform],
      [t('Origin IP'), originIps(connector).join(', ')],
      [t('Configuration version'), connector.configVersion],
      [t('Features'), connector.features.join(', ')],
      [t('Connections'), connectionCount(liveConnections(connector))],
      [t('Data centers'), dataCenterCounts(connector.connections)],
    ]),
    notes: [],
  };
}

function connectionFacts(connection: EdgeConnection, moment: Moment): Facts {
  return {
    kind: t('Edge connection'),
    title: connectionName(connection),
    rows: table([
      [
        t('Data center'),
        connection.dataCenter === undefined ? undefined : dataCenterInWords(connection.dataCenter),
      ],
      [t('Opened'), time(connection.openedAt, moment)],
      [t('Origin IP'), connection.originIp],
      [t('Connection ID'), connection.id],
      [t('Connector ID'), connection.connectorId],
      [t('Version'), connection.version],
      [
        t('Pending reconnect'),
        connection.pendingReconnect ? t('yes: lost, but still tracked by the edge') : t('no'),
      ],
    ]),
    notes: [],
  };
}

function problemFacts({ problem, account }: ProblemNode, moment: Moment): Facts {
  const { label, action } = describeProblem(problem, account, moment);
  const { api } = problem;
  const coded = (code: number | undefined, message: string) =>
    code === undefined ? message : `${message} (${code})`;
  return {
    kind: t('Problem'),
    title: label,
    rows: table([
      [t('What to do'), action],
      [t('Detail'), problem.detail],
      [t('Setting'), problem.setting],
      [t('Cloudflare says'), api === undefined ? undefined : coded(api.code, api.message)],
      [t('Because'), api?.chain.map(({ code, message }) => coded(code, message)).join('; ')],
      [t('Pointer'), api?.pointer],
      [t('Documentation'), api?.documentationUrl],
      [t('Field'), problem.field],
      [t('HTTP status'), problem.status],
      [t('Try again'), time(problem.retryAt, moment)],
      ['cf-ray', problem.ray],
    ]),
    notes: [],
  };
}

/** `2 × Dallas (dfw08), 2 × Ashburn (iad05, iad07)`: a city is said once, however many data centers it has. */
function dataCenterCounts(connections: readonly EdgeConnection[]): string {
  const codes = connections.flatMap(({ dataCenter: code, pendingReconnect }) =>
    code === undefined || pendingReconnect ? [] : [code],
  );
  return distinct(codes.map(metro))
    .toSorted()
    .map((place) => {
      const there = codes.filter((code) => metro(code) === place);
      const named = distinct(there).toSorted().join(', ');
      const { city } = dataCenter(place);
      return `${there.length} × ${city === undefined ? named : `${city} (${named})`}`;
    })
    .join(', ');
}

function statusLine({ status, statusText }: Tunnel): string {
  const scope = t('“healthy” covers cloudflared to Cloudflare’s edge only, not the service behind it');
  const meaning: Readonly<Record<TunnelStatus, string>> = {
    healthy: t('all connections to the edge are up'),
    degraded: t('it serves, but at least one connection to the edge has failed'),
    down: t('it was connected before, and has no connection now'),
    inactive: t('no connector has run since it was created'),
    unknown: statusText === undefined ? t('the API sent no status') : t('the API says “{0}”', statusText),
  };
  return `${statusWord(status)}: ${meaning[status]}. ${scope}`;
}

function managed({ managedBy }: Tunnel): string | undefined {
  switch (managedBy) {
    case 'cloudflare':
      return t('in the Cloudflare dashboard');
    case 'local':
      return t('locally, by a configuration file on the host');
    case 'unknown':
      return undefined;
  }
}

function time(at: Instant | undefined, { style }: Pick<Moment, 'style'>): string | undefined {
  return at === undefined ? undefined : fullTime(at, style);
}
