import type { RateLimit } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { budgetedIntervalMs, isScarce } from './budget.ts';

/** The longest that backoff waits; `Retry-After` may ask for longer. */
export const longestBackoffMs = 15 * 60_000;

/** No limit, however it is announced, stretches the interval beyond a day: timers have their ends. */
const longestIntervalMs = 24 * 3_600_000;

/** When the timer runs: the setting `tunnelExplorer.refreshWhen`. */
export const refreshTimes = ['viewVisible', 'windowFocused', 'always'] as const;
export type RefreshWhen = (typeof refreshTimes)[number];

/** What decides about the pace, the same for all accounts. */
export interface Pace {
  /** Milliseconds between two refreshes; 0: only on demand. */
  readonly intervalMs: number;
  readonly refreshWhen: RefreshWhen;
  readonly visible: boolean;
  readonly focused: boolean;
}

export interface ScheduleInput extends Pace {
  readonly now: Instant;
  /** When the latest refresh ended; `undefined`: there was none. */
  readonly lastEndedAt: Instant | undefined;
  /** Refreshes that failed since the last good one. */
  readonly failures: number;
  /** Before this the API does not want to be asked. */
  readonly retryAt: Instant | undefined;
  /** What the API last said of its limit. */
  readonly rateLimit: RateLimit | undefined;
  /** Requests that a refresh makes, of all the accounts that may share the limit. */
  readonly requestsPerRefresh: number;
  /** Between 0 and 1: spreads the callers that failed together. */
  readonly random: number;
}

/**
 * Whether the timer runs at all. Of several windows, with the default setting, only the one that a person looks at asks.
 */
export function isWatched({ refreshWhen, visible, focused }: Pace): boolean {
  switch (refreshWhen) {
    case 'always':
      return true;
    case 'windowFocused':
      return focused;
    case 'viewVisible':
      return visible && focused;
  }
}

/**
 * When to refresh by itself: at once where nothing is known yet, then one interval after the last (at once, where that
 * has passed while nobody looked), twice as long after each failure up to 15 minutes less up to a fifth, later where
 * the API's limit would be used too much, and never before `retryAt`.
 * `undefined`: not by itself.
 */
export function nextRefresh(situation: ScheduleInput): Instant | undefined {
  const { now, lastEndedAt, failures, retryAt, rateLimit, requestsPerRefresh, random } = situation;
  if (!isWatched(situation)) return undefined;
  if (lastEndedAt === undefined) return now;
  if (situation.intervalMs === 0) return undefined;
  const budgeted = Math.min(budgetedIntervalMs(rateLimit, requestsPerRefresh), longestIntervalMs);
  const intervalMs = Math.max(situation.intervalMs, budgeted);
  // A clock that was set back must not make the view wait for the old time to come again.
  const from = Math.min(lastEndedAt, now);
  const resetsAt = rateLimit !== undefined && isScarce(rateLimit, now) ? rateLimit.resetsAt : now;
  const notBefore = Math.min(resetsAt, now + longestBackoffMs);
  // Where the API names a time to come, that is the time: no guess on top of it. One that has passed says nothing.
  if (retryAt !== undefined && retryAt > now) return Math.max(from + intervalMs, retryAt, notBefore);
  const spread = failures === 0 ? 1 : 1 - random / 5;
  const waitMs = Math.max(intervalMs, Math.min(intervalMs * 2 ** failures, longestBackoffMs) * spread);
  return Math.max(from + waitMs, notBefore);
}
