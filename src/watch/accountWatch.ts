import { mergedSeen } from '../tunnels/history/seenConnectors.ts';
import type { Seen } from '../tunnels/model/seen.ts';
import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import { unreadAccount } from '../tunnels/model/state.ts';
import type { AccountState, WatchedAccount } from '../tunnels/model/state.ts';
import type { Errand } from './partReader.ts';
import { planOf, sweepableOf } from './plan.ts';
import type { PlanContext } from './plan.ts';
import type { Clock, TunnelSource } from './ports.ts';
import { readByItself } from './schedule.ts';
import type { Extent, Pace } from './schedule.ts';
import { Viewers } from './viewers.ts';
import type { Viewer } from './viewers.ts';
import { configurationsToRead, connectorsToRead, partsToKeep } from './whatToRead.ts';
import { withList, withParts, withTunnel } from './newest.ts';
import type { Parts } from './newest.ts';
import type { ReadingQueue } from './readingQueue.ts';
import { tunnelsWith } from './seen.ts';
import {
  anEnd,
  baselineAfter,
  baselineWith,
  beginSession,
  endSession,
  forRow,
  isOver,
  pastWith,
  readMany,
} from './session.ts';
import type { Refresh, Session } from './session.ts';
import { keysOf } from './sweep.ts';
import { Sweeper } from './sweeper.ts';

/** A refresh that began so short a time ago is as good as one that begins now. */
const joinedWithinMs = 3_000;

/** What an account's watch tells and asks. */
export interface AccountWatchContext {
  readonly source: TunnelSource;
  readonly clock: Clock;
  /** All that is read of an account goes through its queue. */
  readonly queueOf: (accountId: string) => ReadingQueue;
  /** How many accounts are watched: they may share one limit. */
  readonly accountCount: () => number;
  readonly onChange: () => void;
  /** Told of what a refresh found changed since the one before. */
  readonly onCompared: (before: AccountState, after: AccountState) => void;
}

/**
 * Watches one account. A refresh costs the list's pages and, unless the list alone is read, one call for each opened
 * tunnel and one for each of some unhealthy ones; one is in flight at most. While it is seen, the others are read from
 * what that leaves of the limit. What was read stays through any failure.
 *
 * No method rejects: what goes wrong is in the state.
 */
export class AccountWatch {
  readonly #context: AccountWatchContext;
  readonly #queue: ReadingQueue;
  readonly #opened = new Viewers();
  readonly #routesOpened = new Viewers();
  #state: AccountState;
  #pace: Pace;
  #session: Session;
  readonly #sweeper: Sweeper;
  #cancelTimer: () => void = () => undefined;
  #disposed = false;

  constructor(account: WatchedAccount, pace: Pace, context: AccountWatchContext) {
    this.#context = context;
    this.#queue = context.queueOf(account.id);
    this.#pace = pace;
    this.#session = this.#begin();
    this.#state = unreadAccount(account);
    this.#sweeper = new Sweeper({
      clock: context.clock,
      queue: this.#queue,
      sweepable: (askedAt) =>
        this.#disposed ? undefined : sweepableOf(this.#state, this.#planContext, askedAt),
      read: (parts, signal, onAnswer) =>
        readMany(this.#session, { ...keysOf(parts), purpose: 'sweep', signal }, 'swept', onAnswer),
    });
  }

  get state(): AccountState {
    return this.#state;
  }

  /** Takes over a changed name or choice of tunnels. */
  configure(account: WatchedAccount): void {
    this.#set({ account });
  }

  setPace(pace: Pace): void {
    this.#pace = pace;
    this.#plan();
  }

  /** Reads the account now: joins a refresh that has just begun, and takes the place of one that takes longer. */
  refresh(): Promise<void> {
    const running = this.#session.refresh;
    if (running?.extent === 'all' && this.#context.clock.now() - running.startedAt < joinedWithinMs) {
      return running.done;
    }
    return this.#start('all', true);
  }

  /** Starts anew, with another credential or address: an answer to the old one no longer counts. */
  restart(): void {
    endSession(this.#session);
    this.#session = this.#begin();
    this.#set({ refreshing: false });
    this.#plan();
  }

  /** Takes over what was seen of connectors before, or in another window. */
  recall(seen: Seen): void {
    this.#set({ seen: mergedSeen(this.#state.seen, seen) });
  }

  /** Loads the tunnel's connectors, now if nobody looked at them, and again with each refresh until all have closed it. */
  async open(tunnelKey: string, viewer: Viewer): Promise<void> {
    const isOpen = this.#opened.has(tunnelKey);
    this.#opened.add(tunnelKey, viewer);
    const session = this.#session;
    if (isOpen && !session.reader.isLoading(tunnelKey)) return;
    const read = await session.reader.connectors([tunnelKey], forRow(session));
    if (!isOver(session)) await session.opened.add({ connectors: read }, this.#queue.isBusy);
  }

  close(tunnelKey: string, viewer: Viewer): void {
    this.#opened.delete(tunnelKey, viewer);
  }

  /** As `open`, for the tunnel's published configuration. */
  async openRoutes(tunnelKey: string, viewer: Viewer): Promise<void> {
    const isOpen = this.#routesOpened.has(tunnelKey);
    this.#routesOpened.add(tunnelKey, viewer);
    if (isOpen) return;
    const session = this.#session;
    const configurations = await session.reader.configurations([tunnelKey], forRow(session));
    if (!isOver(session)) this.#plan(withParts(this.#state, { configurations }));
  }

  closeRoutes(tunnelKey: string, viewer: Viewer): void {
    this.#routesOpened.delete(tunnelKey, viewer);
  }

  /**
   * Reads the connectors of many tunnels, as far as the purpose may use the limit. What was read until the signal is
   * aborted is kept, also of tunnels that nobody looks into; a failure is not. Gives what went wrong last.
   */
  readConnectors(keys: readonly string[], errand: Errand): Promise<Problem | undefined> {
    return readMany(this.#session, { routes: [], connectors: keys, ...errand }, 'opened');
  }

  /** Takes over what others read of the account, for as long as the session of now goes on. */
  taker(): (read: Parts) => void {
    const session = this.#session;
    return (read) => {
      if (!isOver(session)) void session.swept.add(read, true);
    };
  }

  /**
   * Reads one tunnel, its connectors and its routes, where they are open, now, and nothing else; all of the account where
   * the tunnel is gone.
   */
  async refreshTunnel(tunnelKey: string): Promise<void> {
    const session = this.#session;
    const routes = [tunnelKey].filter((key) => this.#routesOpened.has(key));
    const [tunnel, parts] = await Promise.all([
      session.reader.tunnel(tunnelKey, forRow(session)),
      session.reader.parts({ routes, connectors: [tunnelKey] }, forRow(session)),
    ]);
    if (isOver(session)) return;
    if (tunnel?.problem?.kind === 'notFound') return this.refresh();
    if (tunnel !== undefined)
      this.#setTunnels(withTunnel(this.#state.tunnels, tunnelKey, tunnel, session.asked));
    this.#plan(withParts(this.#state, parts));
    if (session.baseline !== undefined) this.#compare(session);
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelTimer();
    this.#sweeper.stop();
    endSession(this.#session);
  }

  #begin(): Session {
    const context = {
      ...this.#context,
      queue: this.#queue,
      state: () => this.#state,
      onHeld: () => {
        this.#plan();
      },
    };
    return beginSession(context, (read) => {
      this.#take(read);
    });
  }

  #start(extent: Extent, byHand: boolean): Promise<void> {
    const session = this.#session;
    session.refresh?.end.abort();
    const begun = { extent, startedAt: this.#context.clock.now(), end: anEnd() };
    const done = this.#refreshOnce(session, begun, byHand);
    session.refresh = { ...begun, done };
    return done;
  }

  async #refreshOnce(
    session: Session,
    { extent, end }: Omit<Refresh, 'done'>,
    byHand: boolean,
  ): Promise<void> {
    const { source, clock } = this.#context;
    // Where a view shows nothing yet, somebody waits for it.
    const isAwaited = byHand || (extent === 'all' && session.past.lastEndedAt === undefined);
    const errand: Errand = { purpose: isAwaited ? 'command' : 'timer', signal: end.signal };
    this.#cancelTimer();
    this.#set({ refreshing: true, nextRefreshAt: undefined });
    const list = await session.reader.load(
      () => this.#state.tunnels,
      (signal) => source.listTunnels(this.#state.account.id, signal),
      errand,
    );
    if (isOver({ end })) return session.refresh?.done;
    const isGood = list !== undefined && list.problem === undefined;
    const before = this.#state.tunnels.value ?? [];
    if (list !== undefined) this.#setTunnels(withList(this.#state.tunnels, list, session.asked));
    const parts = isGood ? await this.#refreshedParts(session, { extent, before }, errand) : {};
    if (isOver({ end })) return session.refresh?.done;
    session.refresh = undefined;
    session.past = pastWith(session.past, list, { extent, byHand, now: clock.now() });
    this.#plan({ ...parts, refreshing: false });
    if (isGood) this.#compare(session);
  }

  /** What is looked at, of now, and what is still true of the rest. `before`: the list until then. */
  async #refreshedParts(
    { reader }: Session,
    { extent, before }: { readonly extent: Extent; readonly before: readonly Tunnel[] },
    errand: Errand,
  ): Promise<Partial<AccountState>> {
    const connectors = extent === 'list' ? [] : connectorsToRead(this.#state, this.#opened.keys);
    const routes = extent === 'list' ? [] : configurationsToRead(this.#state, this.#routesOpened.keys);
    const read = await reader.parts({ routes, connectors }, errand);
    const lookedAt = { connectors: [...connectors, ...this.#opened.keys], routes: this.#routesOpened.keys };
    const lists = { before, after: this.#state.tunnels.value ?? [] };
    return partsToKeep(withParts(this.#state, read), lookedAt, { ...lists, now: this.#context.clock.now() });
  }

  #take(read: Parts): void {
    this.#plan(withParts(this.#state, read));
    this.#session.baseline = baselineWith(this.#session.baseline, read);
  }

  /** What is read first in a session is no change. */
  #compare(session: Session): void {
    const before = session.baseline;
    session.baseline = baselineAfter(before, this.#state, this.#context.clock.now());
    if (before !== undefined) this.#context.onCompared(before, this.#state);
  }

  /** Takes over what was read, and plans the next refresh by it; one that is under way does so when it ends. */
  #plan(change: Partial<AccountState> = {}): void {
    if (this.#disposed) return;
    if (this.#session.refresh === undefined) this.#planRefresh(change);
    else this.#set(change);
    this.#sweeper.plan();
  }

  #planRefresh(change: Partial<AccountState>): void {
    this.#cancelTimer();
    const { clock } = this.#context;
    const plan = planOf({ ...this.#state, ...change }, this.#planContext);
    const extent = readByItself(this.#pace);
    if (plan.nextRefreshAt !== undefined && extent !== undefined) {
      const waitMs = plan.nextRefreshAt - clock.now();
      this.#cancelTimer = clock.startTimer(waitMs, () => void this.#start(extent, false));
    }
    this.#set({ ...change, ...plan });
  }

  get #planContext(): PlanContext {
    return {
      ...this.#context,
      queue: this.#queue,
      pace: this.#pace,
      past: this.#session.past,
      opened: this.#opened,
      routesOpened: this.#routesOpened,
    };
  }

  #setTunnels(tunnels: AccountState['tunnels']): void {
    this.#set(tunnelsWith(this.#state, tunnels, this.#context.clock.now()));
  }

  #set(change: Partial<AccountState>): void {
    if (this.#disposed) return;
    this.#state = { ...this.#state, ...change };
    this.#context.onChange();
  }
}
