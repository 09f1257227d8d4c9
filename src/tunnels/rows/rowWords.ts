import { t } from '@vscode/l10n';
import { distinct, isInTrouble, liveConnections, originIps } from '../model/tunnel.ts';
import type { IngressRule, Tunnel } from '../model/tunnel.ts';
import { shortTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { chosenTunnels, freshForMs, notLoaded } from '../model/state.ts';
import type { ConnectionNode, ConnectorNode, EmptyNode, RoutesNode, TreeNode, TunnelNode } from './nodes.ts';
import { warningOf } from './rowFindings.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { routeName, skipsVerification } from '../model/routes.ts';
import type { AccountState } from '../model/state.ts';
import { visible } from '../text/text.ts';
import { tunnelOrders } from './order.ts';
import { warnedCount } from './warnedTunnels.ts';
import { callerOf } from './called.ts';
import { describeFinding, plainWriting, severityCounts, severityWord } from '../findings/findingWords.ts';
import type { FindingWords, Writing } from '../findings/findingWords.ts';
import {
  connectionCount,
  connectionName,
  connectorCount,
  connectorName,
  missingName,
  tunnelName,
  tunnelStatus,
} from '../model/names.ts';

/** A row in words. All text is safe to show as plain text. */
export interface RowWords {
  readonly label: string;
  readonly description: string;
  /** The row in one sentence, for a screen reader. */
  readonly sentence: string;
  /** The worst that was found about it, in a sentence, where that is more than a note. */
  readonly warning?: string;
}

export function describeRow(node: TreeNode, moment: Moment): RowWords {
  switch (node.kind) {
    case 'account':
      return row(visible(node.state.account.name), t('account'), accountSummary(node.state, moment));
    case 'tunnel': {
      const warning = warningInWords(node, node, moment);
      const summary = [...tunnelSummary(node, warning, moment), ...(node.muted ? [t('muted')] : [])];
      return row(tunnelName(node.tunnel), t('tunnel'), summary, warning?.sentence);
    }
    case 'findings':
      return row(t('Findings'), '', severityCounts(node.findings));
    case 'finding': {
      const { sentence } = describeFinding(node.finding, writingOf(node.parent.parent, moment));
      return {
        label: sentence,
        description: '',
        sentence: `${severityWord(node.finding.severity)}: ${sentence}`,
      };
    }
    case 'connector':
      return connectorRow(node, moment);
    case 'connection':
      return row(connectionName(node.connection), t('edge connection'), connectionSummary(node, moment));
    case 'routes':
      return row(t('Routes'), t('public hostnames'), routesSummary(node));
    case 'route':
      return row(visible(routeName(node.rule)), t('route'), routeSummary(node.rule));
    case 'problem': {
      const { label, action } = describeProblem(node.problem, node.account?.name, moment);
      return row(label, t('problem'), [action]);
    }
    case 'missing':
      return row(missingName(node.tunnelId), t('tunnel'), [
        t('chosen but not in the account: deleted, or not visible to this credential'),
      ]);
    case 'empty':
      return emptyRow(node, moment);
  }
}

function row(label: string, kind: string, summary: readonly string[], warning?: string): RowWords {
  return {
    label,
    description: summary.join(' · '),
    sentence: [label, kind, ...summary].filter((part) => part !== '').join(', '),
    ...(warning === undefined ? {} : { warning }),
  };
}

function warningInWords(
  node: TunnelNode | ConnectorNode,
  tunnel: TunnelNode,
  moment: Moment,
): FindingWords | undefined {
  const worst = warningOf(node, moment.now);
  return worst && describeFinding(worst, writingOf(tunnel, moment));
}

function writingOf(node: TunnelNode, moment: Moment): Writing {
  return { ...plainWriting(moment), called: callerOf(node) };
}

/** `1 down · 1 degraded · 2 with warnings · 3 healthy`, after what went wrong: the row that says it may be out of sight. */
function accountSummary(state: AccountState, moment: Moment): readonly string[] {
  const { account, tunnels } = state;
  const failed =
    tunnels.problem === undefined ? [] : [describeProblem(tunnels.problem, account.name, moment).label];
  if (tunnels.value === undefined) return failed.length === 0 ? [t('loading…')] : failed;
  const chosen = chosenTunnels(state).toSorted(tunnelOrders.status);
  const countsOf = (tunnels: readonly Tunnel[]) =>
    distinct(tunnels.map(tunnelStatus)).map(
      (status) => `${tunnels.filter((tunnel) => tunnelStatus(tunnel) === status).length} ${status}`,
    );
  const warned = warnedCount(state, moment.now);
  const counts = [
    ...countsOf(chosen.filter(isInTrouble)),
    ...(warned === 0 ? [] : [t('{0} with warnings', warned)]),
    ...countsOf(chosen.filter((tunnel) => !isInTrouble(tunnel))),
  ];
  return [...failed, ...(counts.length === 0 ? [t('no tunnels')] : counts)];
}

/** So long a tunnel that was down says since when it is back. */
const toldForMs = 24 * 3_600_000;

/** The status, then what matters most, then how many there are. */
function tunnelSummary(
  node: TunnelNode,
  warning: FindingWords | undefined,
  moment: Moment,
): readonly string[] {
  const { tunnel, connectors, state } = node;
  const { now, style } = moment;
  const back = state.backSince.get(tunnel.key);
  const returned =
    back === undefined || now - back > toldForMs ? [] : [t('back since {0}', shortTime(back, now, style))];
  const found = warning === undefined ? [] : [warning.short];
  switch (tunnel.status) {
    case 'inactive':
      return [t('inactive'), t('never connected')];
    case 'down':
      // Which says the status itself.
      return found;
    case 'unknown':
      return [tunnelStatus(tunnel), ...found, ...connectorCounts(connectors, moment)];
    case 'healthy':
    case 'degraded': {
      const counts = connectorCounts(connectors, moment);
      const word = tunnelStatus(tunnel);
      if (counts.length + returned.length + found.length > 0) return [word, ...returned, ...found, ...counts];
      // When its connections came up, which says nothing of since when it is as it is.
      const { activeSince: at } = tunnel;
      return [word, ...(at === undefined ? [] : [t('connected since {0}', shortTime(at, now, style))])];
    }
  }
}

function routesSummary({ configuration, parent }: RoutesNode): readonly string[] {
  if (parent.tunnel.managedBy === 'local') return [t('managed on the host')];
  const count = configuration?.value?.rules.length;
  if (count === undefined) return [];
  return [count === 1 ? t('1 rule') : t('{0} rules', count)];
}

function routeSummary(rule: IngressRule): readonly string[] {
  const service = rule.service === undefined ? t('no service') : visible(rule.service);
  return [`→ ${service}`, ...(skipsVerification(rule) ? [t('certificate not verified')] : [])];
}

function connectorCounts(
  { value, at, isOld }: TunnelNode['connectors'] = notLoaded,
  { now, style }: Moment,
): readonly string[] {
  if (value === undefined) return [];
  const connections = value.reduce((sum, connector) => sum + liveConnections(connector).length, 0);
  const counts = [connectorCount(value.length), connectionCount(connections)];
  // What is read again every five minutes is told with its age where its turn is late; the hover tells it always.
  const isLate = isOld === true && at !== undefined && Math.abs(now - at) > 2 * freshForMs;
  return isLate ? [...counts, t('as of {0}', shortTime(at, now, style))] : counts;
}

/** With a name of the person's own in front, the id comes after it. */
function connectorRow(node: ConnectorNode, moment: Moment): RowWords {
  const id = connectorName(node.connector);
  const { given } = node;
  const warning = warningInWords(node, node.parent, moment);
  const found = warning?.own === undefined ? [] : [warning.own];
  const [label, ids] = given?.kind === 'named' ? [visible(given.name), [id]] : [id, []];
  return row(label, t('connector'), [...found, ...ids, ...connectorSummary(node)], warning?.sentence);
}

function connectorSummary({ connector }: ConnectorNode): readonly string[] {
  const [ip, ...otherIps] = originIps(connector);
  const address = ip !== undefined && otherIps.length > 0 ? t('{0} and {1} more', ip, otherIps.length) : ip;
  return [
    ...distinct([address, connector.platform, connector.version]).map(visible),
    connectionCount(liveConnections(connector).length),
  ];
}

function connectionSummary({ connection }: ConnectionNode, { now, style }: Moment): readonly string[] {
  const { originIp, openedAt, pendingReconnect } = connection;
  return [
    ...(originIp === undefined ? [] : [visible(originIp)]),
    ...(openedAt === undefined ? [] : [t('opened {0}', shortTime(openedAt, now, style))]),
    ...(pendingReconnect ? [t('pending reconnect')] : []),
  ];
}

function emptyRow({ parent, account, hidden = 0 }: EmptyNode, { now, style }: Moment): RowWords {
  if (parent?.kind === 'routes') return noRoutes(parent);
  if (parent?.kind === 'connector') return row(t('No connections'), '', [t('this connector has none open')]);
  if (parent?.kind === 'tunnel')
    return row(t('No connectors'), '', [whyNoConnectors(parent.tunnel, { now, style })]);
  if (hidden > 0)
    return row(t('No tunnels with findings'), '', [t('use Show All Tunnels to see the others')]);
  const why =
    account.tunnels === undefined
      ? t('the account has none, or this credential is not allowed to see them')
      : t('none are chosen: use Choose Tunnels…');
  return row(t('No tunnels'), '', [why]);
}

function noRoutes({ configuration, parent }: RoutesNode): RowWords {
  if (parent.tunnel.managedBy === 'local') {
    return row(t('Rules are on the host'), '', [t('in cloudflared’s configuration file')]);
  }
  return (configuration?.value?.rules.length ?? 0) === 0
    ? row(t('No routes'), '', [t('no public hostnames are published')])
    : row(t('No catch-all rule'), '', [t('the last rule should match everything else')]);
}

function whyNoConnectors({ status, inactiveSince }: Tunnel, { now, style }: Moment): string {
  switch (status) {
    case 'inactive':
      return t('never connected');
    case 'down':
      return inactiveSince === undefined
        ? t('down')
        : t('down since {0}', shortTime(inactiveSince, now, style));
    case 'healthy':
    case 'degraded':
    case 'unknown':
      return t('not visible to this credential, or gone since the last refresh');
  }
}
