import type { RateLimit } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';

/**
 * Cloudflare counts all requests of a person together: those of the dashboard, of scripts and of other windows. So only
 * a part of what it allows is planned on, and what is left is looked at before more is asked for.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
const ourShare = 1 / 4;

/** Below this part of the limit refreshes wait for the next window. */
const scarce = 1 / 5;

/** What the API allows where it did not say. */
const usual = { requests: 1200, windowMs: 5 * 60_000 };

/**
 * The shortest interval, in milliseconds, at which refreshes of so many requests stay within our share of the limit: in
 * any window, wherever it begins, as long as one refresh does; beyond that on the average.
 */
export function budgetedIntervalMs(limit: RateLimit | undefined, requestsPerRefresh: number): number {
  const { requests, windowMs } = shareOf(limit);
  const refreshesPerWindow = requests / requestsPerRefresh;
  return Math.ceil(windowMs / (refreshesPerWindow < 1 ? refreshesPerWindow : Math.floor(refreshesPerWindow)));
}

/** How many requests of each window are planned on at most, and how long a window is. */
export function shareOf(limit: RateLimit | undefined): Pick<RateLimit, 'requests' | 'windowMs'> {
  const { requests, windowMs } = limit ?? usual;
  return { requests: requests * ourShare, windowMs };
}

/** At most so many requests, then none for so long. */
export interface Allowance {
  readonly requests: number;
  readonly everyMs: number;
}

/** What refreshes leave of a window is spent in so many parts, so that one that comes to read more finds room soon. */
const partsOfWindow = 5;

/**
 * What refreshes leave of our share for one of several accounts. `requests`: those of a refresh, of all of the accounts;
 * `paceMs`: from the end of one to the next. `undefined`: nothing.
 */
export function leftByRefreshes(
  limit: RateLimit | undefined,
  { requests, paceMs }: { readonly requests: number; readonly paceMs: number },
  accountCount: number,
): Allowance | undefined {
  const share = shareOf(limit);
  const refreshes = Math.ceil(share.windowMs / paceMs);
  const left = Math.floor((share.requests - refreshes * requests) / accountCount);
  if (left < 1) return undefined;
  const atOnce = Math.max(1, Math.floor(left / partsOfWindow));
  return { requests: atOnce, everyMs: Math.ceil(share.windowMs / Math.floor(left / atOnce)) };
}

/** Whether so little is left until the window ends that it is kept for others. */
export function isScarce(limit: RateLimit, now: Instant): boolean {
  return now < limit.resetsAt && limit.remaining < reservedOf(limit);
}

/** How many requests of a window are kept for others. */
export function reservedOf({ requests }: RateLimit): number {
  return requests * scarce;
}
