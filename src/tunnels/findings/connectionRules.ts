import { isLocation, metro } from '../model/dataCenters.ts';
import { distinct, liveConnections, usualConnections as usual } from '../model/tunnel.ts';
import type { Connector, EdgeConnection } from '../model/tunnel.ts';
import { compareText } from '../text/text.ts';
import type { Instant } from '../text/time.ts';
import type { Finding, FindingInput } from './finding.ts';
import { minute, recent, ref, serves } from './rule.ts';
import type { Rule } from './rule.ts';

/** A connector that has run for less may not have opened all its connections yet. */
const opening = 2 * minute;
/** Connections that opened this close together went down together. */
const together = 5 * minute;
/** So large a part of a connector's connections, opened anew together, tells of one cause. */
const most = 3 / 4;
/** What opened earlier after the start may belong to it. */
const startUp = 30 * minute;

export const noConnections: Rule = (connectors, input) =>
  settled(connectors, input)
    .filter((connector) => !serves(connector))
    .map((connector) => ({ kind: 'noConnections', severity: 'warning', connector: ref(connector) }));

export const fewConnections: Rule = (connectors, input) => {
  const { status } = input.tunnel;
  const counts = settled(connectors, input)
    .filter(serves)
    .map((connector) => ({ connector, live: liveConnections(connector).length }));
  const few = counts.filter(({ live }) => live < usual);
  const [first] = few;
  // `--ha-connections` sets the number: so it looks where nothing is wrong and all have the same.
  if (status === 'healthy' && first !== undefined && counts.every(({ live }) => live === first.live)) {
    const connectorsWithFew = few.map(({ connector }) => ref(connector));
    return [
      {
        kind: 'sameFewConnections',
        severity: 'info',
        connectors: connectorsWithFew,
        live: first.live,
        usual,
      },
    ];
  }
  return few.map(({ connector, live }): Finding => ({
    kind: 'fewConnections',
    severity: 'warning',
    connector: ref(connector),
    live,
    usual,
    status,
    mayLackRegion: status === 'degraded' && live === usual / 2 && leadToOnePlace(liveConnections(connector)),
  }));
};

export const reconnected: Rule = (connectors, { now }) =>
  connectors.flatMap((connector): readonly Finding[] => {
    const { startedAt } = connector;
    if (startedAt === undefined) return [];
    const live = liveConnections(connector);
    const opened = live.map(({ openedAt }) => openedAt).filter((at) => at !== undefined);
    const reopenedWith = (at: Instant) => opened.filter((other) => other >= at && other - at <= together);
    const at = opened
      .filter((time) => now - time <= recent && time - startedAt >= startUp)
      .toSorted((a, b) => a - b)
      .find((time) => reopenedWith(time).length >= Math.max(2, most * live.length));
    if (at === undefined) return [];
    return [
      {
        kind: 'reconnected',
        severity: 'warning',
        connector: ref(connector),
        live: live.length,
        reopened: reopenedWith(at).length,
        at,
        startedAt,
      },
    ];
  });

export const unexplained: Rule = (connectors, { tunnel }) =>
  tunnel.status === 'degraded' &&
  connectors.length > 0 &&
  connectors.every((connector) => liveConnections(connector).length >= usual)
    ? [{ kind: 'unexplained', severity: 'warning' }]
    : [];

/** Data centers of one city share its fate: several numbers are not several places. */
export const onePlace: Rule = (connectors) => {
  const live = connectors.flatMap(liveConnections);
  if (live.length < 2 || !leadToOnePlace(live)) return [];
  const dataCenters = distinct(live.map(({ dataCenter }) => dataCenter)).toSorted(compareText);
  const [dataCenter, ...others] = dataCenters;
  if (dataCenter === undefined) return [];
  return others.length === 0 && !isLocation(dataCenter)
    ? [{ kind: 'oneDataCenter', severity: 'warning', dataCenter, live: live.length }]
    : [{ kind: 'oneCity', severity: 'info', dataCenters, live: live.length }];
};

export const oneConnector: Rule = (connectors) => {
  const [first, ...others] = connectors.filter(serves);
  return first === undefined || others.length > 0
    ? []
    : [{ kind: 'oneConnector', severity: 'info', connector: ref(first) }];
};

/** Those that had time to open all their connections before they were read. */
function settled(
  connectors: readonly Connector[],
  { now, readAt = now }: FindingInput,
): readonly Connector[] {
  return connectors.filter(({ startedAt }) => startedAt === undefined || readAt - startedAt >= opening);
}

/** Whether all are known to lead to one city; of a part, nothing can be said about the whole. */
function leadToOnePlace(connections: readonly EdgeConnection[]): boolean {
  const place = ({ dataCenter }: EdgeConnection) => dataCenter && metro(dataCenter);
  const [first, ...others] = connections;
  const city = first && place(first);
  return city !== undefined && others.every((other) => place(other) === city);
}
