import { notLoaded } from '../tunnels/model/state.ts';
import type { AccountState, Loaded } from '../tunnels/model/state.ts';
import type { Configuration, Connector, Tunnel } from '../tunnels/model/tunnel.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import { forEachOfMany, readPatiently } from './bigReading.ts';
import type { Parts } from './newest.ts';
import type { Clock, TunnelSource } from './ports.ts';
import type { Purpose, ReadingQueue } from './readingQueue.ts';
import { problemIn } from './unexpected.ts';

export interface PartReaderContext {
  readonly source: TunnelSource;
  readonly clock: Clock;
  readonly queue: ReadingQueue;
  readonly state: () => AccountState;
  /** The API asked to wait, and the queue is held for it. */
  readonly onHeld: () => void;
}

/** After so many failures in a row the rest of many readings is given up. */
const failuresAtMost = 6;

/** What something is read for, and until when: once the signal is aborted, nothing more is asked for. */
export interface Errand {
  readonly purpose: Purpose;
  readonly signal: AbortSignal;
}

/** The tunnels of which the configurations, and of which the connectors are read. */
export interface PartKeys {
  readonly routes: readonly string[];
  readonly connectors: readonly string[];
}

interface TunnelIndex {
  readonly list: readonly Tunnel[];
  readonly byKey: ReadonlyMap<string, Tunnel>;
}

/**
 * Reads parts of an account in one session, and gives what is known of each after that: it changes no state. What was
 * left out to spare the limit is not among what is given, nor what was given up. No method rejects.
 */
export class PartReader {
  readonly #context: PartReaderContext;
  /** Of the list as it was when a tunnel was looked for last: a refresh may look for each. */
  #index: TunnelIndex = { list: [], byKey: new Map() };
  readonly #loads = new Map<string, Promise<Loaded<readonly Connector[]> | undefined>>();

  constructor(context: PartReaderContext) {
    this.#context = context;
  }

  isLoading(tunnelKey: string): boolean {
    return this.#loads.has(tunnelKey);
  }

  /**
   * Reads the configurations and the connectors of these tunnels; configurations first, since what the connectors run is
   * compared with what had been published before.
   */
  async parts({ routes, connectors }: PartKeys, errand: Errand): Promise<Required<Parts>> {
    const configurations = await this.configurations(routes, errand);
    return { configurations, connectors: await this.connectors(connectors, errand) };
  }

  /** Reads the connectors of these tunnels. */
  connectors(keys: readonly string[], errand: Errand): Promise<AccountState['connectors']> {
    return byKey(keys, (key) => this.#connectorsOf(key, errand));
  }

  /**
   * Reads the configurations and the connectors of these tunnels, a few at a time and in this order, and hands over what
   * is known of each after that, with what went wrong. Where the API asks to wait, it waits. Gives what went wrong last.
   */
  async many(
    { routes, connectors }: PartKeys,
    errand: Errand,
    take: (read: Parts, problem: Problem | undefined) => void,
  ): Promise<Problem | undefined> {
    const { queue, clock, onHeld } = this.#context;
    let latest: Problem | undefined;
    let failures = 0;
    const readings = [
      ...routes.map((key) => ({ routes: [key], connectors: [] })),
      ...connectors.map((key) => ({ routes: [], connectors: [key] })),
    ];
    await forEachOfMany(readings, async (keys) => {
      if (failures >= failuresAtMost) return;
      const read = await readPatiently(() => this.parts(keys, errand), {
        queue,
        clock,
        problemOf,
        onHeld,
      });
      const problem = problemOf(read);
      latest = problem ?? latest;
      failures = problem === undefined ? 0 : failures + 1;
      take(read, problem);
    });
    return latest;
  }

  /** Reads what the list says of one tunnel. */
  async tunnel(key: string, errand: Errand): Promise<Loaded<Tunnel> | undefined> {
    const { account } = this.#context.state();
    const id = this.#tunnelOf(key)?.id;
    if (id === undefined) return undefined;
    return this.load<Tunnel>(
      () => notLoaded,
      (signal) => this.#context.source.getTunnel(account.id, id, signal),
      errand,
    );
  }

  configurations(keys: readonly string[], errand: Errand): Promise<AccountState['configurations']> {
    return byKey(keys, (key) => {
      const { account, configurations } = this.#context.state();
      const id = this.#tunnelOf(key)?.id;
      if (id === undefined) return Promise.resolve(undefined);
      return this.load<Configuration>(
        () => configurations.get(key) ?? notLoaded,
        (signal) => this.#context.source.getConfiguration(account.id, id, signal),
        errand,
      );
    });
  }

  /**
   * What is known after one more load: its value, or the one until then with the reason why there is no newer.
   * `undefined`: nothing was asked for.
   */
  load<T>(
    untilThen: () => Loaded<T>,
    load: (signal: AbortSignal) => Promise<T>,
    { purpose, signal }: Errand,
  ): Promise<Loaded<T> | undefined> {
    const { queue, clock } = this.#context;
    return queue.run(purpose, signal, async (sent): Promise<Loaded<T> | undefined> => {
      try {
        const value = await load(signal);
        return { value, at: clock.now(), problem: undefined, sent };
      } catch (error) {
        if (signal.aborted) return undefined;
        return { ...untilThen(), problem: problemIn(error), metAt: clock.now(), sent };
      }
    });
  }

  /** Joins a load that is under way. `undefined`: there is no such tunnel, or nothing was asked for. */
  async #connectorsOf(key: string, errand: Errand): Promise<Loaded<readonly Connector[]> | undefined> {
    const { account } = this.#context.state();
    const tunnel = this.#tunnelOf(key);
    if (tunnel === undefined) return undefined;
    const running = this.#loads.get(key);
    if (running !== undefined) {
      const read = await running;
      // What it was for may have been given up, or left out: this is not.
      return read === undefined && !errand.signal.aborted ? this.#connectorsOf(key, errand) : read;
    }
    const load = this.load<readonly Connector[]>(
      () => this.#context.state().connectors.get(key) ?? notLoaded,
      (signal) =>
        tunnel.id === undefined
          ? Promise.reject(
              new ProblemError({ kind: 'badResponse', detail: 'tunnel without an id', field: 'id' }),
            )
          : this.#context.source.listConnectors(account.id, tunnel.id, signal),
      errand,
    ).finally(() => this.#loads.delete(key));
    this.#loads.set(key, load);
    return load;
  }

  #tunnelOf(key: string): Tunnel | undefined {
    const { value: list } = this.#context.state().tunnels;
    if (list === undefined) return undefined;
    if (this.#index.list !== list) {
      this.#index = { list, byKey: new Map(list.map((tunnel) => [tunnel.key, tunnel])) };
    }
    return this.#index.byKey.get(key);
  }
}

function problemOf({ connectors, configurations }: Required<Parts>): Problem | undefined {
  return [...connectors.values(), ...configurations.values()].find(({ problem }) => problem)?.problem;
}

async function byKey<T>(
  keys: readonly string[],
  read: (key: string) => Promise<T | undefined>,
): Promise<ReadonlyMap<string, T>> {
  const all = await Promise.all(keys.map(async (key) => [key, await read(key)] as const));
  return new Map(all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}
