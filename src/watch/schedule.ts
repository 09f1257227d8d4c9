import type { Instant } from '../tunnels/model.ts';

/** The longest that backoff waits; `Retry-After` may ask for longer. */
export const longestBackoffMs = 15 * 60_000;

export interface Situation {
  readonly now: Instant;
  /** Milliseconds between two refreshes; 0: only on demand. */
  readonly intervalMs: number;
  readonly visible: boolean;
  /** When the latest refresh ended; `undefined`: there was none. */
  readonly lastEndedAt: Instant | undefined;
  /** Refreshes that failed since the last good one. */
  readonly failures: number;
  /** Before this the API does not want to be asked. */
  readonly retryAt: Instant | undefined;
  /** Between 0 and 1: spreads the callers that failed together. */
  readonly random: number;
}

/**
 * When to refresh by itself: at once for a view that shows nothing yet, then one interval after the last, twice as long
 * after each failure up to 15 minutes less up to a fifth, and never before `retryAt`.
 * `undefined`: not by itself, for a hidden view or an interval of 0.
 */
export function nextRefresh(situation: Situation): Instant | undefined {
  const { now, intervalMs, visible, lastEndedAt, failures, retryAt, random } = situation;
  if (!visible) return undefined;
  if (lastEndedAt === undefined) return now;
  if (intervalMs === 0) return undefined;
  // Where the API names a time to come, that is the time: no guess on top of it. One that has passed says nothing.
  if (retryAt !== undefined && retryAt > now)
    return Math.max(Math.min(lastEndedAt, now) + intervalMs, retryAt);
  const spread = failures === 0 ? 1 : 1 - random / 5;
  const backoffMs = Math.max(intervalMs, Math.min(intervalMs * 2 ** failures, longestBackoffMs) * spread);
  // A clock that was set back must not make the view wait for the old time to come again.
  const at = Math.min(lastEndedAt, now) + backoffMs;
  return Math.max(at, now);
}
