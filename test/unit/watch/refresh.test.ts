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
  refreshOf,
  stateIn,
  tunnelsOf,
  useBench,
} from '../../support/watchBench.ts';

describe('A refresh', () => {
  const bench = useBench();

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

  const refreshWith = (...tunnels: readonly (string | WireTunnel)[]) => refreshOf(bench, ...tunnels);

  describe('A refresh reads the connectors', () => {
    it('of the opened, then of the unhealthy: worst first, of these the newest', async () => {
      await load(bench, 'web');
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      const tunnels = [
        degraded('g-new', 1),
        down('d-old', 50),
        'fine',
        'web',
        down('d-new', 5),
        degraded('g-old', 99),
      ];
      assert.deepEqual(await refreshWith(...tunnels), ['web', 'd-new', 'd-old', 'g-new', 'g-old']);
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
      const tunnels = [
        { id: 'i', status: 'inactive' },
        { id: 'u', status: 'paused' },
        { id: 'n', status: null },
        'web',
      ];
      assert.deepEqual(await refreshWith(...tunnels), []);
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
      const alone = bench.watch.refreshTunnel('a', 'van');
      await bench.fake.answer('getTunnel', tunnelsOf(down('van', 5))[0]!);
      await bench.fake.fail('listConnectors', failure());
      await alone;
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

    it('and forgets those of a closed tunnel that is healthy again', async () => {
      await load(bench, 'web', degraded('api', 1));
      assert.deepEqual([...stateIn(bench).connectors.keys()], ['api']);
      await refreshWith('web', 'api');
      assert.deepEqual([...stateIn(bench).connectors.keys()], []);
    });
  });

  describe('The overview', () => {
    it('says since when a tunnel is back, and that its connectors were there before', async () => {
      await load(bench, 'web');
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      await refreshWith(down('web', 1));
      assert.deepEqual([...stateIn(bench).backSince], []);
      void bench.watch.refresh();
      await bench.fake.answer(
        'listTunnels',
        tunnelsOf({ id: 'web', status: 'healthy', conns_active_at: wireTime(sampleTime) }),
      );
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      const { backSince, seen } = stateIn(bench);
      assert.deepEqual([...backSince], [['web', sampleTime]]);
      const found = seen.get('web')?.connectors.get('c');
      assert.deepEqual([found?.first, found?.since], [sampleTime, undefined]);
    });

    for (const count of [0, 1, 20]) {
      it(`changes three times in a refresh that reads the connectors of ${count}: it begins, the list, all else`, async () => {
        const tunnels = Array.from({ length: count }, (_, index) => degraded(`bad-${index}`, index));
        await load(bench, 'web', ...tunnels);
        const seen: AccountState[] = [];
        bench.watch.onDidChange(({ accounts }) => seen.push(...accounts));
        await refreshWith('web', 'api', ...tunnels);
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
