import { watchedGapMs } from '../model/seen.ts';
import { tunnelStatuses } from '../model/tunnel.ts';
import type { Tunnel, TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import { newestTunnels } from './newestTunnels.ts';
import type { StatusSpan } from './statusSpan.ts';

/** The statuses that were observed in an account: the spans of each tunnel, by its key. */
export type StatusHistory = ReadonlyMap<string, readonly StatusSpan[]>;

export interface StatusReading {
  readonly at: Instant;
  readonly status: TunnelStatus;
}

const keptMs = 30 * 24 * 3_600_000;
/** Of all tunnels together: so many, with their keys, are less than a megabyte where they are written. */
const spansAtMost = 35_000;
const keyAtMost = 64;

/**
 * The spans after one more reading. Between two readings the status is that of the earlier: one that changed begins with
 * the reading that shows it.
 *
 * A reading that is older than the last one changes nothing: one of the two was read by a clock that was wrong, and which
 * is not known yet. What lies ahead goes with {@link mergedHistory}, or time comes past it.
 */
export function withReading(
  spans: readonly StatusSpan[],
  { at, status }: StatusReading,
): readonly StatusSpan[] {
  const last = spans.at(-1);
  if (last !== undefined && at < last.until) return spans;
  const begun = { status, from: at, until: at };
  if (last === undefined || at - last.until > watchedGapMs) return [...spans.filter(isWatched), begun];
  const longer = { ...last, until: at };
  return last.status === status
    ? [...spans.slice(0, -1), longer]
    : [...spans.slice(0, -1), ...[longer].filter(isWatched), begun];
}

/** The history after a list was read. What has no id has no history: nothing says that it is the same the next time. */
export function withList(history: StatusHistory, tunnels: readonly Tunnel[], at: Instant): StatusHistory {
  const read = tunnels
    .filter(({ id, key }) => id !== undefined && key.length <= keyAtMost)
    .map(({ key, status }) => [key, withReading(history.get(key) ?? [], { at, status })] as const);
  return bounded(new Map([...history, ...read]));
}

/**
 * What two windows observed of one account: the time that either watched. Where they differ, the worse status counts: one
 * that reads seldom takes the other's outage for a part of what it saw before.
 *
 * `now`: by a clock that is steady; what is older than 30 days, or was read by a clock that was ahead, goes. Without it
 * nothing goes by its time: a clock that is wrong once would delete all.
 */
export function mergedHistory(
  one: StatusHistory,
  other: StatusHistory,
  now: Instant | undefined,
): StatusHistory {
  const keys = new Set([...one.keys(), ...other.keys()]);
  const all = [...keys].map((key) => [key, merged(one.get(key) ?? [], other.get(key) ?? [])] as const);
  return bounded(new Map(now === undefined ? all : all.map(([key, spans]) => [key, keptOf(spans, now)])));
}

/** The spans of one tunnel as two windows observed it: see {@link mergedHistory}. */
export function merged(one: readonly StatusSpan[], other: readonly StatusSpan[]): readonly StatusSpan[] {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one;
  const times = [...one, ...other].flatMap(({ from, until }) => [from, until]).sort((a, b) => a - b);
  const statusesAt = [walkedThrough(one), walkedThrough(other)];
  const spans: StatusSpan[] = [];
  for (const [index, from] of times.entries()) {
    const until = times[index + 1] ?? from;
    const seen = until === from ? [] : statusesAt.map((statusAt) => statusAt(from));
    const status = tunnelStatuses.find((worst) => seen.includes(worst));
    if (status !== undefined) add(spans, { status, from, until });
  }
  // The last reading, of which nothing but its moment is known yet.
  const [last] = [...one.slice(-1), ...other.slice(-1)].toSorted((a, b) => b.until - a.until);
  if (last !== undefined && last.until >= (spans.at(-1)?.until ?? last.until))
    add(spans, { ...last, from: last.until });
  return spans;
}

/** Which status the spans have at a time, which may be asked for in the order of times only. */
function walkedThrough(spans: readonly StatusSpan[]): (at: Instant) => TunnelStatus | undefined {
  let index = 0;
  return (at) => {
    while ((spans[index]?.until ?? Infinity) <= at) index++;
    const span = spans[index];
    return span !== undefined && span.from <= at ? span.status : undefined;
  };
}

function add(spans: StatusSpan[], span: StatusSpan): void {
  const before = spans.at(-1);
  if (before?.until !== span.from || before.status !== span.status) spans.push(span);
  else spans[spans.length - 1] = { ...before, until: span.until };
}

/** No more than is kept: the newest. */
function bounded(history: StatusHistory): StatusHistory {
  const known = [...history].filter(([, spans]) => spans.length > 0);
  const newest = newestTunnels(known, (spans) => spans.at(-1)?.until ?? 0);
  const count = newest.reduce((sum, [, spans]) => sum + spans.length, 0);
  if (count <= spansAtMost) return new Map(newest);
  const ends = newest.flatMap(([, spans]) => spans.map(({ until }) => until)).sort((a, b) => b - a);
  const oldest = ends[spansAtMost] ?? 0;
  return new Map(newest.map(([key, spans]) => [key, spans.filter(({ until }) => until > oldest)] as const));
}

function keptOf(spans: readonly StatusSpan[], now: Instant): readonly StatusSpan[] {
  return since(untilNow(spans, now), now - keptMs);
}

function since(spans: readonly StatusSpan[], start: Instant): readonly StatusSpan[] {
  if ((spans[0]?.from ?? start) >= start) return spans;
  return spans
    .filter(({ until }) => until >= start)
    .map((span) => (span.from < start ? { ...span, from: start } : span));
}

/** Without what a clock that was ahead says to come. Less than a gap is a clock that was put right. */
function untilNow(spans: readonly StatusSpan[], now: Instant): readonly StatusSpan[] {
  if ((spans.at(-1)?.until ?? now) - now <= watchedGapMs) return spans;
  return spans
    .filter(({ from }) => from <= now)
    .map((span) => (span.until > now ? { ...span, until: now } : span));
}

/** An instant is no time that was watched; it stays only while it is the last reading. */
function isWatched({ from, until }: StatusSpan): boolean {
  return until > from;
}
