import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import { compareTunnels, snapshotOf } from '../../../src/tunnels/changes/compareTunnels.ts';
import { settled } from '../../support/fakeClock.ts';
import { connectorsOf, load, stateIn, tunnelsOf, useBench } from '../../support/watchBench.ts';

describe('Of two answers the one counts that was asked for later', () => {
  const bench = useBench();
  const statusOf = (key: string) =>
    stateIn(bench).tunnels.value?.find((tunnel) => tunnel.key === key)?.status;
  const connectorsNow = (key: string) =>
    stateIn(bench)
      .connectors.get(key)
      ?.value?.map((connector) => connector.key);
  const down = { id: 'web', status: 'down' };

  /** What was told to be changed since now. */
  function changes(): string[] {
    const told: string[] = [];
    bench.watch.onDidCompare((before: AccountState, after: AccountState) => {
      const [was, is] = [snapshotOf(before), snapshotOf(after)];
      if (was === undefined || is === undefined) return;
      const context = { at: 0, accountId: 'a', accountName: 'A' };
      told.push(...compareTunnels(was, is, context).map(({ kind }) => kind));
    });
    return told;
  }

  it('a list that comes after a row which was asked for later', async () => {
    await load(bench, 'web', 'api');
    const told = changes();
    const refresh = bench.watch.refresh();
    await settled();
    const row = bench.watch.refreshTunnel('a', 'web');
    await bench.fake.answer('listConnectors', []);
    await bench.fake.answer('getTunnel', tunnelsOf('web')[0]!);
    await row;
    await bench.fake.answer('listTunnels', tunnelsOf(down, { id: 'api', status: 'degraded' }));
    while (bench.fake.pending.length > 0) await bench.fake.answer('listConnectors', []);
    await refresh;
    assert.deepEqual([statusOf('web'), statusOf('api')], ['inactive', 'degraded']);
    assert.deepEqual(told, ['statusChanged'], 'that of the other tunnel');
  });

  it('a row that comes after a list which was asked for later', async () => {
    await load(bench, 'web');
    const told = changes();
    const row = bench.watch.refreshTunnel('a', 'web');
    await bench.fake.answer('listConnectors', []);
    const refresh = bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf('web'));
    await refresh;
    await bench.fake.answer('getTunnel', tunnelsOf(down)[0]!);
    await row;
    assert.equal(statusOf('web'), 'inactive');
    assert.deepEqual(told, []);
  });

  it('connectors of a refresh that come after those of the row', async () => {
    await load(bench, 'web', 'slow');
    for (const key of ['web', 'slow']) {
      const open = bench.watch.open('a', key);
      await bench.fake.answer('listConnectors', connectorsOf('old'));
      await open;
    }
    await refreshed();
    const told = changes();
    const refresh = bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf('web', 'slow'));
    // The refresh has those of web, and still waits for the other tunnel.
    await bench.fake.answer('listConnectors', connectorsOf('old'));
    const row = bench.watch.refreshTunnel('a', 'web');
    await settled();
    bench.fake.pending.reverse();
    await bench.fake.answer('listConnectors', connectorsOf('new'));
    await bench.fake.answer('getTunnel', tunnelsOf('web')[0]!);
    await row;
    await bench.fake.answer('listConnectors', connectorsOf('old'));
    await refresh;
    assert.deepEqual(connectorsNow('web'), ['new']);
    assert.deepEqual(told, ['connectorRestarted'], 'once, and not back again');
  });

  async function refreshed(): Promise<void> {
    const refresh = bench.watch.refresh();
    await bench.fake.answer('listTunnels', tunnelsOf('web', 'slow'));
    while (bench.fake.pending.length > 0) await bench.fake.answer('listConnectors', connectorsOf('old'));
    await refresh;
  }
});

describe('Rows that are opened together', () => {
  const bench = useBench();

  it('are read six at a time, and told of in batches', async () => {
    const keys = Array.from({ length: 300 }, (_, index) => `t${index}`);
    await load(bench, ...keys);
    let told = 0;
    bench.watch.onDidChange(() => told++);
    const opened = Promise.all(keys.map((key) => bench.watch.open('a', key)));
    while (bench.fake.pending.length > 0) {
      assert.ok(bench.fake.pending.length <= 6);
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      await bench.clock.advance(5);
    }
    await opened;
    assert.equal(stateIn(bench).connectors.size, 300);
    // 300 answers, one each 5 ms, and ten batches a second.
    assert.ok(told <= 16, String(told));
  });
});
