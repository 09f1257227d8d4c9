import type { Instant } from '../text/time.ts';

/** Of so many tunnels of an account something is kept. */
const tunnelsAtMost = 1000;

/** Those that were read last; of some that were read together, those that were known first. */
export function newestTunnels<T>(
  all: readonly (readonly [key: string, value: T])[],
  readAt: (value: T) => Instant,
): readonly (readonly [key: string, value: T])[] {
  if (all.length <= tunnelsAtMost) return all;
  return all.toSorted(([, a], [, b]) => readAt(b) - readAt(a)).slice(0, tunnelsAtMost);
}
