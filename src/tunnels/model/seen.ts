import type { Instant } from '../text/time.ts';

/** Between two readings that are further apart nobody watched. */
export const watchedGapMs = 15 * 60_000;

/** What was seen of connectors over all looks at them, by tunnel key, also in other windows and before this one. */
export type Seen = ReadonlyMap<string, SeenTunnel>;

export interface SeenTunnel {
  /** When its connectors were read last. */
  readonly lastLook: Instant;
  /** By key: those of the last look, and some that have left. */
  readonly connectors: ReadonlyMap<string, SeenConnector>;
}

/** When a connector was seen first and last. */
export interface SeenConnector {
  readonly first: Instant;
  readonly last: Instant;
  /** The look before the first, which did not show it; `undefined`: there was none, so it may be as old as the tunnel. */
  readonly since: Instant | undefined;
}

/** The last look at which a connector was not there, where it came while nobody watched. */
export function cameUnwatchedSince({ first, since }: SeenConnector): Instant | undefined {
  return since !== undefined && first - since > watchedGapMs ? since : undefined;
}
