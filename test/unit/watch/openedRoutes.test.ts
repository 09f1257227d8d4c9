import assert from 'node:assert/strict';
import { ProblemError } from '../../../src/tunnels/problems/problem.ts';
import { Watch } from '../../../src/watch/watch.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { FakeSource } from '../../support/fakeSource.ts';
import { configurationOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

describe('The routes of a tunnel', () => {
  let clock: FakeClock;
  let fake: FakeSource;
  let watch: Watch;
  const web = tunnelOf({ id: 'w', status: 'inactive' });
  const version = () => watch.overview.accounts[0]?.configurations.get('w')?.value?.version;
  const problem = () => watch.overview.accounts[0]?.configurations.get('w')?.problem?.kind;

  beforeEach(async () => {
    clock = new FakeClock(sampleTime);
    fake = new FakeSource();
    watch = new Watch(fake.source, clock);
    watch.setPace({ intervalMs: minute, visible: true });
    watch.setAccounts([{ id: 'a', name: 'A', tunnels: undefined }], []);
    await clock.advance(0);
    await fake.answer('listTunnels', [web]);
    fake.calls.length = 0;
  });
  afterEach(() => {
    watch.dispose();
  });

  const opened = async () => {
    const open = watch.openRoutes('a', 'w');
    await fake.answer('getConfiguration', configurationOf([], { version: 1 }));
    await open;
  };

  it('are read when they are looked at, and with each refresh until all have closed them', async () => {
    await opened();
    assert.equal(version(), 1);
    await watch.openRoutes('a', 'w', 'details');
    assert.deepEqual(fake.calls, ['getConfiguration a w'], 'no second call for a second viewer');
    watch.closeRoutes('a', 'w');
    void watch.refresh();
    await fake.answer('listTunnels', [web]);
    await fake.answer('getConfiguration', configurationOf([], { version: 2 }));
    assert.equal(version(), 2);
    watch.closeRoutes('a', 'w', 'details');
    fake.calls.length = 0;
    void watch.refresh();
    await fake.answer('listTunnels', [web]);
    assert.deepEqual(fake.calls, ['listTunnels a']);
  });

  it('stay through a failure, which is told', async () => {
    await opened();
    void watch.refresh();
    await fake.answer('listTunnels', [web]);
    await fake.fail('getConfiguration', new ProblemError({ kind: 'forbidden', detail: 'HTTP 403' }));
    assert.deepEqual([version(), problem()], [1, 'forbidden']);
  });

  it('are read with a refresh of the tunnel where they are open', async () => {
    void watch.refreshTunnel('a', 'w');
    await settled();
    assert.deepEqual(fake.calls.toSorted(), ['getTunnel a w', 'listConnectors a w']);
    await fake.answer('getTunnel', web);
    await fake.answer('listConnectors', []);
    await opened();
    fake.calls.length = 0;
    void watch.refreshTunnel('a', 'w');
    assert.deepEqual(fake.calls.toSorted(), ['getConfiguration a w', 'getTunnel a w']);
    await fake.answer('getConfiguration', configurationOf([], { version: 3 }));
    await fake.answer('getTunnel', web);
    await fake.answer('listConnectors', []);
    assert.equal(version(), 3);
  });

  it('are read before the connectors, which are compared with them', async () => {
    const open = watch.open('a', 'w');
    await fake.answer('listConnectors', []);
    await open;
    await opened();
    const isInOrder = async () => {
      assert.equal(fake.calls.at(-1), 'getConfiguration a w');
      await fake.answer('getConfiguration', configurationOf([]));
      assert.equal(fake.calls.at(-1), 'listConnectors a w');
      await fake.answer('listConnectors', []);
    };
    void watch.refreshTunnel('a', 'w');
    await fake.answer('getTunnel', web);
    await isInOrder();
    void watch.refresh();
    await fake.answer('listTunnels', [web]);
    await isInOrder();
  });

  it('have their wait hold the next refresh', async () => {
    const open = watch.openRoutes('a', 'w');
    const retryAt = sampleTime + 4 * minute;
    await fake.fail('getConfiguration', new ProblemError({ kind: 'rateLimited', detail: 'x', retryAt }));
    await open;
    assert.equal(problem(), 'rateLimited');
    assert.deepEqual(clock.due, [4 * minute]);
  });

  it('that were asked for with an old credential do not count', async () => {
    const open = watch.openRoutes('a', 'w');
    watch.restart();
    await fake.answer('getConfiguration', configurationOf([], { version: 1 }));
    await open;
    assert.equal(version(), undefined);
  });
});
