import type { RateLimit } from '../tunnels/model/tunnel.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { budgetedIntervalMs, isScarce } from './budget.ts';

/** The longest that backoff waits; `Retry-After` may ask for longer. */
export const longestBackoffMs = 15 * 60_000;

/** No limit, however it is announced, stretches the interval beyond a day: timers have their ends. */
const longestIntervalMs = 24 * 3_600_000;

/** While the view is hidden, one reading comes for so many of a visible one, and no sooner than the other says. */
const intervalsWhileHidden = 5;
const shortestHiddenMs = 5 * 60_000;

/** The first tries after a fault that may be over in a moment. */
const quickTriesMs = [5_000, 15_000];

/** When the timer runs: the setting `tunnelExplorer.refreshWhen`. */
export const refreshTimes = ['windowFocused', 'viewVisible', 'always'] as const;
export type RefreshWhen = (typeof refreshTimes)[number];

/** What decides about the pace, the same for all accounts. */
export interface Pace {
  /** Milliseconds between two refreshes of a visible view; 0: only on demand. */
  readonly intervalMs: number;
  readonly refreshWhen: RefreshWhen;
  readonly visible: boolean;
  readonly focused: boolean;
}

/** What a refresh reads: `list`: the tunnels and their statuses, and nothing of what is below them. */
export type Extent = 'all' | 'list';

export interface PaceInput extends Pace {
  /** What the API last said of its limit. */
  readonly rateLimit: RateLimit | undefined;
  /** Requests that a refresh of each extent makes, of all the accounts that may share the limit. */
  readonly requests: Readonly<Record<Extent, number>>;
}

export interface ScheduleInput extends PaceInput {
  readonly now: Instant;
  /** When the latest refresh ended; `undefined`: there was none. */
  readonly lastEndedAt: Instant | undefined;
  /** When the latest one ended that was to read all. */
  readonly lastAllEndedAt: Instant | undefined;
  /** Refreshes that failed since the last good one. */
  readonly failures: number;
  /** Whether the latest of them may be over in a moment, see {@link isTransient}. */
  readonly transient: boolean;
  /** Before this the API does not want to be asked. */
  readonly retryAt: Instant | undefined;
  /** Between 0 and 1: spreads the callers that failed together. */
  readonly random: number;
}

/**
 * What is read by itself, as things are. Of several windows, unless the setting is `always`, only the one that a person
 * works in asks. An interval of 0 leaves the first look of a person who opens the view. `undefined`: nothing.
 */
export function readByItself({ intervalMs, refreshWhen, visible, focused }: Pace): Extent | undefined {
  if (!focused && refreshWhen !== 'always') return undefined;
  if (visible) return 'all';
  return refreshWhen === 'viewVisible' || intervalMs === 0 ? undefined : 'list';
}

/**
 * Milliseconds from one refresh to the next as the view is now, shown or hidden, whether or not its window has the focus
 * at the moment: what was read several times as long ago may no longer be so. `undefined`: only on demand.
 */
export function paceInForce(given: PaceInput): number | undefined {
  const { intervalMs, refreshWhen, visible } = given;
  if (intervalMs === 0) return undefined;
  if (visible || refreshWhen === 'viewVisible') return Math.max(intervalMs, budgetedMs('all', given));
  return Math.max(intervalMs * intervalsWhileHidden, shortestHiddenMs, budgetedMs('list', given));
}

/** Whether the fault may be over in a moment: no answer, or one that says that Cloudflare itself failed. */
export function isTransient({ kind }: Problem): boolean {
  return kind === 'network' || kind === 'timeout' || kind === 'server';
}

/**
 * When to refresh by itself: at once where nothing is known yet, or not all that a view shows, then one interval after
 * the last (at once, where that has passed while nobody looked). After a failure twice as late each time, up to 15
 * minutes less up to a fifth; but where it may be over in a moment, two quick tries come first. Later where the API's
 * limit would be used too much, and never before `retryAt`. `undefined`: not by itself.
 */
export function nextRefresh(input: ScheduleInput): Instant | undefined {
  const { now, lastEndedAt, lastAllEndedAt, failures, retryAt, rateLimit } = input;
  const extent = readByItself(input);
  if (extent === undefined) return undefined;
  if (lastEndedAt === undefined) return now;
  const paceMs = paceInForce(input);
  if (paceMs === undefined) return undefined;
  const last = extent === 'all' && failures === 0 ? (lastAllEndedAt ?? -Infinity) : lastEndedAt;
  // A clock that was set back must not make the view wait for the old time to come again.
  const from = Math.min(last, now);
  const resetsAt = rateLimit !== undefined && isScarce(rateLimit, now) ? rateLimit.resetsAt : now;
  const notBefore = Math.min(resetsAt, now + longestBackoffMs);
  const quickMs = quickTryMs(input);
  // Where the API names a time to come, that is the time: no guess on top of it. One that has passed says nothing.
  if (retryAt !== undefined && retryAt > now) return Math.max(from + (quickMs ?? paceMs), retryAt, notBefore);
  return Math.max(from + (quickMs ?? backoffMs(paceMs, input)), notBefore);
}

/** It reads the list first, and the rest only where that is good. */
function quickTryMs(input: ScheduleInput): number | undefined {
  const { failures, transient } = input;
  const waitMs = transient ? quickTriesMs[failures - 1] : undefined;
  return waitMs === undefined ? undefined : Math.max(waitMs, budgetedMs('list', input));
}

function backoffMs(paceMs: number, { failures, transient, random }: ScheduleInput): number {
  const steps = transient ? Math.max(0, failures - quickTriesMs.length) : failures;
  const spread = steps === 0 ? 1 : 1 - random / 5;
  return Math.max(paceMs, Math.min(paceMs * 2 ** steps, longestBackoffMs) * spread);
}

function budgetedMs(extent: Extent, { rateLimit, requests }: PaceInput): number {
  return Math.min(budgetedIntervalMs(rateLimit, requests[extent]), longestIntervalMs);
}
