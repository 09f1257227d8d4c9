import type { CloudflareApi } from '../cloudflare/client.ts';
import type { RateLimit } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';

/** Where the watch reads from. Each call rejects with a `ProblemError`, or with the signal's reason. */
export interface TunnelSource extends Pick<
  CloudflareApi,
  'listTunnels' | 'getTunnel' | 'listConnectors' | 'getConfiguration'
> {
  /** What the API said of its limit with the latest answer for this account. */
  rateLimitOf(accountId: string): RateLimit | undefined;
  /** How many tunnels a page of the account's list has, as the latest one said. */
  pageSizeOf(accountId: string): number | undefined;
}

export interface Clock {
  now(): Instant;
  /** Milliseconds since some time, whatever the clock is set to meanwhile. */
  elapsed(): number;
  /** Runs `action` once after `ms`; the function returned prevents it. */
  startTimer(ms: number, action: () => void): () => void;
  /** Between 0 and 1. */
  random(): number;
}
