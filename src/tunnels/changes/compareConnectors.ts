import type { Change, ConnectorEvent, ConnectorSnapshot, DataCenterCode } from './change.ts';
import { liveConnections, originIps } from '../model/tunnel.ts';
import type { Connector, EdgeConnection } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';

/** A process that ends and the one in its stead are seen as a restart when no more than this lies between. */
const restartWithinMs = 5 * 60_000;

/** One connector before and after, by its key. */
type Pair = readonly [was: Connector, is: Connector];

/**
 * What changed among one tunnel's connectors; nothing where one side is not known. `earlier`: the changes of this
 * tunnel until now.
 */
export function compareConnectors(
  before: readonly Connector[] | undefined,
  after: readonly Connector[] | undefined,
  at: Instant,
  earlier: readonly Change[],
): readonly ConnectorEvent[] {
  if (before === undefined || after === undefined || areUnchanged(before, after)) return [];
  const stayed = byKey(before).flatMap((was): readonly Pair[] => {
    const is = after.find((candidate) => isSame(was, candidate));
    return is === undefined ? [] : [[was, is]];
  });
  const left = byKey(before).filter((was) => !stayed.some(([known]) => known === was));
  const joined = byKey(after).filter((is) => !stayed.some(([, known]) => known === is));
  return [
    ...joinsLeavesRestarts(left.map(connectorSnapshot), joined.map(connectorSnapshot), stayed, at, earlier),
    ...stayed.flatMap(changesOf),
  ];
}

/** A process does not change its platform: one that seems to is another, with a key that was used before. */
function isSame(was: Connector, is: Connector): boolean {
  return was.key === is.key && was.platform === is.platform;
}

export function connectorSnapshot(connector: Connector): ConnectorSnapshot {
  const connections = liveConnections(connector);
  return {
    key: connector.key,
    version: connector.version ?? null,
    platform: connector.platform ?? null,
    configVersion: connector.configVersion ?? null,
    originIps: originIps({ ...connector, connections }).toSorted(),
    dataCenters: connections.map(dataCenterOf).toSorted(byCode),
  };
}

/**
 * Each new process has a new random id, so a restart is told by what stays: platform, version and an address. One that
 * left is paired with one that joined, here or, where nothing here fits, up to five minutes ago: the edge may show both
 * for a while, or neither. Several of one host are paired one to one, in the order of their keys.
 */
function joinsLeavesRestarts(
  left: readonly ConnectorSnapshot[],
  joined: readonly ConnectorSnapshot[],
  stayed: readonly Pair[],
  at: Instant,
  earlier: readonly Change[],
): readonly ConnectorEvent[] {
  const now = pairUp(left, joined);
  const recent = withoutPaired(earlier.filter((change) => at - change.at <= restartWithinMs));
  const here = new Set([...stayed.map(([{ key }]) => key), ...[...left, ...joined].map(({ key }) => key)]);
  const leftBefore = recent.flatMap((change) =>
    change.kind === 'connectorLeft' && !here.has(change.connector.key) ? [change.connector] : [],
  );
  const joinedBefore = stayed.flatMap(([, is]) =>
    recent.some((change) => change.kind === 'connectorJoined' && change.connector.key === is.key)
      ? [connectorSnapshot(is)]
      : [],
  );
  const lateJoins = pairUp(leftBefore, now.joined);
  const lateLeaves = pairUp(now.left, joinedBefore);
  return [
    ...lateLeaves.left.map((connector) => ({ kind: 'connectorLeft', connector }) as const),
    ...[...now.pairs, ...lateJoins.pairs, ...lateLeaves.pairs].map(
      ([from, connector]) => ({ kind: 'connectorRestarted', from: from.key, connector }) as const,
    ),
    ...lateJoins.joined.map((connector) => ({ kind: 'connectorJoined', connector }) as const),
  ];
}

/** Less those that were told as half of a restart already: they are not to be half of another one. */
function withoutPaired(changes: readonly Change[]): readonly Change[] {
  const restarts = changes.filter((change) => change.kind === 'connectorRestarted');
  return changes.filter(
    (change) =>
      !(
        (change.kind === 'connectorLeft' && restarts.some(({ from }) => from === change.connector.key)) ||
        (change.kind === 'connectorJoined' &&
          restarts.some(({ connector }) => connector.key === change.connector.key))
      ),
  );
}

interface Pairing {
  readonly pairs: readonly (readonly [ConnectorSnapshot, ConnectorSnapshot])[];
  readonly left: readonly ConnectorSnapshot[];
  readonly joined: readonly ConnectorSnapshot[];
}

function pairUp(left: readonly ConnectorSnapshot[], joined: readonly ConnectorSnapshot[]): Pairing {
  return joined.reduce<Pairing>(
    (so, one) => {
      const partner = so.left.find((candidate) => looksLike(candidate, one));
      return partner === undefined
        ? { ...so, joined: [...so.joined, one] }
        : {
            ...so,
            pairs: [...so.pairs, [partner, one]],
            left: so.left.filter((candidate) => candidate !== partner),
          };
    },
    { pairs: [], left, joined: [] },
  );
}

/** One address in common is enough: a process that has just started may not have opened all its connections yet. */
function looksLike(one: ConnectorSnapshot, other: ConnectorSnapshot): boolean {
  return (
    one.platform === other.platform &&
    one.version === other.version &&
    one.originIps.some((ip) => other.originIps.includes(ip))
  );
}

function changesOf([before, after]: Pair): readonly ConnectorEvent[] {
  if (isUnchanged(before, after)) return [];
  const was = connectorSnapshot(before);
  const is = connectorSnapshot(after);
  const connectorKey = is.key;
  const { moves, closed, opened } = connectionChanges(liveConnections(before), liveConnections(after));
  const from = was.dataCenters.length;
  const to = is.dataCenters.length;
  // Without a live connection no address is known, which is no change of address.
  const isElsewhere = from > 0 && to > 0 && !equal(was.originIps, is.originIps);
  return [
    ...(was.version === is.version
      ? []
      : [{ kind: 'versionChanged', connectorKey, from: was.version, to: is.version } as const]),
    ...(was.configVersion === is.configVersion
      ? []
      : [
          {
            kind: 'configVersionChanged',
            connectorKey,
            from: was.configVersion,
            to: is.configVersion,
          } as const,
        ]),
    ...(isElsewhere
      ? [{ kind: 'originChanged', connectorKey, from: was.originIps, to: is.originIps } as const]
      : []),
    ...moves.map((move) => ({ kind: 'connectionMoved', connectorKey, ...move }) as const),
    ...(from === to
      ? []
      : [
          {
            kind: 'connectionCountChanged',
            connectorKey,
            from,
            to,
            closed,
            opened,
            originIps: is.originIps,
          } as const,
        ]),
  ];
}

/** As nearly always: told first, since it takes little. */
function areUnchanged(before: readonly Connector[], after: readonly Connector[]): boolean {
  return (
    before.length === after.length &&
    before.every((was, index) => {
      const is = after[index];
      return is !== undefined && isSame(was, is) && isUnchanged(was, is);
    })
  );
}

/** Whether all that is compared is the same and in the same order. */
function isUnchanged(before: Connector, after: Connector): boolean {
  return (
    before.version === after.version &&
    before.configVersion === after.configVersion &&
    before.connections.length === after.connections.length &&
    before.connections.every((was, index) => {
      const is = after.connections[index];
      return (
        was.key === is?.key &&
        was.dataCenter === is.dataCenter &&
        was.originIp === is.originIp &&
        was.pendingReconnect === is.pendingReconnect
      );
    })
  );
}

interface Move {
  readonly from: DataCenterCode;
  readonly to: DataCenterCode;
}

interface ConnectionChanges {
  readonly moves: readonly Move[];
  /** Data centers of those that ended or began without a counterpart: at most one of the two has any. */
  readonly closed: readonly DataCenterCode[];
  readonly opened: readonly DataCenterCode[];
}

/**
 * A connection moved if it has another data center under the same id, or if one ended and another began elsewhere. One
 * that was opened anew in the same data center is the same, and so are all without an id in one data center.
 */
function connectionChanges(
  before: readonly EdgeConnection[],
  after: readonly EdgeConnection[],
): ConnectionChanges {
  const old = new Map(before.filter(hasId).map((connection) => [connection.key, connection]));
  const now = new Map(after.filter(hasId).map((connection) => [connection.key, connection]));
  const inPlace = [...old.values()].flatMap((was): readonly Move[] => {
    const is = now.get(was.key);
    return is === undefined || dataCenterOf(was) === dataCenterOf(is)
      ? []
      : [{ from: dataCenterOf(was), to: dataCenterOf(is) }];
  });
  const ended = before.filter(({ key }) => !(old.has(key) && now.has(key))).map(dataCenterOf);
  const begun = after.filter(({ key }) => !(old.has(key) && now.has(key))).map(dataCenterOf);
  const lost = withoutEach(ended, begun).toSorted(byCode);
  const gained = withoutEach(begun, ended).toSorted(byCode);
  const replaced = lost.flatMap((from, index): readonly Move[] => {
    const to = gained[index];
    return to === undefined ? [] : [{ from, to }];
  });
  return {
    moves: [...inPlace, ...replaced].toSorted((a, b) => byCode(a.from, b.from) || byCode(a.to, b.to)),
    closed: lost.slice(gained.length),
    opened: gained.slice(lost.length),
  };
}

/** Without one, the key is but the place in the list. */
function hasId({ id }: EdgeConnection): boolean {
  return id !== undefined && id !== '';
}

/** `items` without one of each equal in `others`. */
function withoutEach(
  items: readonly DataCenterCode[],
  others: readonly DataCenterCode[],
): readonly DataCenterCode[] {
  const rest = [...others];
  return items.filter((item) => {
    const index = rest.indexOf(item);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}

function equal(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((item, index) => item === others[index]);
}

function dataCenterOf({ dataCenter }: EdgeConnection): DataCenterCode {
  return dataCenter ?? null;
}

/** What is not known comes first. */
function byCode(a: DataCenterCode, b: DataCenterCode): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function byKey(connectors: readonly Connector[]): readonly Connector[] {
  return connectors.toSorted((a, b) => byCode(a.key, b.key));
}
