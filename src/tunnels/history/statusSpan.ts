import type { TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';

/** A time in which a tunnel was watched and its status did not change; between two spans nobody watched. */
export interface StatusSpan {
  readonly status: TunnelStatus;
  readonly from: Instant;
  readonly until: Instant;
}
