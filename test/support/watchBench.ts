import assert from 'node:assert/strict';
import { readConnectors, readTunnels } from '../../src/cloudflare/schemas.ts';
import type { Connector, Tunnel } from '../../src/tunnels/model/tunnel.ts';
import { ProblemError } from '../../src/tunnels/problems/problem.ts';
import type { Problem } from '../../src/tunnels/problems/problem.ts';
import type { AccountState, WatchedAccount } from '../../src/tunnels/model/state.ts';
import { Watch } from '../../src/watch/watch.ts';
import { FakeClock, settled } from './fakeClock.ts';
import { FakeSource } from './fakeSource.ts';
import { aConnector, aTunnel, minute, sampleTime } from './sampleCompany.ts';
import type { WireTunnel } from './cloudflare/wire.ts';

/** A watch on a clock and a source that a test holds in its hands. */
export interface Bench {
  readonly clock: FakeClock;
  readonly fake: FakeSource;
  readonly watch: Watch;
}

/** Makes a new bench before each test. */
export function useBench(): Bench {
  let clock = new FakeClock(sampleTime);
  let fake = new FakeSource();
  let watch = new Watch(fake.source, clock);
  beforeEach(() => {
    clock = new FakeClock(sampleTime);
    fake = new FakeSource();
    watch = new Watch(fake.source, clock);
  });
  afterEach(() => {
    watch.dispose();
  });
  noRejectionUnheard(settled);
  return {
    get clock() {
      return clock;
    },
    get fake() {
      return fake;
    },
    get watch() {
      return watch;
    },
  };
}

/** After each test nothing may have been rejected without anyone to hear of it, once all has come to rest. */
export function noRejectionUnheard(rest: () => Promise<void>): void {
  let unheard: unknown[] = [];
  const note = (reason: unknown) => unheard.push(reason);
  beforeEach(() => {
    unheard = [];
    process.on('unhandledRejection', note);
  });
  afterEach(async () => {
    await rest();
    process.off('unhandledRejection', note);
    assert.deepEqual(unheard, []);
  });
}

export const accountOf = (id: string): WatchedAccount => ({ id, name: id.toUpperCase(), tunnels: undefined });

/**
 * Tunnels whose names are their ids. Unless another status is given they are inactive, so that they are read where a test
 * has them opened, and by nothing else.
 */
export function tunnelsOf(...given: readonly (string | WireTunnel)[]): readonly Tunnel[] {
  const wire = given.map((one) => ({
    status: 'inactive',
    ...(typeof one === 'string' ? { id: one, name: one } : { name: one.id ?? null, ...one }),
  }));
  return readTunnels(wire.map((one) => aTunnel(one))).value;
}

export function connectorsOf(...ids: readonly string[]): readonly Connector[] {
  return readConnectors(ids.map((id) => aConnector({ id }))).value;
}

export const failure = (fields: Partial<Problem> = {}) =>
  new ProblemError({ kind: 'network', detail: 'ECONNRESET', ...fields });

export function stateIn({ watch }: Bench, id = 'a'): AccountState {
  const state = watch.overview.accounts.find((one) => one.account.id === id);
  assert.ok(state !== undefined);
  return state;
}

/** Watches account `a`, visible, with a good first load of these tunnels, and of no connectors where some are read. */
export async function load(
  { watch, clock, fake }: Bench,
  ...given: readonly (string | WireTunnel)[]
): Promise<void> {
  watch.setPace({ intervalMs: minute, visible: true });
  watch.setAccounts([accountOf('a')], []);
  await clock.advance(0);
  await fake.answer('listTunnels', tunnelsOf(...given));
  while (fake.pending.length > 0) await fake.answer('listConnectors', []);
  fake.calls.length = 0;
}

/** A refresh on demand with these tunnels, and of no connectors. Gives the ids of those that were asked for, in order. */
export async function refreshOf(
  { watch, fake }: Bench,
  ...tunnels: readonly (string | WireTunnel)[]
): Promise<readonly string[]> {
  fake.calls.length = 0;
  const refresh = watch.refresh();
  await fake.answer('listTunnels', tunnelsOf(...tunnels));
  const [, ...asked] = fake.calls;
  while (fake.pending.length > 0) {
    await fake.answer('listConnectors', []);
    asked.push(...fake.calls.slice(asked.length + 1));
  }
  await refresh;
  return asked.map((call) => call.replace('listConnectors a ', ''));
}
