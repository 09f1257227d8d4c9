import type { Configuration, Connector } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import { notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import { forEachAtMost } from './concurrency.ts';
import type { Clock, TunnelSource } from './ports.ts';
import { problemIn } from './unexpected.ts';

const callsAtATime = 6;

/**
 * Reads parts of an account, and gives what is known of each after that: it changes no state. Each call belongs to a
 * session, which is over when the credential or the address is another. No method rejects.
 */
export class PartReader {
  /** When each problem was met: times that it names are of the clock of then. */
  readonly metAt = new WeakMap<Problem, Instant>();
  readonly #source: TunnelSource;
  readonly #clock: Clock;
  readonly #state: () => AccountState;
  readonly #loads = new Map<string, Promise<Loaded<readonly Connector[]>>>();

  constructor(
    { source, clock }: { readonly source: TunnelSource; readonly clock: Clock },
    state: () => AccountState,
  ) {
    this.#source = source;
    this.#clock = clock;
    this.#state = state;
  }

  isLoading(tunnelKey: string): boolean {
    return this.#loads.has(tunnelKey);
  }

  /** What is under way is of a session that is over. */
  forgetLoads(): void {
    this.#loads.clear();
  }

  /** Reads the connectors of these tunnels, in the session that asks: one that is over asks for nothing more. */
  async connectors(
    keys: readonly string[],
    session: AbortSignal,
  ): Promise<ReadonlyMap<string, Loaded<readonly Connector[]>>> {
    const read = new Map<string, Loaded<readonly Connector[]>>();
    await forEachAtMost(callsAtATime, keys, async (key) => {
      const connectors = await this.#load(key, session);
      if (connectors !== undefined) read.set(key, connectors);
    });
    return read;
  }

  async configurations(
    keys: readonly string[],
    session: AbortSignal,
  ): Promise<AccountState['configurations']> {
    const read = new Map<string, Loaded<Configuration>>();
    await forEachAtMost(callsAtATime, keys, async (key) => {
      const { account, tunnels, configurations } = this.#state();
      const id = tunnels.value?.find((tunnel) => tunnel.key === key)?.id;
      if (session.aborted || id === undefined) return;
      const known = await this.known<Configuration>(
        () => configurations.get(key) ?? notLoaded,
        (signal) => this.#source.getConfiguration(account.id, id, signal),
        session,
      );
      read.set(key, known);
    });
    return read;
  }

  /** Joins a load that is under way. `undefined`: there is no such tunnel, or the session is over. */
  async #load(key: string, session: AbortSignal): Promise<Loaded<readonly Connector[]> | undefined> {
    const { account, tunnels } = this.#state();
    const tunnel = tunnels.value?.find((candidate) => candidate.key === key);
    if (session.aborted || tunnel === undefined) return undefined;
    const running = this.#loads.get(key);
    if (running !== undefined) return running;
    const load = this.known<readonly Connector[]>(
      () => this.#state().connectors.get(key) ?? notLoaded,
      (signal) =>
        tunnel.id === undefined
          ? Promise.reject(
              new ProblemError({ kind: 'badResponse', detail: 'tunnel without an id', field: 'id' }),
            )
          : this.#source.listConnectors(account.id, tunnel.id, signal),
      session,
    ).finally(() => {
      if (!session.aborted) this.#loads.delete(key);
    });
    this.#loads.set(key, load);
    return load;
  }

  /** What is known after one more load: its value, or the one until then with the reason why there is no newer. */
  async known<T>(
    untilThen: () => Loaded<T>,
    load: (signal: AbortSignal) => Promise<T>,
    session: AbortSignal,
  ): Promise<Loaded<T>> {
    try {
      const value = await load(session);
      return { value, at: this.#clock.now(), problem: undefined };
    } catch (error) {
      const problem = problemIn(error);
      this.metAt.set(problem, this.#clock.now());
      return { ...untilThen(), problem };
    }
  }
}
