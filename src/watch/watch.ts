import { EventEmitter } from 'node:events';
import type { Problem } from '../tunnels/problems/problem.ts';
import { emptyOverview } from '../tunnels/model/state.ts';
import type { Seen } from '../tunnels/model/seen.ts';
import type { AccountState, Overview, WatchedAccount } from '../tunnels/model/state.ts';
import { AccountWatch } from './accountWatch.ts';
import type { AccountWatchContext } from './accountWatch.ts';
import type { WatchedState } from './auditReader.ts';
import type { Errand } from './partReader.ts';
import type { Clock, TunnelSource } from './ports.ts';
import type { Pace } from './schedule.ts';
import type { Viewer } from './viewers.ts';
import { ReadingQueue } from './readingQueue.ts';

/**
 * Everything that is watched: one `AccountWatch` per account, each with its own refresh, so that one that hangs or
 * fails does not hold the others. The overview is replaced whole whenever something changed.
 */
export class Watch {
  readonly #context: AccountWatchContext;
  readonly #queues = new Map<string, ReadingQueue>();
  readonly #events = new EventEmitter<{
    change: [Overview];
    compared: [AccountState, AccountState];
    ended: [string];
  }>();
  #accounts: readonly AccountWatch[] = [];
  #problems: readonly Problem[] = [];
  #pace: Pace = { intervalMs: 0, refreshWhen: 'windowFocused', visible: false, focused: true };
  #overview = emptyOverview;

  constructor(source: TunnelSource, clock: Clock) {
    this.#context = {
      source,
      clock,
      queueOf: this.queueOf,
      accountCount: () => this.#accounts.length,
      onChange: () => {
        this.#update();
      },
      onCompared: (before, after) => {
        this.#events.emit('compared', before, after);
      },
    };
  }

  /** Where all readings of the account take their turn, also those that are not the watch's. */
  readonly queueOf = (accountId: string): ReadingQueue => {
    const { source, clock } = this.#context;
    const known = this.#queues.get(accountId);
    if (known !== undefined) return known;
    const queue = new ReadingQueue(clock, () => source.rateLimitOf(accountId));
    this.#queues.set(accountId, queue);
    return queue;
  };

  get overview(): Overview {
    return this.#overview;
  }

  /** Calls `listener` with each new overview, until the function returned is called. */
  onDidChange(listener: (overview: Overview) => void): () => void {
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  /**
   * Calls `listener` after each good reading of an account that is not the first of its session, with the state as it was
   * after the one before and as it is now, until the function returned is called.
   */
  onDidCompare(listener: (before: AccountState, after: AccountState) => void): () => void {
    this.#events.on('compared', listener);
    return () => this.#events.off('compared', listener);
  }

  /**
   * Calls `listener` with the id of an account whose session is over, since it was started anew or is watched no more,
   * until the function returned is called. What is read of it next is compared with nothing from before.
   */
  onDidEnd(listener: (accountId: string) => void): () => void {
    this.#events.on('ended', listener);
    return () => this.#events.off('ended', listener);
  }

  /** Watches these accounts from now on, in this order. What is known of those that stay is kept. */
  setAccounts(accounts: readonly WatchedAccount[], problems: readonly Problem[]): void {
    const before = new Map(this.#accounts.map((watch) => [watch.state.account.id, watch]));
    this.#problems = problems;
    this.#accounts = accounts.map((account) => {
      const known = before.get(account.id);
      before.delete(account.id);
      return known ?? new AccountWatch(account, this.#pace, this.#context);
    });
    for (const [id, gone] of before) {
      gone.dispose();
      this.#events.emit('ended', id);
    }
    for (const [index, account] of accounts.entries()) this.#accounts[index]?.configure(account);
    for (const watch of this.#accounts) watch.setPace(this.#pace);
    this.#update();
  }

  /** What was seen of the account's connectors before, or in another window: it is known with what is read from now on. */
  recall(accountId: string, seen: Seen): void {
    this.#of(accountId)?.recall(seen);
  }

  setPace(pace: Partial<Pace>): void {
    this.#pace = { ...this.#pace, ...pace };
    for (const watch of this.#accounts) watch.setPace(this.#pace);
  }

  /**
   * Reads all accounts now, or the one named: by hand, see {@link AccountWatch.refresh}. Never rejects: problems are in
   * the overview.
   */
  async refresh(accountId?: string): Promise<void> {
    await Promise.all(this.#matching(accountId).map((watch) => watch.refresh()));
  }

  /** What is known of an account, and what takes over what others read of it, see {@link AccountWatch.taker}. */
  readonly watched = (accountId: string): WatchedState | undefined => {
    const watch = this.#of(accountId);
    return watch && { state: watch.state, take: watch.taker() };
  };

  /** Reads one tunnel and its connectors now. */
  async refreshTunnel(accountId: string, tunnelKey: string): Promise<void> {
    await this.#of(accountId)?.refreshTunnel(tunnelKey);
  }

  /** Reads the connectors of many tunnels of an account, see {@link AccountWatch.readConnectors}. */
  async readConnectors(
    accountId: string,
    tunnelKeys: readonly string[],
    errand: Errand,
  ): Promise<Problem | undefined> {
    return this.#of(accountId)?.readConnectors(tunnelKeys, errand);
  }

  /** Resolves when the tunnel's connectors are known, or why they are not; each refresh reads them until `close`. */
  async open(accountId: string, tunnelKey: string, viewer: Viewer = 'row'): Promise<void> {
    await this.#of(accountId)?.open(tunnelKey, viewer);
  }

  close(accountId: string, tunnelKey: string, viewer: Viewer = 'row'): void {
    this.#of(accountId)?.close(tunnelKey, viewer);
  }

  /** As `open`, for the tunnel's routes. */
  async openRoutes(accountId: string, tunnelKey: string, viewer: Viewer = 'row'): Promise<void> {
    await this.#of(accountId)?.openRoutes(tunnelKey, viewer);
  }

  closeRoutes(accountId: string, tunnelKey: string, viewer: Viewer = 'row'): void {
    this.#of(accountId)?.closeRoutes(tunnelKey, viewer);
  }

  /** Starts the account anew, or all: to be called when a credential or the API's address was changed. */
  restart(accountId?: string): void {
    for (const watch of this.#matching(accountId)) {
      watch.restart();
      this.#events.emit('ended', watch.state.account.id);
    }
  }

  dispose(): void {
    for (const watch of this.#accounts) watch.dispose();
    this.#accounts = [];
    this.#events.removeAllListeners();
  }

  #matching(accountId: string | undefined): readonly AccountWatch[] {
    return this.#accounts.filter(({ state }) => accountId === undefined || state.account.id === accountId);
  }

  #of(accountId: string): AccountWatch | undefined {
    return this.#accounts.find(({ state }) => state.account.id === accountId);
  }

  #update(): void {
    this.#overview = { accounts: this.#accounts.map(({ state }) => state), problems: this.#problems };
    this.#events.emit('change', this.#overview);
  }
}
