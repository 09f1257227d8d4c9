import assert from 'node:assert/strict';
import type { Change } from '../../../src/tunnels/changes/change.ts';
import { ChangeLog } from '../../../src/watch/changeLog.ts';
import type { ChangeStore } from '../../../src/watch/changeLog.ts';
import type { WireTunnel } from '../../support/cloudflare/wire.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';
import {
  accountOf,
  connectorsOf,
  failure,
  load,
  refreshOf,
  tunnelsOf,
  useBench,
} from '../../support/watchBench.ts';

describe('The log of changes', () => {
  const bench = useBench();

  /** A store that keeps JSON, as that of VS Code does. */
  class MemoryStore implements ChangeStore {
    written = 0;
    json: string;

    constructor(content: unknown) {
      this.json = JSON.stringify(content);
    }

    read(): unknown {
      return JSON.parse(this.json);
    }

    write(changes: readonly Change[]): void {
      this.written += 1;
      this.json = JSON.stringify(changes);
    }
  }

  const start = (store = new MemoryStore([])) => ({
    store,
    log: new ChangeLog(bench.watch, bench.clock, store),
  });
  /** What every change tells of a tunnel in account `a`, at this time. */
  const ofTunnel = (id: string) => ({
    at: bench.clock.now(),
    accountId: 'a',
    accountName: 'A',
    tunnelKey: id,
    tunnelName: id,
  });

  const refreshWith = (...tunnels: readonly (string | WireTunnel)[]) => refreshOf(bench, ...tunnels);

  describe('The log of what changed', () => {
    it('holds what each reading shows to be changed, with the time of the reading and the account', async () => {
      const { log, store } = start();
      await load(bench, 'web');
      assert.deepEqual([log.changes, log.since], [[], sampleTime]);
      await bench.clock.advance(minute / 2);
      await refreshWith({ id: 'web', status: 'degraded' }, 'api');
      assert.deepEqual(log.changes, [
        { ...ofTunnel('api'), kind: 'tunnelCreated', status: 'inactive' },
        { ...ofTunnel('web'), kind: 'statusChanged', from: 'inactive', to: 'degraded' },
      ]);
      assert.deepEqual(store.read(), log.changes);
    });

    it('is told after each reading, also where nothing changed, until the listener leaves', async () => {
      const { log, store } = start();
      await load(bench, 'web');
      const told: number[] = [];
      const leave = log.onDidRead((changes) => told.push(changes.length));
      await refreshWith('web');
      await refreshWith('web', 'api', 'shop');
      assert.deepEqual([told, store.written], [[0, 2], 1], 'nothing is written where nothing changed');
      void bench.watch.refresh();
      await bench.fake.fail('listTunnels', failure());
      assert.equal(told.length, 2, 'a failure is no reading');
      leave();
      await refreshWith('web');
      assert.deepEqual([told.length, log.changes.length], [2, 4]);
    });

    it('says nothing after a sign-in anew, whatever the new credential sees', async () => {
      const { log } = start();
      await load(bench, 'web', 'api');
      bench.watch.restart('a');
      await bench.clock.advance(0);
      await bench.fake.answer('listTunnels', tunnelsOf('shop'));
      assert.deepEqual(log.changes, []);
    });

    it('says nothing of tunnels that come into sight, or go, by another choice', async () => {
      const { log } = start();
      await load(bench, 'web', 'api');
      for (const chosen of [['web'], ['api'], [], undefined]) {
        bench.watch.setAccounts([{ ...accountOf('a'), tunnels: chosen }], []);
        await refreshWith('web', 'api');
      }
      assert.deepEqual(log.changes, []);
    });

    it('says what changed of the tunnels that are chosen now', async () => {
      const { log } = start();
      await load(bench, 'web', 'api');
      bench.watch.setAccounts([{ ...accountOf('a'), tunnels: ['api'] }], []);
      await refreshWith({ id: 'web', status: 'healthy' }, { id: 'api', status: 'healthy' });
      assert.deepEqual(log.changes, [
        { ...ofTunnel('api'), kind: 'statusChanged', from: 'inactive', to: 'healthy' },
      ]);
    });

    it('tells a restart whose halves are minutes apart', async () => {
      const { log } = start();
      await load(bench, 'web');
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectorsOf('one'));
      for (const connectors of [[], ['two']]) {
        await bench.clock.advance(minute);
        await bench.fake.answer('listTunnels', tunnelsOf('web'));
        await bench.fake.answer('listConnectors', connectorsOf(...connectors));
      }
      const [left, restarted, ...more] = log.changes;
      assert.ok(left?.kind === 'connectorLeft' && restarted?.kind === 'connectorRestarted');
      assert.deepEqual(
        [left.tunnelName, left.connector.key, restarted.tunnelName, restarted.from, restarted.connector.key],
        ['web', 'one', 'web', 'one', 'two'],
      );
      assert.deepEqual(more, []);
    });

    it('keeps the newest 500, over a reload of the window too', async () => {
      const { log, store } = start();
      await load(bench, 'web');
      const ids = Array.from({ length: 300 }, (_, index) => `t${index}`);
      await refreshWith('web', ...ids);
      await refreshWith('web');
      assert.equal(log.changes.length, 500);
      assert.equal(log.changes.filter(({ kind }) => kind === 'tunnelCreated').length, 200);
      const again = start(store).log;
      assert.deepEqual(again.changes, log.changes);
      await refreshWith('web', 'shop');
      assert.equal(again.changes.length, 500);
      assert.deepEqual(again.changes.at(-1), {
        ...ofTunnel('shop'),
        kind: 'tunnelCreated',
        status: 'inactive',
      });
    });

    it('begins empty where nothing is stored', () => {
      const store = { read: () => undefined, write: () => undefined };
      assert.deepEqual(new ChangeLog(bench.watch, bench.clock, store).changes, []);
    });

    const garbage: readonly unknown[] = [null, 5, 'x', {}, [], [null, 5, {}, { kind: 'tunnelDeleted' }]];
    for (const stored of garbage) {
      it(`begins empty where ${JSON.stringify(stored)} is stored`, async () => {
        const { log } = start(new MemoryStore(stored));
        assert.deepEqual(log.changes, []);
        await load(bench, 'web');
        await refreshWith('api');
        assert.equal(log.changes.length, 2);
      });
    }

    it('hears nothing more once it is disposed of', async () => {
      const { log, store } = start();
      await load(bench, 'web');
      log.onDidRead(() => assert.fail('disposed of'));
      log.dispose();
      log.dispose();
      await refreshWith('api');
      assert.deepEqual([log.changes, store.written], [[], 0]);
    });
  });
});
