import assert from 'node:assert/strict';
import { connectorsOf, load, stateIn, tunnelsOf, useBench } from '../../support/watchBench.ts';

describe('The connectors of a tunnel', () => {
  const bench = useBench();
  const stateOf = (id = 'a') => stateIn(bench, id);

  it('are read when it is opened and with each refresh, until it is closed', async () => {
    await load(bench, 'web', 'api');
    const open = bench.watch.open('a', 'web');
    await bench.fake.answer('listConnectors', connectorsOf('c'));
    await open;
    assert.deepEqual(
      stateOf()
        .connectors.get('web')
        ?.value?.map(({ id }) => id),
      ['c'],
    );
    await bench.watch.open('a', 'web');
    assert.deepEqual(bench.fake.calls, ['listConnectors a web']);
    void bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf('web', 'api'));
    await bench.fake.answer('listConnectors', connectorsOf('d'));
    assert.deepEqual(
      stateOf()
        .connectors.get('web')
        ?.value?.map(({ id }) => id),
      ['d'],
    );
    bench.watch.close('a', 'web');
    bench.fake.calls.length = 0;
    void bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf('web', 'api'));
    assert.deepEqual([bench.fake.calls, stateOf().refreshing], [['listTunnels a'], false]);
    void bench.watch.open('a', 'web');
    assert.deepEqual(bench.fake.calls.at(-1), 'listConnectors a web', 'again when it is opened again');
  });

  it('are read for at most 6 tunnels at a time in a refresh', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await load(bench, ...ids);
    for (const id of ids) {
      void bench.watch.open('a', id);
      await bench.fake.answer('listConnectors', []);
    }
    void bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf(...ids));
    for (const waiting of [6, 6, 6, 5, 4, 3, 2, 1]) {
      assert.equal(bench.fake.pending.length, waiting);
      await bench.fake.answer('listConnectors', []);
    }
    assert.equal(stateOf().refreshing, false);
  });

  it('are forgotten with a tunnel that is gone', async () => {
    await load(bench, 'web');
    void bench.watch.open('a', 'web');
    await bench.fake.answer('listConnectors', connectorsOf('c'));
    void bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf('api'));
    assert.deepEqual([[...stateOf().connectors.keys()], stateOf().refreshing], [[], false]);
  });
});
