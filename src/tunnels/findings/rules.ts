import { hostsOf } from '../model/hosts.ts';
import { isOnTheHost } from '../model/routes.ts';
import { cameUnwatchedSince } from '../model/seen.ts';
import { originIps } from '../model/tunnel.ts';
import type { Tunnel } from '../model/tunnel.ts';
import { compareText } from '../text/text.ts';
import type { Instant } from '../text/time.ts';
import {
  fewConnections,
  noConnections,
  oneConnector,
  onePlace,
  reconnected,
  unexplained,
} from './connectionRules.ts';
import type { Finding, FindingInput, Severity } from './finding.ts';
import { day, recent, ref, serves } from './rule.ts';
import type { Rule } from './rule.ts';
import {
  configurationBehind,
  configurationsDiffer,
  featuresDiffer,
  outdated,
  platformsDiffer,
  versionsDiffer,
} from './versionRules.ts';

const staleDays = 30;

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * What can be said about a tunnel, worst first; the same for any order of its connectors, connections and features.
 * What the API left out raises nothing, and a status without its connectors is not explained.
 */
export function findingsOf(input: FindingInput): readonly Finding[] {
  const connectors = (input.connectors ?? []).toSorted((a, b) => compareText(a.key, b.key));
  const findings: Finding[] = [];
  for (const rule of rules) findings.push(...rule(connectors, input));
  return findings.sort((a, b) => severityRank[a.severity] - severityRank[b.severity]);
}

/** Since when a tunnel has been out of use, where that is 30 days or more. */
export function staleSince(tunnel: Tunnel, now: Instant): Instant | undefined {
  const since = outOfUseSince(tunnel);
  return since !== undefined && now - since >= staleDays * day ? since : undefined;
}

function outOfUseSince({ status, inactiveSince, createdAt }: Tunnel): Instant | undefined {
  switch (status) {
    case 'down':
      return inactiveSince;
    case 'inactive':
      return createdAt ?? inactiveSince;
    case 'healthy':
    case 'degraded':
    case 'unknown':
      return undefined;
  }
}

const down: Rule = (connectors, { tunnel }) => {
  if (tunnel.status !== 'down') return [];
  const isContradicted = connectors.some(serves);
  return [{ kind: 'down', severity: 'error', since: tunnel.inactiveSince, isContradicted }];
};

const downForLong: Rule = (_, { tunnel, now }) => {
  const since = staleSince(tunnel, now);
  if (tunnel.status !== 'down' || since === undefined) return [];
  return [{ kind: 'downForLong', severity: 'warning', since, days: Math.floor((now - since) / day) }];
};

const seenFirst: Rule = (connectors, { seen, now }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const known = seen?.get(connector.key);
    if (known?.since === undefined || connector.id === undefined || now - known.first > recent) return [];
    const since = cameUnwatchedSince(known);
    const finding = {
      kind: 'firstSeen',
      severity: 'info',
      connector: ref(connector),
      at: known.first,
      originIps: originIps(connector).toSorted(compareText),
    } as const;
    return [since === undefined ? finding : { ...finding, since }];
  });

const localServiceOnSeveralHosts: Rule = (connectors, { routes = [] }) => {
  const local = routes.filter(isOnTheHost);
  if (local.length === 0) return [];
  const hosts = hostsOf(connectors);
  return hosts.length < 2
    ? []
    : [{ kind: 'localServiceOnSeveralHosts', severity: 'warning', hosts, routes: local }];
};

const neverConnected: Rule = (_, { tunnel }) =>
  tunnel.status === 'inactive'
    ? [{ kind: 'neverConnected', severity: 'info', createdAt: tunnel.createdAt }]
    : [];

/** In the order in which findings of one severity are told. */
const rules: readonly Rule[] = [
  down,
  downForLong,
  noConnections,
  fewConnections,
  reconnected,
  unexplained,
  localServiceOnSeveralHosts,
  configurationBehind,
  configurationsDiffer,
  onePlace,
  outdated,
  oneConnector,
  versionsDiffer,
  platformsDiffer,
  featuresDiffer,
  seenFirst,
  neverConnected,
];
