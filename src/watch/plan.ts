import type { AccountState } from '../tunnels/model/state.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { isScarce, leftByRefreshes } from './budget.ts';
import type { Clock, TunnelSource } from './ports.ts';
import type { ReadingQueue } from './readingQueue.ts';
import { nextRefresh, paceInForce, readByItself } from './schedule.ts';
import type { Pace, PaceInput } from './schedule.ts';
import type { Past } from './session.ts';
import { partsToSweep } from './sweep.ts';
import type { Sweepable } from './sweeper.ts';
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
  readonly accountCount: () => number;
}

/** When the account is read again, at which pace, and whether its limit holds that back. */
export function planOf(
  state: AccountState,
  context: PlanContext,
): Pick<AccountState, 'nextRefreshAt' | 'paceMs' | 'scarce'> {
  const { pace, past, source, clock, queue } = context;
  const now = clock.now();
  const rateLimit = source.rateLimitOf(state.account.id);
  const requests = requestsOf(state, context);
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

/**
 * What is read by itself of tunnels that nobody looks into: while a person sees the view, in the one window that has the
 * focus, so that several do not each take our share of the limit, and while refreshes come and are good.
 * `askedAt`: as in {@link SweepInput}.
 */
export function sweepableOf(
  state: AccountState,
  context: PlanContext,
  askedAt: ReadonlyMap<string, Instant>,
): Sweepable | undefined {
  const { pace, past, opened, routesOpened, source, clock, accountCount } = context;
  const { intervalMs } = pace;
  const rateLimit = source.rateLimitOf(state.account.id);
  const requests = requestsOf(state, context);
  const paceMs = paceInForce({ ...pace, rateLimit, requests });
  if (!pace.focused || paceMs === undefined || readByItself(pace) !== 'all') return undefined;
  if (past.lastEndedAt === undefined || past.failures > 0) return undefined;
  const allowance = leftByRefreshes(rateLimit, { requests: requests.all, paceMs }, accountCount());
  if (allowance === undefined) return undefined;
  const input = {
    opened: opened.keys,
    routesOpened: routesOpened.keys,
    askedAt,
    intervalMs,
    now: clock.now(),
  };
  const parts = partsToSweep(state, input);
  return parts.length === 0 ? undefined : { allowance, parts, tunnels: state.tunnels.value ?? [] };
}

/** What refreshes of all the accounts take, if the others take as much as this one. */
function requestsOf(
  state: AccountState,
  { opened, routesOpened, source, accountCount }: PlanContext,
): PaceInput['requests'] {
  const parts = [...connectorsToRead(state, opened.keys), ...configurationsToRead(state, routesOpened.keys)];
  const list = requestsFor(state.tunnels.value, source.pageSizeOf(state.account.id));
  return { list: list * accountCount(), all: (list + parts.length) * accountCount() };
}

function latest(...times: readonly (Instant | undefined)[]): Instant | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
