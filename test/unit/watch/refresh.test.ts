import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import type { WireTunnel } from '../../support/cloudflare/wire.ts';
import { minute, sampleTime, wireTime } from '../../support/sampleCompany.ts';
import { settled } from '../../support/fakeClock.ts';
import {
  accountOf,
  connectorsOf,
  failure,
  load,
  stateIn,
  tunnelsOf,
  useBench,
} from '../../support/watchBench.ts';

describe('A refresh', () => {
  const bench = useBench();
  const second = 1000;

  const down = (id: string, minutesAgo: number) => ({
    id,
    status: 'down',
    conns_inactive_at: wireTime(sampleTime - minutesAgo * minute),
  });
  const degraded = (id: string, minutesAgo: number) => ({
    id,
    status: 'degraded',
    conns_active_at: wireTime(sampleTime - minutesAgo * minute),
  });

  /** A refresh on demand with these tunnels, and of no connectors. Gives the ids of those that were asked for, in order. */
  async function refreshWith(...rows: readonly (string | WireTunnel)[]): Promise<readonly string[]> {
    const { watch, fake } = bench;
    fake.calls.length = 0;
    const refresh = watch.refresh();
    await fake.answer('listTunnels', tunnelsOf(...rows));
    const [, ...asked] = fake.calls;
    while (fake.pending.length > 0) {
      await fake.answer('listConnectors', []);
      asked.push(...fake.calls.slice(asked.length + 1));
    }
    await refresh;
    return asked.map((call) => call.replace('listConnectors a ', ''));
  }

  describe('A refresh reads the connectors', () => {
    it('of the opened, then of the unhealthy: worst first, of these the newest', async () => {
      await load(bench, 'web');
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      const rows = [
        degraded('g-new', 1),
        down('d-old', 50),
        'fine',
        'web',
        down('d-new', 5),
        degraded('g-old', 99),
      ];
      assert.deepEqual(await refreshWith(...rows), ['web', 'd-new', 'd-old', 'g-new', 'g-old']);
    });

    it('of an unhealthy one that is opened only once', async () => {
      await load(bench, degraded('bad', 1));
      void bench.watch.open('a', 'bad');
      await bench.fake.answer('listConnectors', []);
      assert.deepEqual(await refreshWith(degraded('bad', 1)), ['bad']);
    });

    it('of at most 20 unhealthy ones, however many are open', async () => {
      const open = Array.from({ length: 25 }, (_, index) => `open-${index}`);
      const bad = Array.from({ length: 30 }, (_, index) => degraded(`bad-${index}`, index));
      await load(bench, ...open);
      for (const id of open) {
        void bench.watch.open('a', id);
        await bench.fake.answer('listConnectors', []);
      }
      const expected = [...open, ...bad.slice(0, 20).map(({ id }) => id)];
      assert.deepEqual(await refreshWith(...bad, ...open), expected);
    });

    it('of no inactive, healthy or unknown one', async () => {
      await load(bench, 'web');
      const rows = [
        { id: 'i', status: 'inactive' },
        { id: 'u', status: 'paused' },
        { id: 'n', status: null },
        'web',
      ];
      assert.deepEqual(await refreshWith(...rows), []);
    });

    it('of no tunnel that is not chosen', async () => {
      await load(bench, 'web');
      bench.watch.setAccounts([{ ...accountOf('a'), tunnels: ['one'] }], []);
      assert.deepEqual(await refreshWith(degraded('one', 1), degraded('two', 1)), ['one']);
    });

    it('of a down one once, while it stays so', async () => {
      await load(bench, 'web');
      assert.deepEqual(await refreshWith(down('van', 5)), ['van']);
      assert.deepEqual(await refreshWith(down('van', 5)), []);
      assert.deepEqual(stateIn(bench).connectors.get('van')?.value, [], 'what was found is still shown');
      await bench.clock.advance(minute / 2);
      const again = { ...down('van', 0), conns_inactive_at: wireTime(bench.clock.now()) };
      assert.deepEqual(await refreshWith(again), ['van'], 'it was up and went down since');
    });

    it('of a down one again where it had connectors, or the reading failed', async () => {
      await load(bench, 'web');
      const { watch, fake } = bench;
      for (const outcome of ['connectors', 'problem']) {
        void watch.refresh();
        await fake.answer('listTunnels', tunnelsOf(down('van', 5)));
        await (outcome === 'problem'
          ? fake.fail('listConnectors', failure())
          : fake.answer('listConnectors', connectorsOf('c')));
      }
      assert.deepEqual(await refreshWith(down('van', 5)), ['van']);
    });

    it('of a down one again that was found to have none, and later could not be read', async () => {
      await load(bench, down('van', 5));
      const row = bench.watch.refreshTunnel('a', 'van');
      await bench.fake.answer('getTunnel', tunnelsOf(down('van', 5))[0]!);
      await bench.fake.fail('listConnectors', failure());
      await row;
      assert.equal(stateIn(bench).connectors.get('van')?.problem?.kind, 'network');
      assert.deepEqual(await refreshWith(down('van', 5)), ['van']);
      assert.equal(stateIn(bench).connectors.get('van')?.problem, undefined);
    });

    it('of the next twenty, when the first were found to have none', async () => {
      await load(bench, 'web');
      const bad = Array.from({ length: 30 }, (_, index) => down(`bad-${index}`, index + 1));
      assert.equal((await refreshWith(...bad)).length, 20);
      assert.deepEqual(
        await refreshWith(...bad),
        bad.slice(20).map(({ id }) => id),
      );
      assert.deepEqual(await refreshWith(...bad), []);
      assert.equal(stateIn(bench).connectors.size, 30);
    });

    it('and forgets those of a closed row that is healthy again', async () => {
      await load(bench, 'web', degraded('api', 1));
      assert.deepEqual([...stateIn(bench).connectors.keys()], ['api']);
      await refreshWith('web', 'api');
      assert.deepEqual([...stateIn(bench).connectors.keys()], []);
    });
  });

  describe('The overview', () => {
    for (const count of [0, 1, 20]) {
      it(`changes three times in a refresh that reads the connectors of ${count}: it begins, the list, all else`, async () => {
        const rows = Array.from({ length: count }, (_, index) => degraded(`bad-${index}`, index));
        await load(bench, 'web', ...rows);
        const seen: AccountState[] = [];
        bench.watch.onDidChange(({ accounts }) => seen.push(...accounts));
        await refreshWith('web', 'api', ...rows);
        assert.deepEqual(
          seen.map(({ refreshing, nextRefreshAt, tunnels }) => [
            refreshing,
            nextRefreshAt !== undefined,
            tunnels.value?.length,
          ]),
          [
            [true, false, count + 1],
            [true, false, count + 2],
            [false, true, count + 2],
          ],
        );
        const maps = new Set(seen.map(({ connectors }) => connectors));
        assert.equal(maps.size, count === 0 ? 1 : 2, 'connectors are taken over at once');
      });
    }
  });

  describe('A change of the settings', () => {
    it('applies at once: a shorter interval that has passed, a longer one from the last refresh on', async () => {
      await load(bench, 'web');
      await bench.clock.advance(30 * second);
      bench.watch.setPace({ intervalMs: 10 * minute });
      assert.deepEqual(bench.clock.due, [570 * second]);
      assert.equal(stateIn(bench).nextRefreshAt, sampleTime + 10 * minute);
      bench.watch.setPace({ intervalMs: 10 * second });
      await bench.clock.advance(0);
      assert.deepEqual(bench.fake.calls, ['listTunnels a']);
    });

    it('in mid-refresh applies when it ends', async () => {
      await load(bench, 'web');
      void bench.watch.refresh();
      bench.watch.setPace({ intervalMs: 10 * second });
      assert.deepEqual([bench.clock.due, stateIn(bench).nextRefreshAt], [[], undefined]);
      await bench.fake.answer('listTunnels', tunnelsOf('web'));
      assert.deepEqual(bench.clock.due, [10 * second]);
      void bench.watch.refresh();
      bench.watch.setPace({ intervalMs: 0 });
      await bench.fake.answer('listTunnels', tunnelsOf('web'));
      assert.deepEqual(bench.clock.due, []);
    });

    const lookers: [refreshWhen: 'viewVisible' | 'windowFocused', away: object, back: object][] = [
      ['viewVisible', { visible: false }, { visible: true }],
      ['viewVisible', { focused: false }, { focused: true }],
      ['windowFocused', { focused: false }, { focused: true }],
    ];
    for (const [refreshWhen, away, back] of lookers) {
      it(`of ${Object.keys(away).join('')} with ${refreshWhen} catches up at once, if the interval has passed`, async () => {
        await load(bench, 'web');
        const { watch, clock, fake } = bench;
        watch.setPace({ refreshWhen, ...away });
        await clock.advance(45 * second);
        watch.setPace(back);
        assert.deepEqual(clock.due, [15 * second]);
        watch.setPace(away);
        await clock.advance(45 * second);
        assert.deepEqual([clock.due, fake.calls], [[], []]);
        watch.setPace(back);
        await clock.advance(0);
        assert.deepEqual(fake.calls, ['listTunnels a']);
        await fake.answer('listTunnels', tunnelsOf('web'));
        assert.deepEqual(clock.due, [minute]);
      });
    }

    it('to always refreshes a hidden view', async () => {
      await load(bench, 'web');
      bench.watch.setPace({ visible: false, focused: false });
      assert.deepEqual(bench.clock.due, []);
      bench.watch.setPace({ refreshWhen: 'always' });
      assert.deepEqual(bench.clock.due, [minute]);
    });
  });

  describe('The clock', () => {
    it('may have slept: one refresh follows, not many', async () => {
      await load(bench, 'web');
      const { clock, fake } = bench;
      await clock.sleep(480 * minute);
      assert.deepEqual(fake.calls, ['listTunnels a']);
      await fake.answer('listTunnels', tunnelsOf('web'));
      await clock.advance(0);
      assert.deepEqual([fake.calls.length, clock.due], [1, [minute]]);
    });

    it('may be set back: the next refresh comes an interval later', async () => {
      await load(bench, 'web');
      const { clock, fake, watch } = bench;
      clock.set(-24 * 60 * minute);
      watch.setPace({ visible: false });
      watch.setPace({ visible: true });
      assert.deepEqual(clock.due, [minute]);
      await clock.advance(minute);
      await fake.answer('listTunnels', tunnelsOf('web'));
      assert.equal(stateIn(bench).nextRefreshAt, clock.now() + minute);
    });

    it('may be set back in mid-refresh, after the API asked to wait: the wait is as long as it asked for', async () => {
      await load(bench, 'web', 'api');
      const { clock, fake, watch } = bench;
      for (const id of ['web', 'api']) {
        void watch.open('a', id);
        await fake.answer('listConnectors', []);
      }
      await clock.advance(minute);
      await fake.answer('listTunnels', tunnelsOf('web', 'api'));
      const retryAt = clock.now() + 5 * minute;
      await fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt }));
      clock.set(-24 * 60 * minute);
      await fake.answer('listConnectors', []);
      assert.deepEqual(clock.due, [5 * minute]);
    });

    it('may be set forward, and back after the API asked to wait: the wait is as long as it asked for', async () => {
      await load(bench, 'web');
      const { clock, fake, watch } = bench;
      clock.set(60 * minute);
      void watch.open('a', 'web');
      await fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt: clock.now() + 5 * minute }));
      clock.set(-60 * minute);
      watch.setPace({ visible: true });
      assert.deepEqual(clock.due, [5 * minute]);
    });

    it('may be set forward: one refresh comes at the next occasion', async () => {
      await load(bench, 'web');
      const { clock, fake, watch } = bench;
      clock.set(24 * 60 * minute);
      watch.setPace({ visible: true });
      await clock.advance(0);
      await fake.answer('listTunnels', tunnelsOf('web'));
      await clock.advance(0);
      assert.deepEqual([fake.calls, clock.due], [['listTunnels a'], [minute]]);
    });
  });

  describe('A refresh on demand', () => {
    it('comes at once, and begins backoff anew', async () => {
      await load(bench, 'web');
      const { clock, fake, watch } = bench;
      for (let times = 0; times < 3; times++) {
        await clock.advance(clock.due[0] ?? 0);
        await fake.fail('listTunnels', failure());
      }
      assert.deepEqual(clock.due, [8 * minute]);
      void watch.refresh();
      await fake.fail('listTunnels', failure());
      assert.deepEqual(clock.due, [2 * minute]);
    });

    it('comes at once though the API asked to wait, and the timer waits on', async () => {
      await load(bench, 'web');
      const { clock, fake, watch } = bench;
      const asked = { kind: 'rateLimited', retryAt: sampleTime + 40 * minute } as const;
      void watch.refresh();
      await fake.fail('listTunnels', failure(asked));
      fake.calls.length = 0;
      void watch.refresh();
      assert.deepEqual(fake.calls, ['listTunnels a']);
      await fake.fail('listTunnels', failure(asked));
      assert.deepEqual(clock.due, [40 * minute]);
    });
  });

  describe('The limit', () => {
    const scarce = {
      remaining: 200,
      requests: 1200,
      windowMs: 5 * minute,
      resetsAt: sampleTime + 4 * minute,
    };

    it('holds refreshes back while little is left, and says so until there is more', async () => {
      bench.fake.rateLimit = scarce;
      await load(bench, 'web');
      const { clock, fake } = bench;
      assert.deepEqual(stateIn(bench).scarce, scarce);
      assert.equal(stateIn(bench).nextRefreshAt, scarce.resetsAt);
      await clock.advance(4 * minute - 1);
      assert.deepEqual(fake.calls, []);
      await clock.advance(1);
      bench.fake.rateLimit = { ...scarce, remaining: 1199, resetsAt: clock.now() + 5 * minute };
      await fake.answer('listTunnels', tunnelsOf('web'));
      assert.deepEqual([stateIn(bench).scarce, clock.due], [undefined, [minute]]);
    });

    it('is shared by the accounts', async () => {
      // A quarter is ten: one account may ask every 30 seconds, of three each every 100.
      bench.fake.rateLimit = { ...scarce, requests: 40, remaining: 39 };
      await load(bench, 'web');
      assert.deepEqual(bench.clock.due, [minute]);
      bench.watch.setAccounts(['a', 'b', 'c'].map(accountOf), []);
      await bench.clock.advance(0);
      for (const id of ['b', 'c']) await bench.fake.answer('listTunnels', tunnelsOf(id));
      assert.deepEqual(
        bench.clock.due,
        [100, 100, 100].map((s) => s * second),
      );
      bench.watch.setAccounts(['b'].map(accountOf), []);
      assert.deepEqual(bench.clock.due, [minute]);
    });

    it('stretches the interval as soon as more is to be read with each refresh', async () => {
      bench.fake.rateLimit = { ...scarce, requests: 40, remaining: 39 };
      await load(bench, 'web', 'api', 'van');
      for (const [id, seconds] of [
        ['web', 60],
        ['api', 100],
        ['van', 150],
      ] as const) {
        void bench.watch.open('a', id);
        await bench.fake.answer('listConnectors', []);
        assert.deepEqual(bench.clock.due, [seconds * second], id);
      }
      bench.watch.close('a', 'web');
      bench.watch.close('a', 'api');
      bench.watch.close('a', 'van');
      await refreshWith('web', 'api', 'van');
      assert.deepEqual(bench.clock.due, [minute]);
    });

    it('is obeyed when it refuses a row that is opened, or refreshed alone', async () => {
      await load(bench, 'web');
      const { watch, fake, clock } = bench;
      void watch.open('a', 'web');
      await fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt: sampleTime + 5 * minute }));
      assert.deepEqual(clock.due, [5 * minute]);
      void watch.refreshTunnel('a', 'web');
      await fake.fail('getTunnel', failure({ kind: 'rateLimited', retryAt: sampleTime + 9 * minute }));
      await fake.answer('listConnectors', []);
      assert.deepEqual(clock.due, [9 * minute]);
    });
  });

  describe('An account that hangs', () => {
    it('does not hold the others', async () => {
      const { watch, clock, fake } = bench;
      watch.setPace({ intervalMs: minute, visible: true });
      watch.setAccounts(['a', 'b'].map(accountOf), []);
      await clock.advance(0);
      const [hanging] = fake.pending.splice(0, 1);
      assert.equal(hanging?.accountId, 'a');
      for (let times = 1; times <= 5; times++) {
        await fake.answer('listTunnels', tunnelsOf(`t${times}`));
        await clock.advance(minute);
        assert.equal(stateIn(bench, 'b').tunnels.value?.[0]?.name, `t${times}`);
      }
      assert.equal(fake.calls.filter((call) => call === 'listTunnels a').length, 1);
      assert.deepEqual([stateIn(bench).refreshing, stateIn(bench).tunnels.value], [true, undefined]);
      hanging.resolve(tunnelsOf('late'));
      await settled();
      assert.deepEqual([stateIn(bench).refreshing, stateIn(bench).tunnels.value?.length], [false, 1]);
    });
  });
});
