import type { Configuration, Connector, RateLimit, Tunnel } from './tunnel.ts';
import type { Seen } from './seen.ts';
import type { Instant } from '../text/time.ts';
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
export interface Loaded<T> {
  readonly value: T | undefined;
  /** When `value` was read. */
  readonly at: Instant | undefined;
  /** Why the latest load failed; `undefined` when it succeeded. */
  readonly problem: Problem | undefined;
  /** When the problem was met: times that it names are of the clock of then. */
  readonly metAt?: Instant;
  /** The place of the latest load among all of the account: a greater one was sent later. */
  readonly sent?: number;
  /** What is around it has been read since, and this has not: it may be told only with its time. */
  readonly isOld?: true;
}

export const notLoaded: Loaded<never> = { value: undefined, at: undefined, problem: undefined };

export interface AccountState {
  readonly account: WatchedAccount;
  readonly tunnels: Loaded<readonly Tunnel[]>;
  /** By tunnel key; only for tunnels whose connectors have been asked for. */
  readonly connectors: ReadonlyMap<string, Loaded<readonly Connector[]>>;
  /** By tunnel key; only for tunnels whose routes have been asked for. */
  readonly configurations: ReadonlyMap<string, Loaded<Configuration>>;
  /** When connectors were seen, also of some that have left. */
  readonly seen: Seen;
  /** Since when tunnels are up again, by key, that were seen to be down. */
  readonly backSince: ReadonlyMap<string, Instant>;
  readonly refreshing: boolean;
  /** When the next refresh comes by itself; `undefined`: not planned, or one is under way. */
  readonly nextRefreshAt: Instant | undefined;
  /**
   * Milliseconds from one refresh to the next as the view is now, shown or hidden, also while the window is without focus
   * and nothing is planned: what is several times as old may no longer be so. `undefined`: only on demand.
   */
  readonly paceMs: number | undefined;
  /** The API's limit where so little of it is left that refreshes wait for more. */
  readonly scarce: RateLimit | undefined;
}

/** Of an account of which nothing was read yet. */
export function unreadAccount(account: WatchedAccount): AccountState {
  return {
    account,
    tunnels: notLoaded,
    connectors: new Map(),
    configurations: new Map(),
    seen: new Map(),
    backSince: new Map(),
    refreshing: false,
    nextRefreshAt: undefined,
    paceMs: undefined,
    scarce: undefined,
  };
}

/** What was read so short a time ago is taken for what is so now, and not read again by itself. */
export const freshForMs = 5 * 60_000;

/** Everything the views show. Replaced whole, never changed. */
export interface Overview {
  /** In the order of the setting. */
  readonly accounts: readonly AccountState[];
  /** Settings that cannot be used, and the like: problems of no account. */
  readonly problems: readonly Problem[];
}

export const emptyOverview: Overview = { accounts: [], problems: [] };

/** The account's tunnels, less those that the person did not choose. */
export function chosenTunnels({ account, tunnels }: AccountState): readonly Tunnel[] {
  const all = tunnels.value ?? [];
  const chosen = account.tunnels;
  return chosen === undefined ? all : all.filter(({ id }) => id !== undefined && chosen.includes(id));
}
