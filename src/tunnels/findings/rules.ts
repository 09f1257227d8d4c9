import { metro } from '../model/dataCenters.ts';
import { distinct, liveConnections, originIps } from '../model/tunnel.ts';
import type { Connector, Tunnel } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import { compareText } from '../text/text.ts';
import type { ConnectorRef, Finding, FindingInput, Severity, Share } from './finding.ts';
import { compareVersions, monthsBetween, parseVersion } from '../model/versions.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** cloudflared opens four connections unless told otherwise. */
const usualConnections = 4;
const staleDays = 30;
/** How long a connector counts as new, and a reconnect as recent. */
const recent = hour;
/** Connections that opened this close together went down together. */
const together = 5 * minute;
/** A connector that has run for less is still starting. */
const startUp = 30 * minute;
/**
 * "within one year of the most recent release"
 * https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/downloads/
 */
const supportedMonths = 12;

const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * What can be said about a tunnel, worst first; the same for any order of its connectors, connections and features.
 * What the API left out raises nothing, and a status without its connectors is not explained.
 */
export function findingsOf(input: FindingInput): readonly Finding[] {
  const connectors = (input.connectors ?? []).toSorted((a, b) => compareText(a.key, b.key));
  return rules
    .flatMap((rule) => rule(connectors, input))
    .toSorted((a, b) => severityRank[a.severity] - severityRank[b.severity]);
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

type Rule = (connectors: readonly Connector[], input: FindingInput) => readonly Finding[];

const down: Rule = (_, { tunnel }) =>
  tunnel.status === 'down' ? [{ kind: 'down', severity: 'error', since: tunnel.inactiveSince }] : [];

const downForLong: Rule = (_, { tunnel, now }) => {
  const since = staleSince(tunnel, now);
  if (tunnel.status !== 'down' || since === undefined) return [];
  return [{ kind: 'downForLong', severity: 'warning', since, days: Math.floor((now - since) / day) }];
};

const fewConnections: Rule = (connectors, { tunnel }) => {
  const counts = connectors.map((connector) => ({
    connector: ref(connector),
    live: liveConnections(connector).length,
  }));
  const expected = counts.reduce((most, one) => Math.max(most, one.live), usualConnections);
  return counts
    .filter((one) => one.live < expected)
    .map((one) => ({
      kind: 'fewConnections',
      severity: 'warning',
      ...one,
      expected,
      status: tunnel.status,
    }));
};

const reconnected: Rule = (connectors, { now }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const { startedAt } = connector;
    const opened =
      all(liveConnections(connector).map(({ openedAt }) => openedAt))?.toSorted((a, b) => a - b) ?? [];
    const [at, second] = opened;
    const last = opened.at(-1);
    if (startedAt === undefined || at === undefined || second === undefined || last === undefined) return [];
    const storm = last - at <= together && now - at <= recent && at - startedAt >= startUp;
    if (!storm) return [];
    return [
      {
        kind: 'reconnected',
        severity: 'warning',
        connector: ref(connector),
        live: opened.length,
        at,
        startedAt,
      },
    ];
  });

const configurationBehind: Rule = (connectors, { tunnel, published }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const version = connector.configVersion;
    // The file of a locally managed tunnel has no version that is published anywhere.
    if (tunnel.managedBy !== 'cloudflare' || version === undefined || published === undefined) return [];
    if (version >= published) return [];
    return [
      { kind: 'configurationBehind', severity: 'warning', connector: ref(connector), version, published },
    ];
  });

const configurationsDiffer: Rule = (connectors) =>
  differing(connectors.map(({ configVersion }) => configVersion?.toString())).map((spread) => ({
    kind: 'configurationsDiffer',
    severity: 'warning',
    spread,
  }));

/** Data centers of one city share its fate: several numbers are not several places. */
const onePlace: Rule = (connectors) => {
  const codes = all(connectors.flatMap(liveConnections).map(({ dataCenter }) => dataCenter));
  if (codes === undefined || codes.length < 2 || distinct(codes.map(metro)).length > 1) return [];
  const [dataCenter, ...others] = distinct(codes).toSorted(compareText);
  if (dataCenter === undefined) return [];
  return others.length === 0
    ? [{ kind: 'oneDataCenter', severity: 'warning', dataCenter, live: codes.length }]
    : [{ kind: 'oneCity', severity: 'warning', dataCenters: [dataCenter, ...others], live: codes.length }];
};

const outdated: Rule = (connectors, { newest }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const version = parseVersion(connector.version);
    if (version === undefined || newest === undefined || compareVersions(version, newest) >= 0) return [];
    const months = monthsBetween(version, newest);
    const severity = months > supportedMonths ? 'warning' : 'info';
    return [{ kind: 'outdated', severity, connector: ref(connector), version, newest, months }];
  });

const oneConnector: Rule = ([first, ...others]) =>
  first === undefined || others.length > 0
    ? []
    : [{ kind: 'oneConnector', severity: 'info', connector: ref(first) }];

const versionsDiffer: Rule = (connectors) =>
  differing(connectors.map(({ version }) => version)).map((spread) => ({
    kind: 'versionsDiffer',
    severity: 'info',
    spread,
  }));

const platformsDiffer: Rule = (connectors) =>
  differing(connectors.map(({ platform }) => platformFamily(platform))).map((spread) => ({
    kind: 'platformsDiffer',
    severity: 'info',
    spread,
  }));

/** No features and features that were not sent look the same, so that such a connector is not compared. */
const featuresDiffer: Rule = (connectors) => {
  const told = connectors.map(({ features }) => distinct(features)).filter(({ length }) => length > 0);
  const spread = shares(told.flat()).filter(({ connectors: count }) => count < told.length);
  return spread.length === 0 ? [] : [{ kind: 'featuresDiffer', severity: 'info', spread, of: told.length }];
};

const seenFirst: Rule = (connectors, { firstSeen, now }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const at = firstSeen?.get(connector.key);
    if (at === undefined || connector.id === undefined || now - at > recent) return [];
    const from = originIps(connector).toSorted(compareText);
    return [{ kind: 'firstSeen', severity: 'info', connector: ref(connector), at, originIps: from }];
  });

const neverConnected: Rule = (_, { tunnel }) =>
  tunnel.status === 'inactive'
    ? [{ kind: 'neverConnected', severity: 'info', createdAt: tunnel.createdAt }]
    : [];

/** In the order in which findings of one severity are told. */
const rules: readonly Rule[] = [
  down,
  downForLong,
  fewConnections,
  reconnected,
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

function ref({ id, key }: Connector): ConnectorRef {
  return { id, key };
}

/** The values if every one is there: of a part, nothing can be said about the whole. */
function all<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const there = values.filter((value) => value !== undefined);
  return there.length === values.length ? there : undefined;
}

/** How often each value comes; one list where they differ, none where they do not. */
function differing(values: readonly (string | undefined)[]): readonly (readonly Share[])[] {
  const spread = shares(values);
  return spread.length < 2 ? [] : [spread];
}

function shares(values: readonly (string | undefined)[]): readonly Share[] {
  return distinct(values)
    .toSorted(compareText)
    .map((value) => ({ value, connectors: values.filter((other) => other === value).length }));
}

/** `linux` of `linux_amd64`, and of `linux-x86_64` as other connectors write it. */
function platformFamily(platform: string | undefined): string | undefined {
  const family = platform?.split(/[_-]/)[0]?.toLowerCase();
  return family === '' ? undefined : family;
}
