import type { AccountState } from '../model/state.ts';
import type { Seen, SeenConnector, SeenTunnel } from '../model/seen.ts';
import type { Connector } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import { newestTunnels } from './newestTunnels.ts';

/** As many as Cloudflare allows a tunnel; those that have left stay as long as there is room. */
export const connectorsAtMost = 25;
const keptMs = 90 * 24 * 3_600_000;

/** What was seen, with the connectors that were read now. What could not be read was not seen. */
export function seenWith(seen: Seen, read: AccountState['connectors']): Seen {
  const looks = [...read].flatMap(([key, { value, at, problem }]) =>
    value === undefined || at === undefined || problem !== undefined
      ? []
      : [[key, lookedAt(seen.get(key), value, at)] as const],
  );
  return looks.length === 0 ? seen : new Map(newestTunnels([...new Map([...seen, ...looks])], lookOf));
}

/**
 * A connector that has left is remembered: it is the same process that comes back. A look that is older than the last one
 * adds nothing: one of the two was at the time of a clock that was wrong.
 */
function lookedAt(before: SeenTunnel | undefined, connectors: readonly Connector[], at: Instant): SeenTunnel {
  if (before !== undefined && at < before.lastLook) return before;
  const known = before?.connectors ?? new Map<string, SeenConnector>();
  const present = connectors.map(({ key }) => {
    const { first, since: lookBefore } = known.get(key) ?? { first: at, since: before?.lastLook };
    return [key, { first, last: at, since: lookBefore }] as const;
  });
  return { lastLook: at, connectors: withGone(new Map(present), known) };
}

/** With as many of those that have left as there is room for, the latest of them. */
function withGone(
  present: ReadonlyMap<string, SeenConnector>,
  known: SeenTunnel['connectors'],
): SeenTunnel['connectors'] {
  const room = Math.max(0, connectorsAtMost - present.size);
  const gone = [...known].filter(([key]) => !present.has(key));
  return new Map([...present, ...gone.toSorted(([, a], [, b]) => b.last - a.last).slice(0, room)]);
}

/**
 * What two windows saw, or this one and those before it. A look of one that did not show what the other saw later tells
 * since when that is new. The same map as `mine` where the other adds nothing.
 */
export function mergedSeen(mine: Seen, other: Seen): Seen {
  const changed = [...other].flatMap(([key, theirs]) => {
    const ours = mine.get(key);
    const both = ours === undefined ? theirs : mergedTunnel(ours, theirs);
    return both === ours ? [] : [[key, both] as const];
  });
  return changed.length === 0 ? mine : new Map(newestTunnels([...new Map([...mine, ...changed])], lookOf));
}

/**
 * What may be kept of it. `now`: by a clock that is steady; then no more than 90 days, and nothing of a time that a clock
 * which was ahead says to come. Without it nothing goes by its time.
 */
export function keptSeen(seen: Seen, now: Instant | undefined): Seen {
  const oldest = (now ?? 0) - keptMs;
  return new Map(
    [...seen].flatMap(([key, { lastLook, connectors }]) => {
      const kept = [...connectors].filter(([, { last }]) => last >= oldest);
      // One with more would not know them all the next time.
      if (lastLook < oldest || kept.length > connectorsAtMost) return [];
      if (now === undefined) return [[key, { lastLook, connectors }] as const];
      const until = kept.map(([one, connector]) => [one, untilNow(connector, now)] as const);
      return [[key, { lastLook: Math.min(lastLook, now), connectors: new Map(until) }] as const];
    }),
  );
}

function untilNow(connector: SeenConnector, now: Instant): SeenConnector {
  const { first, last, since } = connector;
  if (last <= now) return connector;
  const from = Math.min(first, now);
  return { first: from, last: now, since: since && Math.min(since, from) };
}

function lookOf({ lastLook }: SeenTunnel): Instant {
  return lastLook;
}

function mergedTunnel(ours: SeenTunnel, theirs: SeenTunnel): SeenTunnel {
  if (ours === theirs) return ours;
  const lastLook = Math.max(ours.lastLook, theirs.lastLook);
  const all = new Map<string, SeenConnector>();
  for (const [key, connector] of ours.connectors) {
    all.set(key, mergedConnector(connector, theirs.connectors.get(key) ?? theirs.lastLook));
  }
  for (const [key, connector] of theirs.connectors) {
    if (!all.has(key)) all.set(key, mergedConnector(connector, ours.lastLook));
  }
  const present = new Map([...all].filter(([, { last }]) => last === lastLook));
  const connectors = withGone(present, all);
  const isSame =
    lastLook === ours.lastLook &&
    connectors.size === ours.connectors.size &&
    [...connectors].every(([key, connector]) => ours.connectors.get(key) === connector);
  return isSame ? ours : { lastLook, connectors };
}

/** A connector as both saw it, or as one did whose other half looked last without seeing it. */
function mergedConnector(one: SeenConnector, other: SeenConnector | Instant): SeenConnector {
  if (typeof other === 'number') {
    return other < one.first && other > (one.since ?? -Infinity) ? { ...one, since: other } : one;
  }
  const last = Math.max(one.last, other.last);
  const knowing = other.first < one.first || one.since === undefined ? other : one;
  const { first, since } = one.first < other.first ? one : knowing;
  const isSame = first === one.first && last === one.last && since === one.since;
  return isSame ? one : { first, last, since };
}
