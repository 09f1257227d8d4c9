import type { Connector, Instant, Tunnel } from '../tunnels/model.ts';
import { ProblemError } from '../tunnels/problem.ts';
import type { Problem } from '../tunnels/problem.ts';
import { chosenTunnels } from '../tunnels/nodes.ts';
import { nothingKnown } from '../tunnels/state.ts';
import type { AccountState, Known, WatchedAccount } from '../tunnels/state.ts';
import { forEachAtMost } from './concurrency.ts';
import type { Clock, TunnelSource } from './ports.ts';
import { nextRefresh } from './schedule.ts';

/** How a watch runs: the same for all accounts. */
export interface Pace {
  /** Milliseconds between two refreshes; 0: only on demand. */
  readonly intervalMs: number;
  readonly visible: boolean;
}

const connectionCallsAtATime = 6;

/**
 * Watches one account. A refresh costs the list's pages and one call for each opened tunnel; one is in flight at most,
 * and whoever asks meanwhile joins it. What was read stays through any failure.
 *
 * No method rejects: what goes wrong is in the state.
 */
export class AccountWatch {
  readonly #source: TunnelSource;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #opened = new Set<string>();
  readonly #loads = new Map<string, Promise<void>>();
  #state: AccountState;
  #pace: Pace;
  #refresh: Promise<void> | undefined;
  /** Ends what was asked with a credential that is no longer the one. */
  #session = new AbortController();
  #cancelTimer: () => void = () => undefined;
  #lastEndedAt: Instant | undefined;
  #failures = 0;
  #disposed = false;

  constructor(account: WatchedAccount, source: TunnelSource, clock: Clock, pace: Pace, changed: () => void) {
    this.#source = source;
    this.#clock = clock;
    this.#pace = pace;
    this.#changed = changed;
    this.#state = {
      account,
      tunnels: nothingKnown,
      connectors: new Map(),
      refreshing: false,
      nextRefreshAt: undefined,
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
    this.#loads.clear();
    this.#failures = 0;
    this.#lastEndedAt = undefined;
    this.#set({ refreshing: false });
    this.#plan();
  }

  /** Loads the tunnel's connectors, now if it was closed, and again with each refresh until it is closed. */
  async open(tunnelKey: string): Promise<void> {
    const isOpen = this.#opened.has(tunnelKey);
    this.#opened.add(tunnelKey);
    await (isOpen ? this.#loads.get(tunnelKey) : this.#loadConnectors(tunnelKey));
  }

  close(tunnelKey: string): void {
    this.#opened.delete(tunnelKey);
  }

  /** Reads one tunnel and its connectors now, and nothing else. */
  async refreshTunnel(tunnelKey: string): Promise<void> {
    await Promise.all([this.#loadTunnel(tunnelKey), this.#loadConnectors(tunnelKey)]);
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
    this.#cancelTimer();
    this.#set({ refreshing: true, nextRefreshAt: undefined });
    const tunnels = await this.#known(
      () => this.#state.tunnels,
      session,
      (signal) => this.#source.listTunnels(this.#state.account.id, signal),
    );
    if (isOver(session)) return;
    this.#set({ tunnels, connectors: withoutGone(this.#state.connectors, tunnels.value ?? []) });
    if (tunnels.problem === undefined) {
      const opened = chosenTunnels(this.#state).filter(({ key }) => this.#opened.has(key));
      await forEachAtMost(connectionCallsAtATime, opened, ({ key }) => this.#loadConnectors(key, session));
    }
    if (isOver(session)) return;
    this.#refresh = undefined;
    this.#lastEndedAt = this.#clock.now();
    // Who asks by hand begins anew: asking often must not make the view wait longer.
    const before = byTimer ? this.#failures : 0;
    this.#failures = tunnels.problem === undefined ? 0 : before + 1;
    this.#set({ refreshing: false });
    this.#plan();
  }

  async #loadTunnel(key: string): Promise<void> {
    const session = this.#session.signal;
    const { account, tunnels } = this.#state;
    const id = tunnels.value?.find((tunnel) => tunnel.key === key)?.id;
    if (id === undefined) return;
    const read = await this.#known(
      () => nothingKnown,
      session,
      (signal) => this.#source.getTunnel(account.id, id, signal),
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

  /** In the session that asks: one that is over asks for nothing more. */
  #loadConnectors(key: string, session = this.#session.signal): Promise<void> {
    if (session.aborted) return Promise.resolve();
    const running = this.#loads.get(key);
    if (running !== undefined) return running;
    const load = this.#loadConnectorsOnce(key, session).finally(() => {
      if (!session.aborted) this.#loads.delete(key);
    });
    this.#loads.set(key, load);
    return load;
  }

  async #loadConnectorsOnce(key: string, session: AbortSignal): Promise<void> {
    const { account, tunnels } = this.#state;
    const tunnel = tunnels.value?.find((candidate) => candidate.key === key);
    if (tunnel === undefined) return;
    const connectors = await this.#known<readonly Connector[]>(
      () => this.#state.connectors.get(key) ?? nothingKnown,
      session,
      (signal) =>
        tunnel.id === undefined
          ? Promise.reject(
              new ProblemError({ kind: 'badResponse', detail: 'tunnel without an id', field: 'id' }),
            )
          : this.#source.listConnectors(account.id, tunnel.id, signal),
    );
    if (session.aborted) return;
    this.#set({ connectors: new Map(this.#state.connectors).set(key, connectors) });
  }

  /** What is known after one more load: its value, or the one until then with the reason why there is no newer. */
  async #known<T>(
    untilThen: () => Known<T>,
    session: AbortSignal,
    load: (signal: AbortSignal) => Promise<T>,
  ): Promise<Known<T>> {
    try {
      const value = await load(session);
      return { value, at: this.#clock.now(), problem: undefined };
    } catch (error) {
      return { ...untilThen(), problem: problemIn(error) };
    }
  }

  #plan(): void {
    this.#cancelTimer();
    if (this.#disposed || this.#refresh !== undefined) return;
    const now = this.#clock.now();
    const at = nextRefresh({
      ...this.#pace,
      now,
      lastEndedAt: this.#lastEndedAt,
      failures: this.#failures,
      retryAt: latestRetryAt(this.#state),
      random: this.#clock.random(),
    });
    if (at !== undefined) {
      this.#cancelTimer = this.#clock.startTimer(at - now, () => void this.#start(true));
    }
    this.#set({ nextRefreshAt: at });
  }

  #set(change: Partial<AccountState>): void {
    if (this.#disposed) return;
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }
}

/** A function, so that the compiler does not take an answer from before an `await` for the one after it. */
function isOver(session: AbortSignal): boolean {
  return session.aborted;
}

/** The API counts the calls of an account together: a wait that one of them was asked for holds for all. */
function latestRetryAt({ tunnels, connectors }: AccountState): Instant | undefined {
  const times = [tunnels, ...connectors.values()].flatMap(({ problem }) => problem?.retryAt ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Connectors of a tunnel that is gone are forgotten with it. */
function withoutGone(
  connectors: AccountState['connectors'],
  tunnels: readonly Tunnel[],
): AccountState['connectors'] {
  const keys = new Set(tunnels.map(({ key }) => key));
  return new Map([...connectors].filter(([key]) => keys.has(key)));
}

/** The watch goes on whatever is thrown; what is not a `ProblemError` is a defect, and its text may hold anything. */
function problemIn(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { kind: 'badResponse', detail: error instanceof Error ? error.name : 'unexpected error' };
}
