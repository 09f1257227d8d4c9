import { t } from '@vscode/l10n';
import { dataCenter, dataCenterInWords, metro } from '../model/dataCenters.ts';
import {
  connectionCount,
  connectionName,
  connectorName,
  missingName,
  statusWord,
  tunnelName,
} from '../model/names.ts';
import type { GivenName } from '../model/connectorNames.ts';
import { fullTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { factTable } from './factTable.ts';
import type { FactLine, Facts } from './factTable.ts';
import { routeFacts, routesFacts } from './routeFacts.ts';
import { explainTunnel } from '../findings/explain.ts';
import { distinct, liveConnections, originIps } from '../model/tunnel.ts';
import type { Connector, EdgeConnection, Tunnel, TunnelStatus } from '../model/tunnel.ts';
import { chosenTunnels } from '../model/state.ts';
import type { EmptyNode, ProblemNode, TreeNode, TunnelNode } from './nodes.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { staleInWords } from '../overview/staleness.ts';
import type { AccountState } from '../model/state.ts';
import type { Severity } from '../findings/finding.ts';
import { describeFinding, plainWriting } from '../findings/findingWords.ts';

/**
 * Every field that the API gives for the row, in words; what it leaves out is left out here. `state`: the account's, for
 * the age of what is told.
 */
export function factsOf(node: Exclude<TreeNode, EmptyNode>, moment: Moment, state?: AccountState): Facts {
  const facts = factsAlone(node, moment);
  const at = state && readAt(node, state);
  if (state === undefined || at === undefined) return facts;
  const stale = staleInWords(state, moment);
  return {
    ...facts,
    lines: [...facts.lines, ...factTable([[t('Updated'), time(at, moment)]])],
    notes: stale === undefined ? facts.notes : [...facts.notes, stale],
  };
}

/** When what the row tells was read. */
function readAt(node: TreeNode, { tunnels, connectors, configurations }: AccountState): Instant | undefined {
  switch (node.kind) {
    case 'account':
    case 'tunnel':
    case 'missing':
      return tunnels.at;
    case 'connector':
      return connectors.get(node.parent.tunnel.key)?.at;
    case 'connection':
      return connectors.get(node.parent.parent.tunnel.key)?.at;
    case 'routes':
      return configurations.get(node.parent.tunnel.key)?.at;
    case 'route':
      return configurations.get(node.parent.parent.tunnel.key)?.at;
    case 'problem':
    case 'empty':
      return undefined;
  }
}

function factsAlone(node: Exclude<TreeNode, EmptyNode>, moment: Moment): Facts {
  switch (node.kind) {
    case 'account':
      return accountFacts(node.state);
    case 'tunnel':
      return tunnelFacts(node, moment);
    case 'connector':
      return withGivenName(connectorFacts(node.connector, moment), node.given);
    case 'connection':
      return connectionFacts(node.connection, moment);
    case 'routes':
      return routesFacts(node);
    case 'route':
      return routeFacts(node.rule);
    case 'problem':
      return problemFacts(node, moment);
    case 'missing':
      return {
        kind: t('Tunnel'),
        title: missingName(node.tunnelId),
        lines: factTable([
          [t('Tunnel ID'), node.tunnelId, 'data'],
          [t('Account'), node.account.name, 'data'],
        ]),
        notes: [
          t(
            'This tunnel was chosen but is not in the account: it was deleted, or is not visible to this credential.',
          ),
        ],
      };
  }
}

function accountFacts(state: AccountState): Facts {
  const { account, tunnels } = state;
  return {
    kind: t('Account'),
    title: account.name,
    lines: factTable([
      [t('Account ID'), account.id, 'data'],
      [t('Tunnels'), tunnels.value === undefined ? undefined : chosenTunnels(state).length],
    ]),
    notes: [],
  };
}

function tunnelFacts({ tunnel, account, state, ...node }: TunnelNode, moment: Moment): Facts {
  const connectors = node.connectors?.value;
  // Raw text, as all values here.
  const writing = { ...plainWriting(moment), text: (text: string) => text };
  const findings = explainTunnel(state, tunnel, moment.now).map((finding): FactLine => [
    findingLabel(finding.severity),
    describeFinding(finding, writing).sentence,
    'finding',
  ]);
  const connections = connectors?.flatMap((connector) => connector.connections) ?? [];
  return {
    kind: t('Tunnel'),
    title: tunnelName(tunnel),
    lines: factTable([
      tunnel.status === 'unknown'
        ? [t('Status'), statusLine(tunnel), 'data']
        : [t('Status'), statusLine(tunnel)],
      ...findings,
      [t('Tunnel ID'), tunnel.id, 'data'],
      [t('Account'), account.name, 'data'],
      [t('Created'), time(tunnel.createdAt, moment)],
      [t('Active since'), time(tunnel.activeSince, moment)],
      // For a tunnel that never ran the API sends its creation here, which would read as a loss.
      [t('Down since'), tunnel.status === 'inactive' ? undefined : time(tunnel.inactiveSince, moment)],
      [t('Managed'), managed(tunnel)],
      [t('Connectors'), connectors?.length],
      [t('Versions'), distinct(connectors?.map(({ version }) => version) ?? []).join(', '), 'data'],
      [t('Data centers'), dataCenterCounts(connections), 'data'],
    ]),
    notes: connectors === undefined ? [t('Expand the row to load its connectors.')] : [],
  };
}

/** In words, since colour is never the only sign. */
export function findingLabel(severity: Severity): string {
  switch (severity) {
    case 'error':
      return t('Problem');
    case 'warning':
      return t('Warning');
    case 'info':
      return t('Note');
  }
}

function connectorFacts(connector: Connector, moment: Moment): Facts {
  return {
    kind: t('Connector'),
    title: connectorName(connector),
    lines: factTable([
      [t('Connector ID'), connector.id, 'data'],
      [t('Started'), time(connector.startedAt, moment)],
      [t('Version'), connector.version, 'data'],
      [t('Platform'), connector.platform, 'data'],
      [t('Origin IP'), originIps(connector).join(', '), 'data'],
      [t('Configuration version'), connector.configVersion],
      [t('Features'), connector.features.join(', '), 'data'],
      [t('Connections'), connectionCount(liveConnections(connector).length)],
      [t('Data centers'), dataCenterCounts(connector.connections), 'data'],
    ]),
    notes: [],
  };
}

function withGivenName(facts: Facts, given: GivenName | undefined): Facts {
  if (given === undefined) return facts;
  const several = t(
    'Since a restart, several connectors match the name “{0}”. Name the right one again.',
    given.name,
  );
  const restarted = t(
    'The name was given before a restart. The connector was recognized by its address and platform.',
  );
  if (given.kind === 'several') return { ...facts, notes: [...facts.notes, several] };
  return {
    ...facts,
    lines: [...factTable([[t('Name'), given.name, 'data']]), ...facts.lines],
    notes: given.since === 'restart' ? [...facts.notes, restarted] : facts.notes,
  };
}

function connectionFacts(connection: EdgeConnection, moment: Moment): Facts {
  return {
    kind: t('Edge connection'),
    title: connectionName(connection),
    lines: factTable([
      [
        t('Data center'),
        connection.dataCenter === undefined ? undefined : dataCenterInWords(connection.dataCenter),
        'data',
      ],
      [t('Opened'), time(connection.openedAt, moment)],
      [t('Origin IP'), connection.originIp, 'data'],
      [t('Connection ID'), connection.id, 'data'],
      [t('Connector ID'), connection.connectorId, 'data'],
      [t('Version'), connection.version, 'data'],
      [
        t('Pending reconnect'),
        connection.pendingReconnect ? t('yes: lost, but still tracked by the edge') : t('no'),
      ],
    ]),
    notes: [],
  };
}

function problemFacts({ problem, account }: ProblemNode, moment: Moment): Facts {
  const { label, action } = describeProblem(problem, account?.name, moment);
  const { api } = problem;
  const coded = (code: number | undefined, message: string) =>
    code === undefined ? message : `${message} (${code})`;
  return {
    kind: t('Problem'),
    title: label,
    lines: factTable([
      [t('What to do'), action, 'data'],
      [t('Detail'), problem.detail, 'data'],
      [t('Setting'), problem.setting],
      [t('Cloudflare says'), api === undefined ? undefined : coded(api.code, api.message), 'data'],
      [t('Cause'), api?.chain.map(({ code, message }) => coded(code, message)).join('; '), 'data'],
      [t('Pointer'), api?.pointer, 'data'],
      [t('Documentation'), api?.documentationUrl, 'data'],
      [t('Field'), problem.field, 'data'],
      [t('HTTP status'), problem.status],
      [t('Try again at'), time(problem.retryAt, moment)],
      ['cf-ray', problem.ray, 'data'],
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
  const scope = t(
    '“healthy” covers only the path from cloudflared to Cloudflare’s edge, not the service behind it',
  );
  const meaning: Readonly<Record<TunnelStatus, string>> = {
    healthy: t('all connections to the edge are up'),
    degraded: t('it can still serve traffic, but at least one connection to the edge has failed'),
    down: t('it was connected before but has no connections now'),
    inactive: t('no connector has run since the tunnel was created'),
    unknown: statusText === undefined ? t('the API sent no status') : t('the API says “{0}”', statusText),
  };
  return `${statusWord(status)}: ${meaning[status]}. ${scope}`;
}

function managed({ managedBy }: Tunnel): string | undefined {
  switch (managedBy) {
    case 'cloudflare':
      return t('in the Cloudflare dashboard');
    case 'local':
      return t('locally, in a configuration file on the host');
    case 'unknown':
      return undefined;
  }
}

function time(at: Instant | undefined, { style }: Pick<Moment, 'style'>): string | undefined {
  return at === undefined ? undefined : fullTime(at, style);
}
