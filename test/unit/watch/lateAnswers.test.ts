import assert from 'node:assert/strict';
import { connectorsOf, load, stateIn, tunnelsOf, useBench } from '../../support/watchBench.ts';

describe('What comes too late', () => {
  const bench = useBench();
  const stateOf = (id = 'a') => stateIn(bench, id);
  const namesOf = (id = 'a') => stateOf(id).tunnels.value?.map(({ name }) => name);

  it('is an answer to the credential of before', async () => {
    await load(bench, 'web');
    const refresh = bench.watch.refresh();
    const old = bench.fake.pending[0]!;
    bench.watch.restart('a');
    assert.equal(old.signal.aborted, true);
    await bench.clock.advance(0);
    assert.equal(bench.fake.pending.length, 2);
    await bench.fake.answer('listTunnels', tunnelsOf('old'));
    await refresh;
    assert.deepEqual([namesOf(), stateOf().refreshing], [['web'], true]);
    await bench.fake.answer('listTunnels', tunnelsOf('new'));
    assert.deepEqual([namesOf(), stateOf().refreshing], [['new'], false]);
  });

  it('is all that was asked, and was to be asked, with the credential of before', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await load(bench, ...ids);
    for (const id of ids) {
      void bench.watch.open('a', id);
      await bench.fake.answer('listConnectors', connectorsOf(`old ${id}`));
    }
    const refresh = bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf(...ids));
    const old = [...bench.fake.pending];
    assert.deepEqual([old.length, old.some(({ signal }) => signal.aborted)], [6, false]);
    bench.watch.setPace({ visible: false });
    bench.fake.calls.length = 0;
    bench.watch.restart('a');
    assert.ok(old.every(({ signal }) => signal.aborted));
    assert.equal(stateOf().refreshing, false);
    for (const { signal } of old.slice(1)) await bench.fake.fail('listConnectors', signal.reason);
    await bench.fake.answer('listConnectors', connectorsOf('late'));
    await refresh;
    assert.deepEqual(
      [bench.fake.calls, bench.fake.pending],
      [[], []],
      'the two that were left are not asked for',
    );
    const idsOf = () => ids.map((id) => stateOf().connectors.get(id)?.value?.[0]?.id);
    assert.deepEqual(
      idsOf(),
      ids.map((id) => `old ${id}`),
    );
    assert.ok(ids.every((id) => stateOf().connectors.get(id)?.problem === undefined));

    bench.watch.setPace({ visible: true });
    await bench.clock.advance(0);
    await bench.fake.answer('listTunnels', tunnelsOf(...ids));
    for (const id of ids) await bench.fake.answer('listConnectors', connectorsOf(`new ${id}`));
    assert.deepEqual(bench.fake.calls, ['listTunnels a', ...ids.map((id) => `listConnectors a ${id}`)]);
    assert.deepEqual(
      idsOf(),
      ids.map((id) => `new ${id}`),
    );
  });

  it('is the load of connectors by a person, when the credential changes meanwhile', async () => {
    await load(bench, 'web');
    const open = bench.watch.open('a', 'web');
    const [old] = bench.fake.pending;
    bench.watch.restart('a');
    assert.equal(old?.signal.aborted, true);
    await bench.fake.answer('listConnectors', connectorsOf('late'));
    await open;
    assert.equal(stateOf().connectors.get('web'), undefined);
  });

  it('is an answer for an account that was removed in mid-refresh', async () => {
    await load(bench, 'web');
    const refresh = bench.watch.refresh();
    const call = bench.fake.pending[0]!;
    bench.watch.setAccounts([], []);
    assert.equal(call.signal.aborted, true);
    const { overview } = bench.watch;
    await bench.fake.fail('listTunnels', call.signal.reason);
    await refresh;
    assert.equal(bench.watch.overview, overview);
    assert.deepEqual([overview.accounts, bench.clock.due], [[], []]);
  });
});
