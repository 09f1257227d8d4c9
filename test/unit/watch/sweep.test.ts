import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import { leftByRefreshes } from '../../../src/watch/budget.ts';
import { dueParts, partId, partsToSweep } from '../../../src/watch/sweep.ts';
import type { SweepInput } from '../../../src/watch/sweep.ts';
import { partsToKeep } from '../../../src/watch/whatToRead.ts';
import { Random } from '../../soak/random.ts';
import { connectorOf, known, stateOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

const input = (change: Partial<SweepInput> = {}): SweepInput => ({
  opened: new Set(),
  routesOpened: new Set(),
  askedAt: new Map(),
  intervalMs: minute,
  now: sampleTime,
  ...change,
});
const readAgo = (ms: number) => ({ ...known([connectorOf()]), at: sampleTime - ms });
const tunnels = ['a', 'b', 'c'].map((id) => tunnelOf({ id }));
const keys = (state: AccountState, change: Partial<SweepInput> = {}) =>
  partsToSweep(state, input(change)).map(({ kind, key }) => (kind === 'routes' ? `routes ${key}` : key));
const due = (state: AccountState, change: Partial<SweepInput> = {}) =>
  dueParts(partsToSweep(state, input(change)), { now: sampleTime, atMost: 99 }).map(({ key }) => key);

describe('What a sweep reads', () => {
  it('is what was never read, then what has been unread for longest', () => {
    const connectors = new Map([
      ['a', readAgo(6 * minute)],
      ['b', readAgo(7 * minute)],
    ]);
    assert.deepEqual(keys(stateOf(tunnels, { connectors })), ['c', 'b', 'a']);
  });

  it('is nothing that was read within five minutes, or within the interval where that is longer', () => {
    const state = stateOf(tunnels, {
      connectors: new Map([
        ['a', readAgo(5 * minute - 1)],
        ['b', readAgo(5 * minute)],
      ]),
    });
    assert.deepEqual(due(state), ['c', 'b']);
    assert.deepEqual(due(state, { intervalMs: 60 * minute }), ['c']);
  });

  it('is nothing that a person looks into, did not choose, or that has no connectors', () => {
    const others = [
      tunnelOf({ id: 'never', status: 'inactive' }),
      tunnelOf({ id: 'down', status: 'down', conns_inactive_at: new Date(0).toISOString() }),
    ];
    const state = stateOf([...tunnels, ...others], { connectors: new Map([['down', known([])]]) });
    assert.deepEqual(keys(state, { opened: new Set(['b']) }), ['a', 'c']);
    assert.deepEqual(keys({ ...state, account: { ...state.account, tunnels: ['c'] } }), ['c']);
  });

  it('puts off what was asked for, whether or not anything is known of it', () => {
    const askedAt = new Map([['connectors a', sampleTime - minute]]);
    assert.deepEqual(due(stateOf(tunnels), { askedAt }), ['b', 'c']);
  });

  it('takes a time to come for none, and rests on another that has passed', () => {
    const state = stateOf(tunnels, { connectors: new Map([['b', readAgo(-minute)]]) });
    assert.deepEqual(due(state), ['a', 'b', 'c']);
    assert.deepEqual(due(state, { askedAt: new Map([['connectors b', sampleTime - minute]]) }), ['a', 'c']);
  });

  it('is the configuration too, every 15 minutes, of tunnels on several hosts that are managed at Cloudflare', () => {
    const from = (origin_ip: string) => connectorOf({ id: origin_ip, conns: [{ origin_ip }] });
    const several = known([from('203.0.113.7'), from('198.51.100.4')]);
    const one = known([from('203.0.113.7'), { ...from('203.0.113.7'), key: 'other' }]);
    const local = tunnelOf({ id: 'local', config_src: 'local' });
    const state = stateOf([...tunnels, local], {
      connectors: new Map([
        ['a', several],
        ['b', one],
        ['local', several],
      ]),
    });
    const routes = (change: Partial<AccountState> = {}, more: Partial<SweepInput> = {}) =>
      partsToSweep({ ...state, ...change }, input(more)).filter(({ kind }) => kind === 'routes');
    assert.deepEqual(
      routes().map(({ key }) => key),
      ['a'],
    );
    assert.deepEqual(routes({}, { routesOpened: new Set(['a']) }), []);
    const at = sampleTime - minute;
    const configurations = new Map([['a', { value: undefined, at, problem: undefined }]]);
    assert.deepEqual(
      routes({ configurations }).map(({ dueAt }) => dueAt),
      [at + 15 * minute],
    );
  });
});

describe('The allowance of a sweep', () => {
  it('is what a refresh a minute leaves of a quarter of the limit: 59 a minute', () => {
    const refreshes = { requests: 1, paceMs: minute };
    assert.deepEqual(leftByRefreshes(undefined, refreshes, 1), { requests: 59, everyMs: minute });
  });

  it('never passes, with the refreshes, our share of any window', () => {
    const random = new Random(12);
    for (let times = 0; times < 3000; times++) {
      const windowMs = random.whole(1, 20) * minute;
      const limit = { remaining: 9, resetsAt: 0, windowMs, requests: random.whole(1, 5000) };
      const accounts = random.whole(1, 5);
      const [own, paceMs] = [random.whole(1, 150), random.whole(10_000, 60 * minute)];
      const left = leftByRefreshes(limit, { requests: own * accounts, paceMs }, accounts);
      if (left === undefined) continue;
      const batches = Math.ceil(windowMs / left.everyMs);
      const made = left.requests * batches + own * Math.ceil(windowMs / paceMs);
      assert.ok(
        made * accounts <= limit.requests / 4,
        JSON.stringify({ limit, accounts, own, paceMs, left }),
      );
    }
  });

  it('lets no tunnel wait for more than its share, however many there are, whatever fails or is forgotten', () => {
    const random = new Random(7);
    for (let times = 0; times < 12; times++) {
      const all = Array.from({ length: random.whole(1, 200) }, (_, index) => tunnelOf({ id: `t${index}` }));
      const atMost = random.chance(0.5) ? random.whole(1, 3) : random.whole(1, 59);
      const share = Math.max(6 * minute, (Math.ceil(all.length / atMost) + 1) * minute);
      let state = stateOf(all);
      const askedAt = new Map<string, number>();
      for (let now = sampleTime; now < sampleTime + 3 * share; now += minute) {
        const lists = { before: all, after: all, now };
        state = { ...state, ...partsToKeep(state, { connectors: [], routes: new Set() }, lists) };
        const chosen = dueParts(partsToSweep(state, input({ askedAt, now })), { now, atMost });
        assert.ok(chosen.length <= atMost);
        const connectors = new Map(state.connectors);
        for (const part of chosen) {
          const before = askedAt.get(partId(part)) ?? -Infinity;
          assert.ok(now - before >= 5 * minute, 'more often than every five minutes');
          askedAt.set(partId(part), now);
          if (!random.chance(0.2)) connectors.set(part.key, { ...known([connectorOf()]), at: now });
        }
        state = { ...state, connectors };
        for (const { key } of all) {
          const at = askedAt.get(partId({ kind: 'connectors', key })) ?? sampleTime;
          assert.ok(now - at <= share, key);
        }
      }
    }
  }).timeout(20_000);
});
