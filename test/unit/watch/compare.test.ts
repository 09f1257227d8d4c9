import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
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

describe('Readings that are compared', () => {
  const bench = useBench();

  /** What was compared from now on, as the names of the tunnels and the ids of the connectors of `web` before and after. */
  function compared(): string[] {
    const seen: string[] = [];
    const text = ({ tunnels, connectors }: AccountState) => {
      const names = tunnels.value?.map(({ name }) => name).join(',');
      const web = connectors.get('web')?.value?.map(({ id }) => id);
      return web === undefined ? names : `${names} [${web.join(',')}]`;
    };
    bench.watch.onDidCompare((before, after) => seen.push(`${text(before)} → ${text(after)}`));
    return seen;
  }

  async function refreshWith(...ids: readonly string[]): Promise<void> {
    void bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf(...ids));
  }

  describe('Readings', () => {
    it('are compared from the second on, each with the one before', async () => {
      const seen = compared();
      await load(bench, 'web');
      assert.deepEqual(seen, []);
      await refreshWith('web', 'api');
      await refreshWith('api');
      assert.deepEqual(seen, ['web → web,api', 'web,api → api']);
    });

    it('that fail are not compared, and the next good one is with the last good one', async () => {
      await load(bench, 'web');
      const seen = compared();
      void bench.watch.refresh();
      await bench.fake.fail('listTunnels', failure());
      assert.deepEqual(seen, []);
      await refreshWith('api');
      assert.deepEqual(seen, ['web → api']);
    });

    it('of a session that begins anew are not compared with those of the one before', async () => {
      await load(bench, 'web');
      const seen = compared();
      bench.watch.restart('a');
      await bench.clock.advance(0);
      await bench.fake.answer('listTunnels', tunnelsOf('api'));
      assert.deepEqual(seen, []);
      await refreshWith('shop');
      assert.deepEqual(seen, ['api → shop']);
    });

    it('of a session that ended in mid-refresh are not compared', async () => {
      await load(bench, 'web');
      const seen = compared();
      void bench.watch.refresh();
      bench.watch.restart('a');
      await bench.clock.advance(0);
      await bench.fake.answer('listTunnels', tunnelsOf('late'));
      await bench.fake.answer('listTunnels', tunnelsOf('api'));
      assert.deepEqual(seen, []);
    });

    it('of one tunnel are compared too', async () => {
      await load(bench, 'web', 'api');
      const seen = compared();
      void bench.watch.refreshTunnel('a', 'web');
      await bench.fake.answer('getTunnel', tunnelsOf({ id: 'web', name: 'shop' })[0]!);
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      await refreshWith('web', 'api');
      assert.deepEqual(seen, ['web,api → shop,api [c]', 'shop,api [c] → web,api [c]']);
    });

    it('of one tunnel in mid-refresh join the chain: each begins where the one before ended', async () => {
      await load(bench, 'web');
      const { watch, fake } = bench;
      void watch.open('a', 'web');
      await fake.answer('listConnectors', connectorsOf('c'));
      const seen = compared();
      const states: AccountState[] = [];
      watch.onDidCompare((before, after) => states.push(before, after));
      void watch.refresh();
      await fake.answer('listTunnels', tunnelsOf('web', 'api'));
      const alone = watch.refreshTunnel('a', 'api');
      await fake.answer('getTunnel', tunnelsOf({ id: 'api', name: 'shop' })[0]!);
      await settled();
      // The refresh waits for the connectors of `web`, the other for its own.
      const own = fake.pending.findIndex(({ tunnelId }) => tunnelId === 'api');
      fake.pending.splice(own, 1)[0]?.resolve([]);
      await alone;
      assert.deepEqual(seen, ['web [c] → web,shop [c]']);
      await fake.answer('listConnectors', connectorsOf('d'));
      assert.deepEqual(seen, ['web [c] → web,shop [c]', 'web,shop [c] → web,shop [d]']);
      assert.equal(states[1], states[2]);
      assert.equal(states[3], stateIn(bench));
    });

    it('begin with what was seen when a tunnel was opened', async () => {
      await load(bench, 'web');
      const seen = compared();
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      assert.deepEqual(seen, []);
      await refreshWith('web');
      await bench.fake.answer('listConnectors', connectorsOf('d'));
      assert.deepEqual(seen, ['web [c] → web [d]']);
    });

    it('of a tunnel that is opened again begin with what was known of it', async () => {
      await load(bench, 'web');
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      await refreshWith('web');
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      bench.watch.close('a', 'web');
      const seen = compared();
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('d'));
      await refreshWith('web');
      await bench.fake.answer('listConnectors', connectorsOf('e'));
      assert.deepEqual(seen, ['web [c] → web [e]']);
    });

    it('of an account that is removed are compared no more', async () => {
      await load(bench, 'web');
      const seen = compared();
      void bench.watch.refresh();
      bench.watch.setAccounts([accountOf('b')], []);
      await bench.clock.advance(0);
      await bench.fake.answer('listTunnels', tunnelsOf('late'));
      await bench.fake.answer('listTunnels', tunnelsOf('first'));
      assert.deepEqual(seen, []);
    });
  });
});
