import type { Configuration, Connector, Instant, RateLimit, Tunnel } from './tunnel.ts';
import type { Problem } from '../problems/problem.ts';

/** An account as the person configured it. */
export interface WatchedAccount {
  readonly id: string;
  readonly name: string;
  /** Ids of the tunnels to show; `undefined`: all, also new ones. */
  readonly tunnels: readonly string[] | undefined;
}

/**
 * Something that is loaded again and again: the last value that was read, and what went wrong since.
 * A failure never removes the value.
 */
export interface Known<T> {
  readonly value: T | undefined;
  /** When `value` was read. */
  readonly at: Instant | undefined;
  /** Why the latest load failed; `undefined` when it succeeded. */
  readonly problem: Problem | undefined;
}

export const nothingKnown: Known<never> = { value: undefined, at: undefined, problem: undefined };

export interface AccountState {
  readonly account: WatchedAccount;
  readonly tunnels: Known<readonly Tunnel[]>;
  /** By tunnel key; only for tunnels whose connectors have been asked for. */
  readonly connectors: ReadonlyMap<string, Known<readonly Connector[]>>;
  /** By tunnel key; only for tunnels whose routes have been asked for. */
  readonly configurations: ReadonlyMap<string, Known<Configuration>>;
  /**
   * When each connector was first seen, by key; `undefined` for one that was there when its tunnel's connectors were
   * first read.
   */
  readonly seen: ReadonlyMap<string, Instant | undefined>;
  readonly refreshing: boolean;
  /** When the next refresh comes by itself; `undefined`: not planned, or one is under way. */
  readonly nextRefreshAt: Instant | undefined;
  /** The API's limit where so little of it is left that refreshes wait for more. */
  readonly scarce: RateLimit | undefined;
}

/** Everything the views show. Replaced whole, never changed. */
export interface Overview {
  /** In the order of the setting. */
  readonly accounts: readonly AccountState[];
  /** Settings that cannot be used, and the like: problems of no account. */
  readonly problems: readonly Problem[];
}

export const emptyOverview: Overview = { accounts: [], problems: [] };
