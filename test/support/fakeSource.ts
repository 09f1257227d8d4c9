import type { Configuration, Connector, RateLimit, Tunnel } from '../../src/tunnels/model/tunnel.ts';
import type { TunnelSource } from '../../src/watch/ports.ts';
import { settled } from './fakeClock.ts';

type Name = Exclude<keyof TunnelSource, 'rateLimitOf' | 'pageSizeOf'>;

interface Call {
  readonly name: Name;
  readonly accountId: string;
  readonly tunnelId: string | undefined;
  readonly signal: AbortSignal;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** A source whose every call waits until the test answers it, in the order of the calls. */
export class FakeSource {
  /** All calls so far: `listTunnels a`, `listConnectors a web`. */
  readonly calls: string[] = [];
  readonly pending: Call[] = [];
  /** What the API says of its limit, for every account. */
  rateLimit: RateLimit | undefined;
  /** How many tunnels a page of the list has, as it says. */
  pageSize: number | undefined;

  readonly source: TunnelSource = {
    rateLimitOf: () => this.rateLimit,
    pageSizeOf: () => this.pageSize,
    listTunnels: (accountId, signal) =>
      this.#call<readonly Tunnel[]>('listTunnels', accountId, undefined, signal),
    getTunnel: (accountId, tunnelId, signal) => this.#call<Tunnel>('getTunnel', accountId, tunnelId, signal),
    listConnectors: (accountId, tunnelId, signal) =>
      this.#call<readonly Connector[]>('listConnectors', accountId, tunnelId, signal),
    getConfiguration: (accountId, tunnelId, signal) =>
      this.#call<Configuration>('getConfiguration', accountId, tunnelId, signal),
  };

  /** Answers the oldest call of that name that waits, and resolves when all that follows from it is done. */
  async answer(name: Name, value: readonly unknown[] | Tunnel | Configuration): Promise<void> {
    await settled();
    this.#take(name).resolve(value);
    await settled();
  }

  async fail(name: Name, reason: unknown): Promise<void> {
    await settled();
    this.#take(name).reject(reason);
    await settled();
  }

  #take(name: Name): Call {
    const index = this.pending.findIndex((call) => call.name === name);
    const [call] = index < 0 ? [] : this.pending.splice(index, 1);
    if (call === undefined) throw new Error(`No call of ${name} waits`);
    return call;
  }

  #call<T>(name: Name, accountId: string, tunnelId: string | undefined, signal: AbortSignal): Promise<T> {
    this.calls.push([name, accountId, tunnelId].filter((part) => part !== undefined).join(' '));
    return new Promise<T>((resolve, reject) => {
      // The test is trusted to answer with what the call is to give.
      const answer = resolve as (value: unknown) => void;
      this.pending.push({ name, accountId, tunnelId, signal, resolve: answer, reject });
    });
  }
}
