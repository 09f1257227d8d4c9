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
  firstSeen,
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
  readonly #reader: PartReader;
  #state: AccountState;
  #pace: Pace;
  #refresh: Promise<void> | undefined;
  /** Ends what was asked with a credential that is no longer the one. */
  #session = new AbortController();
  #cancelTimer: () => void = () => undefined;
  #lastEndedAt: Instant | undefined;
  #failures = 0;
  /** The state that the next refresh is compared with: none for the first of a session. */
  #baseline: AccountState | undefined;
  #disposed = false;

  constructor(account: WatchedAccount, pace: Pace, context: AccountWatchContext) {
    this.#context = context;
    this.#reader = new PartReader(context, () => this.#state);
    this.#pace = pace;
    this.#state = {
      account,
      tunnels: notLoaded,
      connectors: new Map(),
      configurations: new Map(),
      seen: new Map(),
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
    this.#session.abort();
    this.#session = new AbortController();
    this.#refresh = undefined;
    this.#reader.forgetLoads();
    this.#failures = 0;
    this.#lastEndedAt = undefined;
    this.#baseline = undefined;
    this.#set({ refreshing: false });
    this.#plan();
  }

  /** Loads the tunnel's connectors, now if nobody looked at them, and again with each refresh until all have closed it. */
  async open(tunnelKey: string, viewer: Viewer): Promise<void> {
    const isOpen = this.#opened.has(tunnelKey);
    this.#opened.add(tunnelKey, viewer);
    if (isOpen && !this.#reader.isLoading(tunnelKey)) return;
    const session = this.#session.signal;
    const read = await this.#reader.connectors([tunnelKey], session);
    if (isOver(session)) return;
    this.#plan(this.#withConnectors(read));
    // The next refresh compares with what was seen now, where nothing was known before.
    const before = this.#baseline;
    if (before !== undefined && before.connectors.get(tunnelKey)?.value === undefined) {
      this.#baseline = { ...before, connectors: added(before.connectors, read) };
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
    const session = this.#session.signal;
    const read = await this.#reader.configurations([tunnelKey], session);
    if (!isOver(session)) this.#plan({ configurations: added(this.#state.configurations, read) });
  }

  closeRoutes(tunnelKey: string, viewer: Viewer): void {
    this.#routesOpened.delete(tunnelKey, viewer);
  }

  /** Reads one tunnel, its connectors and its routes, where they are open, now, and nothing else. */
  async refreshTunnel(tunnelKey: string): Promise<void> {
    const session = this.#session.signal;
    const routes = [tunnelKey].filter((key) => this.#routesOpened.has(key));
    const [, read, configurations] = await Promise.all([
      this.#loadTunnel(tunnelKey, session),
      this.#reader.connectors([tunnelKey], session),
      this.#reader.configurations(routes, session),
    ]);
    if (isOver(session)) return;
    this.#plan({
      ...this.#withConnectors(read),
      configurations: added(this.#state.configurations, configurations),
    });
    if (this.#baseline !== undefined) this.#compare();
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelTimer();
    this.#session.abort();
  }

  #start(byTimer: boolean): Promise<void> {
    this.#refresh ??= this.#refreshOnce(this.#session.signal, byTimer);
    return this.#refresh;
  }

  async #refreshOnce(session: AbortSignal, byTimer: boolean): Promise<void> {
    const { source, clock } = this.#context;
    this.#cancelTimer();
    this.#set({ refreshing: true, nextRefreshAt: undefined });
    const tunnels = await this.#reader.known(
      () => this.#state.tunnels,
      (signal) => source.listTunnels(this.#state.account.id, signal),
      session,
    );
    if (isOver(session)) return;
    this.#set({ tunnels });
    const isGood = tunnels.problem === undefined;
    const parts = isGood ? await this.#refreshedParts(session) : {};
    if (isOver(session)) return;
    this.#refresh = undefined;
    this.#lastEndedAt = clock.now();
    // Who asks by hand begins anew: asking often must not make the view wait longer.
    this.#failures = isGood ? 0 : (byTimer ? this.#failures : 0) + 1;
    this.#plan({ ...parts, refreshing: false });
    if (isGood) this.#compare();
  }

  /** What is looked at, of now; old parts of a row that is read no more are left out, since they would pass for those. */
  async #refreshedParts(session: AbortSignal): Promise<Partial<AccountState>> {
    const keys = connectorsToRead(this.#state, this.#opened.keys);
    const read = await this.#reader.connectors(keys, session);
    const routes = configurationsToRead(this.#state, this.#routesOpened.keys);
    const configurations = await this.#reader.configurations(routes, session);
    const { connectors, seen } = this.#withConnectors(read);
    const known = this.#state.tunnels.value ?? [];
    return {
      connectors: connectorsToKeep(connectors, [...keys, ...this.#opened.keys], known),
      configurations: added(this.#state.configurations, configurations),
      seen,
    };
  }

  #withConnectors(read: AccountState['connectors']): Pick<AccountState, 'connectors' | 'seen'> {
    return { connectors: added(this.#state.connectors, read), seen: firstSeen(this.#state, read) };
  }

  async #loadTunnel(key: string, session: AbortSignal): Promise<void> {
    const { account, tunnels } = this.#state;
    const id = tunnels.value?.find((tunnel) => tunnel.key === key)?.id;
    if (id === undefined) return;
    const read = await this.#reader.known<Tunnel>(
      () => notLoaded,
      (signal) => this.#context.source.getTunnel(account.id, id, signal),
      session,
    );
    if (isOver(session)) return;
    const { value: fresh, problem } = read;
    const known = this.#state.tunnels;
    if (fresh === undefined) {
      this.#set({ tunnels: { ...known, problem } });
      return;
    }
    const value = known.value?.map((tunnel) => (tunnel.key === key ? { ...fresh, key } : tunnel));
    this.#set({ tunnels: { ...known, value } });
  }

  /** What is read first in a session is no change. */
  #compare(): void {
    const before = this.#baseline;
    this.#baseline = this.#state;
    if (before !== undefined) this.#context.onCompared(before, this.#state);
  }

  /** Takes over what was read, and plans the next refresh by it; one that is under way does so when it ends. */
  #plan(change: Partial<AccountState> = {}): void {
    if (this.#disposed) return;
    if (this.#refresh !== undefined) {
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
      lastEndedAt: this.#lastEndedAt,
      failures: this.#failures,
      retryAt: latestRetryAt(state, this.#reader.metAt, now),
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
function isOver(session: AbortSignal): boolean {
  return session.aborted;
}

function added<T>(known: ReadonlyMap<string, T>, read: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return read.size === 0 ? known : new Map([...known, ...read]);
}
