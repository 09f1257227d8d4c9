import { t } from '@vscode/l10n';
import { acrossAccount } from '../findings/acrossTunnels.ts';
import { acrossInWords } from '../findings/acrossWords.ts';
import { dataCenterInWords, isLocation } from '../model/dataCenters.ts';
import { connectionCount, connectionName, connectorName, missingName, tunnelName } from '../model/names.ts';
import type { GivenName } from '../model/connectorNames.ts';
import type { Instant, Moment } from '../text/time.ts';
import { dataCentersFact, factTable, factTime } from './factTable.ts';
import type { FactLine, Facts } from './factTable.ts';
import { routeFacts, routesFacts } from './routeFacts.ts';
import { liveConnections, originIps } from '../model/tunnel.ts';
import type { Connector, EdgeConnection } from '../model/tunnel.ts';
import { chosenTunnels } from '../model/state.ts';
import type { Finding } from '../findings/finding.ts';
import type { EmptyNode, ProblemNode, TreeNode, TunnelNode } from './nodes.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { staleInWords } from '../overview/staleness.ts';
import type { AccountState } from '../model/state.ts';
import { findingsOfRow } from './rowFindings.ts';
import { foundFacts, tunnelFacts } from './tunnelFacts.ts';

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
    lines: [...facts.lines, ...factTable([[t('Updated'), factTime(at, moment)]])],
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
    case 'findings':
    case 'connector':
      return connectors.get(node.parent.tunnel.key)?.at;
    case 'finding':
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
    case 'findings':
      return aboutTunnel(node.parent, node.findings, moment);
    case 'finding':
      return aboutTunnel(node.parent.parent, [node.finding], moment);
    case 'connector': {
      const findings = foundFacts(node.parent, findingsOfRow(node, moment.now), moment);
      return { ...withGivenName(connectorFacts(node.connector, moment), node.given), findings };
    }
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
          [t('Account'), node.account.name, 'data'],
          [t('Tunnel ID'), node.tunnelId, 'data'],
        ]),
        notes: [
          t(
            'This tunnel was chosen but is not in the account: it was deleted, or is not visible to this credential.',
          ),
        ],
      };
  }
}

function aboutTunnel(node: TunnelNode, findings: readonly Finding[], moment: Moment): Facts {
  return {
    kind: t('Tunnel'),
    title: tunnelName(node.tunnel),
    findings: foundFacts(node, findings, moment),
    lines: [],
    notes: [],
  };
}

function accountFacts(state: AccountState): Facts {
  const { account, tunnels } = state;
  return {
    kind: t('Account'),
    title: account.name,
    findings: acrossInWords(acrossAccount(state), (raw) => raw),
    lines: factTable([
      [t('Tunnels'), tunnels.value === undefined ? undefined : chosenTunnels(state).length],
      [t('Account ID'), account.id, 'data'],
    ]),
    notes: [],
  };
}

function connectorFacts(connector: Connector, moment: Moment): Facts {
  return {
    kind: t('Connector'),
    title: connectorName(connector),
    lines: factTable([
      [t('Started'), factTime(connector.startedAt, moment)],
      [t('Version'), connector.version, 'data'],
      [t('Platform'), connector.platform, 'data'],
      [t('Origin IP'), originIps(connector).join(', '), 'data'],
      [t('Configuration version'), connector.configVersion],
      [t('Features'), connector.features.join(', '), 'data'],
      [t('Connections'), connectionCount(liveConnections(connector).length)],
      dataCentersFact(connector.connections),
      [t('Connector ID'), connector.id, 'data'],
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
  const { dataCenter } = connection;
  return {
    kind: t('Edge connection'),
    title: connectionName(connection),
    lines: factTable([
      ...(dataCenter === undefined ? [] : [dataCenterFact(dataCenter)]),
      [t('Opened'), factTime(connection.openedAt, moment)],
      [t('Origin IP'), connection.originIp, 'data'],
      [t('Version'), connection.version, 'data'],
      // The API says `false` of all connections since 2026, which tells nothing.
      [
        t('Pending reconnect'),
        connection.pendingReconnect ? t('yes: lost, but still tracked by the edge') : undefined,
      ],
      [t('Connection ID'), connection.id, 'data'],
      [t('Connector ID'), connection.connectorId, 'data'],
    ]),
    notes: [],
  };
}

function dataCenterFact(code: string): FactLine {
  return [isLocation(code) ? t('Location') : t('Data center'), dataCenterInWords(code), 'data'];
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
      [t('Try again at'), factTime(problem.retryAt, moment)],
      ['cf-ray', problem.ray, 'data'],
    ]),
    notes: [],
  };
}
