import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, WatchedAccount } from '../tunnels/model/state.ts';
import { isScarce } from './budget.ts';
import type { Clock, TunnelSource } from './ports.ts';
import { nextRefresh } from './schedule.ts';
import type { Pace } from './schedule.ts';
import { Viewers } from './viewers.ts';
import type { Viewer } from './viewers.ts';
import {
  configurationsToRead,
  connectorsToKeep,
  connectorsToRead,
  firstSeenWith,
  latestRetryAt,
  requestsFor,
} from './whatToRead.ts';
import { withList, withRead } from './newest.ts';
import type { Purpose, ReadingQueue } from './readingQueue.ts';
import { beginSession, endSession, isOver } from './session.ts';
import type { Session } from './session.ts';

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

type Parts = Pick<AccountState, 'connectors' | 'configurations'>;

/**
 * Watches one account. A refresh costs the list's pages, one call for each opened tunnel and one for each of some
 * unhealthy ones; one is in flight at most, and whoever asks meanwhile joins it. What was read stays through any failure.
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
  #cancelTimer: () => void = () => undefined;
  #disposed = false;

  constructor(account: WatchedAccount, pace: Pace, context: AccountWatchContext) {
    this.#context = context;
    this.#queue = context.queueOf(account.id);
    this.#pace = pace;
    this.#session = this.#begin();
    this.#state = {
      account,
      tunnels: notLoaded,
      connectors: new Map(),
      configurations: new Map(),
      firstSeen: new Map(),
      refreshing: false,
      nextRefreshAt: undefined,
      scarce: undefined,
    };
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

  /** Reads the account now. */
  refresh(): Promise<void> {
    return this.#start(false);
  }

  /** Starts anew, with another credential or address: an answer to the old one no longer counts. */
  restart(): void {
    endSession(this.#session);
    this.#session = this.#begin();
    this.#set({ refreshing: false });
    this.#plan();
  }

  /** Loads the tunnel's connectors, now if nobody looked at them, and again with each refresh until all have closed it. */
  async open(tunnelKey: string, viewer: Viewer): Promise<void> {
    const isOpen = this.#opened.has(tunnelKey);
    this.#opened.add(tunnelKey, viewer);
    const session = this.#session;
    if (isOpen && !session.reader.isLoading(tunnelKey)) return;
    const read = await session.reader.connectors([tunnelKey], 'row');
    if (!isOver(session)) await session.opened.add(read, this.#queue.isBusy);
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
    const configurations = await session.reader.configurations([tunnelKey], 'row');
    if (!isOver(session)) this.#plan(this.#withParts({ configurations }));
  }

  closeRoutes(tunnelKey: string, viewer: Viewer): void {
    this.#routesOpened.delete(tunnelKey, viewer);
  }

  /** Reads one tunnel, its connectors and its routes, where they are open, now, and nothing else. */
  async refreshTunnel(tunnelKey: string): Promise<void> {
    const session = this.#session;
    const routes = [tunnelKey].filter((key) => this.#routesOpened.has(key));
    const [, parts] = await Promise.all([
      this.#loadTunnel(tunnelKey, session),
      session.reader.parts({ routes, connectors: [tunnelKey] }, 'row'),
    ]);
    if (isOver(session)) return;
    this.#plan(this.#withParts(parts));
    if (session.baseline !== undefined) this.#compare(session);
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelTimer();
    endSession(this.#session);
  }

  #begin(): Session {
    const { source, clock } = this.#context;
    const context = { source, clock, queue: this.#queue, state: () => this.#state };
    return beginSession(context, (read) => {
      this.#takeOpened(read);
    });
  }

  #start(byTimer: boolean): Promise<void> {
    const session = this.#session;
    session.refresh ??= this.#refreshOnce(session, byTimer);
    return session.refresh;
  }

  async #refreshOnce(session: Session, byTimer: boolean): Promise<void> {
    const { source, clock } = this.#context;
    // Where nothing is known yet, somebody waits for it.
    const purpose = byTimer && session.lastEndedAt !== undefined ? 'timer' : 'command';
    this.#cancelTimer();
    this.#set({ refreshing: true, nextRefreshAt: undefined });
    const list = await session.reader.load(
      () => this.#state.tunnels,
      (signal) => source.listTunnels(this.#state.account.id, signal),
      purpose,
    );
    if (isOver(session)) return;
    const isGood = list !== undefined && list.problem === undefined;
    if (list !== undefined) this.#set({ tunnels: withList(this.#state.tunnels, list, session.asked) });
    const parts = isGood ? await this.#refreshedParts(session, purpose) : {};
    if (isOver(session)) return;
    session.refresh = undefined;
    session.lastEndedAt = clock.now();
    // Who asks by hand begins anew: asking often must not make the view wait longer.
    if (list !== undefined) session.failures = isGood ? 0 : (byTimer ? session.failures : 0) + 1;
    this.#plan({ ...parts, refreshing: false });
    if (isGood) this.#compare(session);
  }

  /** What is looked at, of now; old parts of a row that is read no more are left out, since they would pass for those. */
  async #refreshedParts({ reader }: Session, purpose: Purpose): Promise<Partial<AccountState>> {
    const keys = connectorsToRead(this.#state, this.#opened.keys);
    const routes = configurationsToRead(this.#state, this.#routesOpened.keys);
    const parts = this.#withParts(await reader.parts({ routes, connectors: keys }, purpose));
    const tunnels = this.#state.tunnels.value ?? [];
    const connectors = connectorsToKeep(parts.connectors, [...keys, ...this.#opened.keys], tunnels);
    return { ...parts, connectors };
  }

  #withParts({
    connectors = new Map(),
    configurations = new Map(),
  }: Partial<Parts>): Parts & Pick<AccountState, 'firstSeen'> {
    const known = this.#state;
    const now = withRead(known.connectors, connectors);
    return {
      connectors: now,
      configurations: withRead(known.configurations, configurations),
      firstSeen: firstSeenWith(known, now),
    };
  }

  #takeOpened(connectors: AccountState['connectors']): void {
    this.#plan(this.#withParts({ connectors }));
    // The next refresh compares with what was seen now, where nothing was known before.
    const session = this.#session;
    const before = session.baseline;
    const first = [...connectors].filter(([key]) => before?.connectors.get(key)?.value === undefined);
    if (before !== undefined && first.length > 0) {
      session.baseline = { ...before, connectors: withRead(before.connectors, new Map(first)) };
    }
  }

  async #loadTunnel(key: string, session: Session): Promise<void> {
    const { account, tunnels } = this.#state;
    const id = tunnels.value?.find((tunnel) => tunnel.key === key)?.id;
    if (id === undefined) return;
    const read = await session.reader.load<Tunnel>(
      () => notLoaded,
      (signal) => this.#context.source.getTunnel(account.id, id, signal),
      'row',
    );
    if (read === undefined || isOver(session)) return;
    const { value: fresh, problem, metAt, sent = 0 } = read;
    const known = this.#state.tunnels;
    if (sent < Math.max(known.sent ?? 0, session.asked.get(key) ?? 0)) return;
    session.asked.set(key, sent);
    if (fresh === undefined) {
      this.#set({ tunnels: { ...known, problem, ...(metAt === undefined ? {} : { metAt }) } });
      return;
    }
    const value = known.value?.map((tunnel) => (tunnel.key === key ? { ...fresh, key } : tunnel));
    this.#set({ tunnels: { ...known, value } });
  }

  /** What is read first in a session is no change. */
  #compare(session: Session): void {
    const before = session.baseline;
    session.baseline = this.#state;
    if (before !== undefined) this.#context.onCompared(before, this.#state);
  }

  /** Takes over what was read, and plans the next refresh by it; one that is under way does so when it ends. */
  #plan(change: Partial<AccountState> = {}): void {
    if (this.#disposed) return;
    if (this.#session.refresh !== undefined) {
      this.#set(change);
      return;
    }
    this.#cancelTimer();
    const { source, clock, accountCount } = this.#context;
    const state = { ...this.#state, ...change };
    const now = clock.now();
    const rateLimit = source.rateLimitOf(state.account.id);
    const parts = [
      ...connectorsToRead(state, this.#opened.keys),
      ...configurationsToRead(state, this.#routesOpened.keys),
    ];
    const requests = requestsFor(state.tunnels.value, source.pageSizeOf(state.account.id)) + parts.length;
    const nextRefreshAt = nextRefresh({
      ...this.#pace,
      now,
      lastEndedAt: this.#session.lastEndedAt,
      failures: this.#session.failures,
      retryAt: latest(latestRetryAt(state, now), this.#queue.heldUntil),
      rateLimit,
      requestsPerRefresh: requests * accountCount(),
      random: clock.random(),
    });
    if (nextRefreshAt !== undefined) {
      this.#cancelTimer = clock.startTimer(nextRefreshAt - now, () => void this.#start(true));
    }
    const scarce = rateLimit !== undefined && isScarce(rateLimit, now) ? rateLimit : undefined;
    this.#set({ ...change, nextRefreshAt, scarce });
  }

  #set(change: Partial<AccountState>): void {
    if (this.#disposed) return;
    this.#state = { ...this.#state, ...change };
    this.#context.onChange();
  }
}

function latest(...times: readonly (Instant | undefined)[]): Instant | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
