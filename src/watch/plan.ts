import type { AccountState } from '../tunnels/model/state.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { isScarce } from './budget.ts';
import type { Clock, TunnelSource } from './ports.ts';
import type { ReadingQueue } from './readingQueue.ts';
import { nextRefresh, paceInForce } from './schedule.ts';
import type { Pace } from './schedule.ts';
import type { Past } from './session.ts';
import { configurationsToRead, connectorsToRead, latestRetryAt, requestsFor } from './whatToRead.ts';
import type { Viewers } from './viewers.ts';

/** What the plan of an account rests on, besides its state. */
export interface PlanContext {
  readonly pace: Pace;
  readonly past: Past;
  readonly opened: Viewers;
  readonly routesOpened: Viewers;
  readonly source: TunnelSource;
  readonly clock: Clock;
  readonly queue: ReadingQueue;
  /** How many accounts are watched: they may share one limit. */
  readonly accountCount: number;
}

/** When the account is read again, at which pace, and whether its limit holds that back. */
export function planOf(
  state: AccountState,
  context: PlanContext,
): Pick<AccountState, 'nextRefreshAt' | 'paceMs' | 'scarce'> {
  const { pace, past, opened, routesOpened, source, clock, queue, accountCount } = context;
  const now = clock.now();
  const rateLimit = source.rateLimitOf(state.account.id);
  const parts = [...connectorsToRead(state, opened.keys), ...configurationsToRead(state, routesOpened.keys)];
  const list = requestsFor(state.tunnels.value, source.pageSizeOf(state.account.id));
  const requests = { list: list * accountCount, all: (list + parts.length) * accountCount };
  const nextRefreshAt = nextRefresh({
    ...pace,
    ...past,
    now,
    retryAt: latest(latestRetryAt(state, now), queue.heldUntil),
    rateLimit,
    requests,
    random: clock.random(),
  });
  return {
    nextRefreshAt,
    paceMs: paceInForce({ ...pace, rateLimit, requests }),
    scarce: rateLimit !== undefined && isScarce(rateLimit, now) ? rateLimit : undefined,
  };
}

function latest(...times: readonly (Instant | undefined)[]): Instant | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
