import { distinct } from '../model/tunnel.ts';
import { compareVersions, monthsBetween, parseVersion } from '../model/versions.ts';
import { compareText } from '../text/text.ts';
import type { Finding, Share } from './finding.ts';
import { ref } from './rule.ts';
import type { Rule } from './rule.ts';

/**
 * "within one year of the most recent release"
 * https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/downloads/
 */
const supportedMonths = 12;

export const configurationBehind: Rule = (connectors, { published }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const version = connector.configVersion;
    if (version === undefined || published === undefined || version >= published) return [];
    return [
      { kind: 'configurationBehind', severity: 'warning', connector: ref(connector), version, published },
    ];
  });

export const configurationsDiffer: Rule = (connectors, { published }) => {
  const versions = connectors.map(({ configVersion }) => configVersion);
  // One that is newer is on its way to all of them.
  if (published === undefined || versions.some((version) => version !== undefined && version > published)) {
    return [];
  }
  return differing(versions.map((version) => version?.toString())).map((spread) => ({
    kind: 'configurationsDiffer',
    severity: 'warning',
    spread,
  }));
};

export const outdated: Rule = (connectors, { newest }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const version = parseVersion(connector.version);
    if (version === undefined || compareVersions(version, newest.version) >= 0) return [];
    const months = monthsBetween(version, newest.version);
    const severity = months > supportedMonths ? 'warning' : 'info';
    return [{ kind: 'outdated', severity, connector: ref(connector), version, newest, months }];
  });

export const versionsDiffer: Rule = (connectors) =>
  differing(connectors.map(({ version }) => version)).map((spread) => ({
    kind: 'versionsDiffer',
    severity: 'info',
    spread,
  }));

export const platformsDiffer: Rule = (connectors) =>
  differing(connectors.map(({ platform }) => platformFamily(platform))).map((spread) => ({
    kind: 'platformsDiffer',
    severity: 'info',
    spread,
  }));

/** No features and features that were not sent look the same, so that such a connector is not compared. */
export const featuresDiffer: Rule = (connectors) => {
  const lists = connectors.map(({ features }) => features).filter(({ length }) => length > 0);
  const [first = [], ...others] = lists;
  // As it is nearly always: told without counting.
  if (others.every((list) => list.length === first.length && list.every((one, at) => one === first[at]))) {
    return [];
  }
  const told = lists.map(distinct);
  const spread = shares(told.flat(), (count) => count < told.length);
  return spread.length === 0 ? [] : [{ kind: 'featuresDiffer', severity: 'info', spread, of: told.length }];
};

/** How often each value comes; one list where they differ, none where they do not. */
function differing(values: readonly (string | undefined)[]): readonly (readonly Share[])[] {
  const spread = shares(values);
  return spread.length < 2 ? [] : [spread];
}

/** How often each value comes, in their order; of those that come as often as `isMeant` wants. */
function shares(
  values: readonly (string | undefined)[],
  isMeant: (count: number) => boolean = () => true,
): readonly Share[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => isMeant(count))
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([value, connectors]) => ({ value, connectors }));
}

/** `linux` of `linux_amd64`, and of `linux-x86_64` as other connectors write it. */
function platformFamily(platform: string | undefined): string | undefined {
  const family = platform?.split(/[_-]/)[0]?.toLowerCase();
  return family === '' ? undefined : family;
}
