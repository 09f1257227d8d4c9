import type { Configuration, Connector } from '../tunnels/model/tunnel.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import { notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import { forEachAtMost } from './concurrency.ts';
import type { Clock, TunnelSource } from './ports.ts';
import { problemIn } from './unexpected.ts';

const callsAtATime = 6;

/**
 * Reads parts of an account in one session, and gives what is known of each after that: it changes no state, and asks
 * for nothing more once the session is over. No method rejects.
 */
export class PartReader {
  readonly #source: TunnelSource;
  readonly #clock: Clock;
  readonly #state: () => AccountState;
  readonly #session: AbortSignal;
  readonly #loads = new Map<string, Promise<Loaded<readonly Connector[]>>>();

  constructor(
    { source, clock }: { readonly source: TunnelSource; readonly clock: Clock },
    state: () => AccountState,
    session: AbortSignal,
  ) {
    this.#source = source;
    this.#clock = clock;
    this.#state = state;
    this.#session = session;
  }

  isLoading(tunnelKey: string): boolean {
    return this.#loads.has(tunnelKey);
  }

  /** Reads the connectors of these tunnels. */
  async connectors(keys: readonly string[]): Promise<AccountState['connectors']> {
    const read = new Map<string, Loaded<readonly Connector[]>>();
    await forEachAtMost(callsAtATime, keys, async (key) => {
      const connectors = await this.#connectorsOf(key);
      if (connectors !== undefined) read.set(key, connectors);
    });
    return read;
  }

  async configurations(keys: readonly string[]): Promise<AccountState['configurations']> {
    const read = new Map<string, Loaded<Configuration>>();
    await forEachAtMost(callsAtATime, keys, async (key) => {
      const { account, tunnels, configurations } = this.#state();
      const id = tunnels.value?.find((tunnel) => tunnel.key === key)?.id;
      if (this.#session.aborted || id === undefined) return;
      const loaded = await this.load<Configuration>(
        () => configurations.get(key) ?? notLoaded,
        (signal) => this.#source.getConfiguration(account.id, id, signal),
      );
      read.set(key, loaded);
    });
    return read;
  }

  /** Joins a load that is under way. `undefined`: there is no such tunnel, or the session is over. */
  async #connectorsOf(key: string): Promise<Loaded<readonly Connector[]> | undefined> {
    const { account, tunnels } = this.#state();
    const tunnel = tunnels.value?.find((candidate) => candidate.key === key);
    if (this.#session.aborted || tunnel === undefined) return undefined;
    const running = this.#loads.get(key);
    if (running !== undefined) return running;
    const load = this.load<readonly Connector[]>(
      () => this.#state().connectors.get(key) ?? notLoaded,
      (signal) =>
        tunnel.id === undefined
          ? Promise.reject(
              new ProblemError({ kind: 'badResponse', detail: 'tunnel without an id', field: 'id' }),
            )
          : this.#source.listConnectors(account.id, tunnel.id, signal),
    ).finally(() => this.#loads.delete(key));
    this.#loads.set(key, load);
    return load;
  }

  /** What is known after one more load: its value, or the one until then with the reason why there is no newer. */
  async load<T>(untilThen: () => Loaded<T>, load: (signal: AbortSignal) => Promise<T>): Promise<Loaded<T>> {
    try {
      const value = await load(this.#session);
      return { value, at: this.#clock.now(), problem: undefined };
    } catch (error) {
      return { ...untilThen(), problem: problemIn(error), metAt: this.#clock.now() };
    }
  }
}
