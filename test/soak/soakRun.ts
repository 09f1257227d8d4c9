import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createCloudflareApi } from '../../src/cloudflare/client.ts';
import type { AccountState, WatchedAccount } from '../../src/tunnels/model/state.ts';
import type { CredentialStore } from '../../src/vscode/storage/credentialStore.ts';
import { tunnelSource } from '../../src/vscode/apiAccess.ts';
import { ChangeLog } from '../../src/watch/changeLog.ts';
import type { TunnelSource } from '../../src/watch/ports.ts';
import { isTransient } from '../../src/watch/schedule.ts';
import { Watch } from '../../src/watch/watch.ts';
import { connectorsToRead, requestsFor } from '../../src/watch/whatToRead.ts';
import { FakeClock, settled } from '../support/fakeClock.ts';
import { hour, minute, sampleTime, sampleTokens } from '../support/sampleCompany.ts';
import { Fleet } from './fleet.ts';
import { Random } from './random.ts';
import { urlOf, Wire } from './simulatedWire.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly hours: number;
  /** The interval at first; a person changes it now and then. */
  readonly intervalMs?: number;
}

export interface SoakFigures {
  readonly requests: number;
  /** Made by the timers alone: the most in any five minutes, and in five minutes on the average. */
  readonly plannedAtMost: number;
  readonly plannedOnAverage: number;
  /** Made because a person asked, or signed in anew. */
  readonly asked: number;
  readonly refused: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly changes: number;
  readonly actions: number;
  /** The most at any moment when nothing is on its way. */
  readonly timersAtRest: number;
  readonly listenersAtRest: number;
  /** Bytes, after the first eighth of the time and at the end. */
  readonly heapBefore: number;
  readonly heapAfter: number;
}

const windowMs = 5 * minute;
/** Of the 1,200 requests that a window allows a person. */
const quarter = 300;
/** What falls ill between a plan and the refresh adds to it, and so does finding out why a credential is refused. */
const beyondThePlan = quarter / 10;
const heapGrowthAtMost = 4_000_000;
/** So long before the end nothing changes and nothing fails: longer than any wait. */
const calmMs = 40 * minute;

/**
 * Hours of watching, with the real watch, source and client, on a clock that passes as fast as the work is done. Asserts
 * what is asserted at each moment; gives the figures for the rest.
 */
export async function soak({ seed, hours, intervalMs = minute }: SoakOptions): Promise<SoakFigures> {
  const random = new Random(seed);
  const clock = new FakeClock(sampleTime);
  const fleet = new Fleet(random, sampleTime, { accounts: 3, tunnels: 200 });
  const wire = new Wire(fleet.company, clock, random);
  const accounts = fleet.company.accounts.map(({ account }): WatchedAccount => ({
    id: account.id,
    name: account.name,
    tunnels: undefined,
  }));
  const origin = 'https://api.cloudflare.com';
  const credentials = {
    get: () => Promise.resolve({ credential: { kind: 'token', token: sampleTokens.several }, origin }),
  } as unknown as CredentialStore;
  const connection = (fetch: typeof globalThis.fetch) => () => ({
    origin,
    apiWith: ((credential, onAnswer = () => undefined) =>
      createCloudflareApi({
        baseUrl: `${origin}/client/v4`,
        credential,
        fetch,
        now: () => clock.now(),
        onAnswer,
      })) satisfies ReturnType<Parameters<typeof tunnelSource>[0]>['apiWith'],
  });
  const meter = new Meter(clock);
  const source = meter.measured(
    tunnelSource(
      connection((input, init) => {
        meter.count(accounts.find(({ id }) => urlOf(input).includes(id))?.id);
        return wire.fetch(input, init);
      }),
      credentials,
    ),
  );
  const watch = new Watch(source, clock);
  let stored = '[]';
  const changes = new ChangeLog(watch, clock, {
    read: () => JSON.parse(stored) as unknown,
    write: (log) => {
      stored = JSON.stringify(log);
    },
  });
  let changeCount = 0;
  changes.onDidRead((found) => {
    changeCount += found.length;
    assert.ok(changes.changes.length <= 500);
  });
  const person = new Person(watch, accounts, random, clock, meter);
  watchPlans(watch, clock, person.opened);
  watchRows(watch);

  /** Until nothing goes on but what waits for the clock. */
  const rest = async () => {
    do await settled();
    while (meter.calls > wire.waiting);
  };
  let timersAtRest = 0;
  let listenersAtRest = 0;
  const look = () => {
    if (meter.calls > 0) return;
    timersAtRest = Math.max(timersAtRest, clock.due.length);
    listenersAtRest = Math.max(listenersAtRest, meter.listeners);
  };
  const end = hours * hour;
  let heapBefore = 0;
  let nextEvent = 0;
  watch.setPace({ intervalMs, visible: true });
  watch.setAccounts(accounts, []);
  while (clock.passed < end) {
    if (heapBefore === 0 && clock.passed > end / 8) heapBefore = await heapAtRest();
    const isCalm = clock.passed > end - calmMs;
    if (isCalm && !wire.isCalm) {
      wire.isCalm = true;
      person.settle();
    }
    const next = Math.min(clock.due[0] ?? Infinity, nextEvent - clock.passed, end - clock.passed);
    await clock.advance(Math.max(0, next));
    await rest();
    look();
    if (clock.passed >= nextEvent) {
      nextEvent = clock.passed + random.whole(1000, 40_000);
      if (isCalm) continue;
      if (random.chance(0.7)) fleet.change(wire.now);
      if (random.chance(0.3)) await person.act();
      if (random.chance(0.01)) wire.strike(random.one(accounts).id, random.whole(10_000, 15 * minute));
      if (random.chance(0.005)) wire.spend(random.whole(100, 1200));
      await rest();
    }
  }
  // What is compared stands still from here on.
  watch.setPace({ intervalMs: 0 });
  while (meter.calls > 0) {
    await clock.advance(clock.due[0] ?? 0);
    await rest();
  }
  const heapAfter = await heapAtRest();

  // By someone whose limit is whole.
  const freshWire = new Wire(fleet.company, clock, random);
  freshWire.isCalm = true;
  const fresh = new Watch(tunnelSource(connection(freshWire.fetch), credentials), clock);
  fresh.setPace({ intervalMs: 0 });
  fresh.setAccounts(accounts, []);
  const reading = async (action: () => Promise<unknown>) => {
    const progress = { isDone: false };
    const done = action().finally(() => {
      progress.isDone = true;
    });
    while (!progress.isDone) {
      await settled();
      await clock.advance(clock.due[0] ?? 0);
    }
    await done;
  };
  await reading(() => fresh.refresh());
  const errand = { purpose: 'audit', signal: new AbortController().signal } as const;
  for (const { account, tunnels } of fresh.overview.accounts) {
    const keys = (tunnels.value ?? []).map(({ key }) => key);
    await reading(() => fresh.readConnectors(account.id, keys, errand));
  }
  for (const state of watch.overview.accounts) {
    const now = fresh.overview.accounts.find(({ account }) => account.id === state.account.id);
    assert.ok(now !== undefined);
    assert.deepEqual(essence(state), essence(now));
  }
  watch.dispose();
  fresh.dispose();
  changes.dispose();
  return {
    requests: wire.requests,
    ...meter.figures,
    faults: Object.fromEntries(wire.faults),
    changes: changeCount,
    actions: person.actions,
    timersAtRest,
    listenersAtRest,
    heapBefore,
    heapAfter,
  };
}

/** Asserts, whenever a refresh has ended, that all accounts together plan no more than a quarter of the limit. */
function watchPlans(watch: Watch, clock: FakeClock, opened: ReadonlyMap<string, ReadonlySet<string>>): void {
  const refreshing = new Set<string>();
  watch.onDidChange(({ accounts }) => {
    for (const state of accounts) {
      const { account, nextRefreshAt, tunnels } = state;
      if (state.refreshing) refreshing.add(account.id);
      else if (refreshing.delete(account.id) && nextRefreshAt !== undefined) {
        const keys = connectorsToRead(state, opened.get(account.id) ?? new Set());
        // A quick try makes the other requests only where it is good, and then it is the only one.
        const isQuick = tunnels.problem !== undefined && isTransient(tunnels.problem);
        const requests = requestsFor(tunnels.value) + (isQuick ? 0 : keys.length);
        const refreshes = Math.ceil(windowMs / (nextRefreshAt - clock.now()));
        assert.ok(
          requests * refreshes <= quarter / accounts.length,
          `${requests} requests ${refreshes} times`,
        );
      }
    }
  });
}

/** Asserts that no fault takes away what was read, as long as the account is watched. */
function watchRows(watch: Watch): void {
  let known = new Set<string>();
  watch.onDidChange(({ accounts }) => {
    for (const { account, tunnels } of accounts) {
      if (known.has(account.id)) assert.ok(tunnels.value !== undefined, 'rows were lost');
    }
    const read = accounts.filter(({ tunnels }) => tunnels.value !== undefined);
    known = new Set(read.map(({ account }) => account.id));
  });
}

/** What a soak has to show. Heap is compared where it ran long enough for a leak to stand out. */
export function assertSound(figures: SoakFigures, { isLong }: { readonly isLong: boolean }): void {
  const { plannedAtMost, plannedOnAverage, timersAtRest, listenersAtRest, heapBefore, heapAfter } = figures;
  assert.ok(plannedOnAverage <= quarter, 'more than a quarter of the limit on the average');
  assert.ok(plannedAtMost <= quarter + beyondThePlan, 'more than a quarter of the limit in one window');
  assert.ok(timersAtRest <= 6, 'more timers than one for refreshes and one for the sweep of each account');
  assert.equal(listenersAtRest, 0, 'listeners on signals');
  if (isLong) assert.ok(heapAfter - heapBefore <= heapGrowthAtMost, 'the heap has grown');
}

/** What is known, but for when it was read: of all tunnels, whoever looked into them. */
function essence({ tunnels, connectors, refreshing }: AccountState) {
  return {
    tunnels: tunnels.value,
    problem: tunnels.problem,
    refreshing,
    connectors: [...connectors]
      .map(([key, { value, problem }]) => ({ key, value, problem }))
      .toSorted((a, b) => a.key.localeCompare(b.key, 'en')),
  };
}

async function heapAtRest(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 4; times++) {
    collect();
    await settled();
  }
  return process.memoryUsage().heapUsed;
}

/** Tells requests that timers make from those that a person asks for, and counts what hangs on a session's signal. */
class Meter {
  calls = 0;
  readonly #clock: FakeClock;
  readonly #asking = new Map<string, number>();
  readonly #signals = new Map<string, AbortSignal>();
  readonly #planned: number[] = [];
  #asked = 0;
  #refused = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get listeners(): number {
    return [...this.#signals.values()].reduce(
      (sum, signal) => sum + getEventListeners(signal, 'abort').length,
      0,
    );
  }

  get figures() {
    const times = this.#planned;
    let plannedAtMost = 0;
    for (let first = 0, last = 0; last < times.length; last++) {
      while ((times[last] ?? 0) - (times[first] ?? 0) >= windowMs) first += 1;
      plannedAtMost = Math.max(plannedAtMost, last - first + 1);
    }
    const plannedOnAverage = (times.length * windowMs) / this.#clock.passed;
    return { plannedAtMost, plannedOnAverage, asked: this.#asked, refused: this.#refused };
  }

  count(accountId: string | undefined): void {
    const isAsked = accountId !== undefined && (this.#asking.get(accountId) ?? 0) > 0;
    if (isAsked) this.#asked += 1;
    else this.#planned.push(this.#clock.passed);
  }

  /** Until it has ended, what is requested of the account is asked for. */
  asked(accountId: string, action: Promise<unknown>): void {
    this.#asking.set(accountId, (this.#asking.get(accountId) ?? 0) + 1);
    void action.finally(() => {
      this.#asking.set(accountId, (this.#asking.get(accountId) ?? 1) - 1);
    });
  }

  measured(source: TunnelSource): TunnelSource {
    const measure = async <T>(accountId: string, signal: AbortSignal, call: () => Promise<T>): Promise<T> => {
      this.#signals.set(accountId, signal);
      this.calls += 1;
      try {
        return await call();
      } catch (error) {
        this.#refused += 1;
        throw error;
      } finally {
        this.calls -= 1;
      }
    };
    return {
      rateLimitOf: (accountId) => source.rateLimitOf(accountId),
      pageSizeOf: (accountId) => source.pageSizeOf(accountId),
      listTunnels: (id, signal) => measure(id, signal, () => source.listTunnels(id, signal)),
      getTunnel: (id, tunnel, signal) => measure(id, signal, () => source.getTunnel(id, tunnel, signal)),
      listConnectors: (id, tunnel, signal) =>
        measure(id, signal, () => source.listConnectors(id, tunnel, signal)),
      getConfiguration: (id, tunnel, signal) =>
        measure(id, signal, () => source.getConfiguration(id, tunnel, signal)),
    };
  }
}

/** Someone who looks at the view now and then, and at times changes the settings, the credential or the clock. */
class Person {
  actions = 0;
  readonly opened = new Map<string, Set<string>>();
  readonly #watch: Watch;
  readonly #accounts: readonly WatchedAccount[];
  readonly #random: Random;
  readonly #clock: FakeClock;
  readonly #meter: Meter;

  constructor(
    watch: Watch,
    accounts: readonly WatchedAccount[],
    random: Random,
    clock: FakeClock,
    meter: Meter,
  ) {
    this.#watch = watch;
    this.#accounts = accounts;
    this.#random = random;
    this.#clock = clock;
    this.#meter = meter;
  }

  async act(): Promise<void> {
    this.actions += 1;
    const [watch, random] = [this.#watch, this.#random];
    const { id } = random.one(this.#accounts);
    const keys = watch.overview.accounts.find(({ account }) => account.id === id)?.tunnels.value ?? [];
    const key = keys.length === 0 ? '' : random.one(keys).key;
    const what = random.next();
    if (what < 0.3) this.#open(id, key);
    else if (what < 0.55) this.#closeAny(id);
    else if (what < 0.65) this.#meter.asked(id, watch.refreshTunnel(id, key));
    else if (what < 0.7) this.#meter.asked(id, watch.refresh(id));
    else if (what < 0.8) watch.setPace({ visible: random.chance(0.8) });
    else if (what < 0.9) watch.setPace({ focused: random.chance(0.8) });
    else if (what < 0.93)
      watch.setPace({ refreshWhen: random.one(['viewVisible', 'windowFocused', 'always'] as const) });
    else if (what < 0.95) watch.setPace({ intervalMs: random.one([10, 30, 60, 60, 300]) * 1000 });
    else if (what < 0.96) this.#clock.set(random.whole(-120, 120) * minute);
    else if (what < 0.97) await this.#clock.sleep(random.whole(1, 20) * minute);
    else if (what < 0.985) this.#signInAnew(id);
    else this.#removeAndAdd(id);
  }

  /** As it is at the end: one looks, with the usual settings. */
  settle(): void {
    this.#watch.setPace({ visible: true, focused: true, refreshWhen: 'viewVisible', intervalMs: minute });
  }

  #open(id: string, key: string): void {
    this.opened.set(id, (this.opened.get(id) ?? new Set()).add(key));
    this.#meter.asked(id, this.#watch.open(id, key));
  }

  #closeAny(id: string): void {
    const [key] = this.opened.get(id) ?? [];
    if (key === undefined) return;
    this.opened.get(id)?.delete(key);
    this.#watch.close(id, key);
  }

  #signInAnew(id: string): void {
    this.#watch.restart(id);
    this.#meter.asked(id, this.#watch.refresh(id));
  }

  #removeAndAdd(id: string): void {
    this.opened.delete(id);
    this.#watch.setAccounts(
      this.#accounts.filter((account) => account.id !== id),
      [],
    );
    this.#watch.setAccounts(this.#accounts, []);
    this.#meter.asked(id, this.#watch.refresh(id));
  }
}
