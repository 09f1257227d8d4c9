import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, WatchedAccount } from '../tunnels/model/state.ts';
import { isScarce } from './budget.ts';
import { PartReader } from './partReader.ts';
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

/** What an account's watch tells and asks. */
export interface AccountWatchContext {
  readonly source: TunnelSource;
  readonly clock: Clock;
  /** How many accounts are watched: they may share one limit. */
  readonly accountCount: () => number;
  readonly onChange: () => void;
  /** Told of what a refresh found changed since the one before. */
  readonly onCompared: (before: AccountState, after: AccountState) => void;
}

/** What belongs to one credential at one address. It ends whole, and another takes its place. */
interface Session {
  /** Aborted when the session is over: an answer to what it asked no longer counts. */
  readonly end: AbortController;
  readonly reader: PartReader;
  /** The refresh under way. */
  refresh: Promise<void> | undefined;
  /** When the latest refresh ended. */
  lastEndedAt: Instant | undefined;
  /** Refreshes that failed since the last good one. */
  failures: number;
  /** The state that the next refresh is compared with: none before the first good one. */
  baseline: AccountState | undefined;
}

/**
 * Watches one account. A refresh costs the list's pages, one call for each opened tunnel and one for each of some
 * unhealthy ones; one is in flight at most, and whoever asks meanwhile joins it. What was read stays through any failure.
 *
 * No method rejects: what goes wrong is in the state.
 */
export class AccountWatch {
  readonly #context: AccountWatchContext;
  readonly #opened = new Viewers();
  readonly #routesOpened = new Viewers();
  #state: AccountState;
  #pace: Pace;
  #session: Session;
  #cancelTimer: () => void = () => undefined;
  #disposed = false;

  constructor(account: WatchedAccount, pace: Pace, context: AccountWatchContext) {
    this.#context = context;
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
    this.#session.end.abort();
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
    const read = await session.reader.connectors([tunnelKey]);
    if (isOver(session)) return;
    this.#plan(this.#withConnectors(read));
    // The next refresh compares with what was seen now, where nothing was known before.
    const before = session.baseline;
    if (before !== undefined && before.connectors.get(tunnelKey)?.value === undefined) {
      session.baseline = { ...before, connectors: added(before.connectors, read) };
    }
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
    const read = await session.reader.configurations([tunnelKey]);
    if (!isOver(session)) this.#plan({ configurations: added(this.#state.configurations, read) });
  }

  closeRoutes(tunnelKey: string, viewer: Viewer): void {
    this.#routesOpened.delete(tunnelKey, viewer);
  }

  /** Reads one tunnel, its connectors and its routes, where they are open, now, and nothing else. */
  async refreshTunnel(tunnelKey: string): Promise<void> {
    const session = this.#session;
    const routes = [tunnelKey].filter((key) => this.#routesOpened.has(key));
    const [, read, configurations] = await Promise.all([
      this.#loadTunnel(tunnelKey, session),
      session.reader.connectors([tunnelKey]),
      session.reader.configurations(routes),
    ]);
    if (isOver(session)) return;
    this.#plan({
      ...this.#withConnectors(read),
      configurations: added(this.#state.configurations, configurations),
    });
    if (session.baseline !== undefined) this.#compare(session);
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelTimer();
    this.#session.end.abort();
  }

  #begin(): Session {
    const end = new AbortController();
    return {
      end,
      reader: new PartReader(this.#context, () => this.#state, end.signal),
      refresh: undefined,
      lastEndedAt: undefined,
      failures: 0,
      baseline: undefined,
    };
  }

  #start(byTimer: boolean): Promise<void> {
    const session = this.#session;
    session.refresh ??= this.#refreshOnce(session, byTimer);
    return session.refresh;
  }

  async #refreshOnce(session: Session, byTimer: boolean): Promise<void> {
    const { source, clock } = this.#context;
    this.#cancelTimer();
    this.#set({ refreshing: true, nextRefreshAt: undefined });
    const tunnels = await session.reader.load(
      () => this.#state.tunnels,
      (signal) => source.listTunnels(this.#state.account.id, signal),
    );
    if (isOver(session)) return;
    this.#set({ tunnels });
    const isGood = tunnels.problem === undefined;
    const parts = isGood ? await this.#refreshedParts(session) : {};
    if (isOver(session)) return;
    session.refresh = undefined;
    session.lastEndedAt = clock.now();
    // Who asks by hand begins anew: asking often must not make the view wait longer.
    session.failures = isGood ? 0 : (byTimer ? session.failures : 0) + 1;
    this.#plan({ ...parts, refreshing: false });
    if (isGood) this.#compare(session);
  }

  /** What is looked at, of now; old parts of a row that is read no more are left out, since they would pass for those. */
  async #refreshedParts({ reader }: Session): Promise<Partial<AccountState>> {
    const keys = connectorsToRead(this.#state, this.#opened.keys);
    const read = await reader.connectors(keys);
    const routes = configurationsToRead(this.#state, this.#routesOpened.keys);
    const configurations = await reader.configurations(routes);
    const { connectors, firstSeen } = this.#withConnectors(read);
    const known = this.#state.tunnels.value ?? [];
    return {
      connectors: connectorsToKeep(connectors, [...keys, ...this.#opened.keys], known),
      configurations: added(this.#state.configurations, configurations),
      firstSeen,
    };
  }

  #withConnectors(read: AccountState['connectors']): Pick<AccountState, 'connectors' | 'firstSeen'> {
    return {
      connectors: added(this.#state.connectors, read),
      firstSeen: firstSeenWith(this.#state, read),
    };
  }

  async #loadTunnel(key: string, session: Session): Promise<void> {
    const { account, tunnels } = this.#state;
    const id = tunnels.value?.find((tunnel) => tunnel.key === key)?.id;
    if (id === undefined) return;
    const { value: fresh, ...failure } = await session.reader.load<Tunnel>(
      () => notLoaded,
      (signal) => this.#context.source.getTunnel(account.id, id, signal),
    );
    if (isOver(session)) return;
    const known = this.#state.tunnels;
    if (fresh === undefined) {
      this.#set({ tunnels: { ...known, ...failure, at: known.at } });
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
    const requests = requestsFor(state.tunnels.value) + parts.length;
    const nextRefreshAt = nextRefresh({
      ...this.#pace,
      now,
      lastEndedAt: this.#session.lastEndedAt,
      failures: this.#session.failures,
      retryAt: latestRetryAt(state, now),
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

/** A function, so that the compiler does not take an answer from before an `await` for the one after it. */
function isOver({ end }: Session): boolean {
  return end.signal.aborted;
}

function added<T>(known: ReadonlyMap<string, T>, read: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return read.size === 0 ? known : new Map([...known, ...read]);
}
