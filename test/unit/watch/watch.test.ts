import assert from 'node:assert/strict';
import type { Problem } from '../../../src/tunnels/problems/problem.ts';
import type { Overview } from '../../../src/tunnels/model/state.ts';
import { settled } from '../../support/fakeClock.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';
import {
  accountOf as account,
  connectorsOf as connectors,
  failure,
  load,
  stateIn,
  tunnelsOf as tunnels,
  useBench,
} from '../../support/watchBench.ts';

describe('A watch', () => {
  const bench = useBench();
  const stateOf = (id = 'a') => stateIn(bench, id);
  const namesOf = (id = 'a') => stateOf(id).tunnels.value?.map(({ name }) => name);

  describe('The first load', () => {
    it('comes when the view is visible, and not before, with viewVisible', async () => {
      bench.watch.setPace({ intervalMs: minute, refreshWhen: 'viewVisible' });
      bench.watch.setAccounts([account('a')], []);
      await bench.clock.advance(60 * minute);
      assert.deepEqual([bench.fake.calls, bench.clock.due], [[], []]);
      bench.watch.setPace({ visible: true });
      await bench.clock.advance(0);
      assert.deepEqual(bench.fake.calls, ['listTunnels a']);
      assert.equal(stateOf().refreshing, true);
      await bench.fake.answer('listTunnels', tunnels('web'));
      assert.deepEqual(namesOf(), ['web']);
      assert.deepEqual([stateOf().refreshing, stateOf().tunnels.at], [false, bench.clock.now()]);
    });

    it('is told to listeners with a new overview, until they leave', async () => {
      const seen: Overview[] = [];
      const leave = bench.watch.onDidChange((overview) => seen.push(overview));
      await load(bench, 'web');
      assert.equal(seen.at(-1), bench.watch.overview);
      assert.equal(new Set(seen).size, seen.length);
      leave();
      const count = seen.length;
      void bench.watch.refresh();
      assert.equal(seen.length, count);
    });
  });

  describe('The timer', () => {
    it('refreshes one interval after the last refresh ended', async () => {
      await load(bench, 'web');
      assert.equal(stateOf().nextRefreshAt, sampleTime + minute);
      await bench.clock.advance(minute - 1);
      assert.deepEqual(bench.fake.calls, []);
      await bench.clock.advance(1);
      assert.deepEqual(bench.fake.calls, ['listTunnels a']);
      await bench.clock.advance(10 * minute);
      assert.deepEqual(bench.fake.calls, ['listTunnels a'], 'one in flight');
      await bench.fake.answer('listTunnels', tunnels('web', 'api'));
      assert.deepEqual(bench.clock.due, [minute]);
    });

    it('does not run with an interval of 0', async () => {
      await load(bench, 'web');
      bench.watch.setPace({ intervalMs: 0 });
      assert.deepEqual([bench.clock.due, stateOf().nextRefreshAt], [[], undefined]);
      void bench.watch.refresh();
      await bench.fake.answer('listTunnels', tunnels('web'));
      assert.deepEqual(bench.clock.due, []);
    });

    it('doubles its wait with each failure, and forgets them with a success', async () => {
      await load(bench, 'web');
      for (const wait of [2, 4, 8, 15, 15]) {
        await bench.clock.advance(bench.clock.due[0] ?? 0);
        await bench.fake.fail('listTunnels', failure({ kind: 'auth' }));
        assert.deepEqual(bench.clock.due, [wait * minute]);
      }
      void bench.watch.refresh();
      await bench.fake.answer('listTunnels', tunnels('web'));
      assert.deepEqual(bench.clock.due, [minute]);
    });

    it('is not put off by a person who asks again and again while the API fails', async () => {
      await load(bench, 'web');
      for (let times = 0; times < 5; times++) {
        void bench.watch.refresh();
        await bench.fake.fail('listTunnels', failure({ kind: 'auth' }));
      }
      assert.deepEqual(bench.clock.due, [2 * minute]);
    });

    it('waits as long as the API asks for when it refuses connectors alone', async () => {
      await load(bench, 'web');
      void bench.watch.open('a', 'web');
      await bench.fake.answer('listConnectors', connectors('c'));
      void bench.watch.refresh();
      await bench.fake.answer('listTunnels', tunnels('web'));
      await bench.fake.fail(
        'listConnectors',
        failure({ kind: 'rateLimited', retryAt: sampleTime + 5 * minute }),
      );
      assert.deepEqual(bench.clock.due, [5 * minute]);
    });
  });

  describe('A refresh on demand', () => {
    it('is joined by whoever asks while it runs', async () => {
      await load(bench, 'web');
      const both = Promise.all([bench.watch.refresh(), bench.watch.refresh('a')]);
      await settled();
      assert.deepEqual(bench.fake.calls, ['listTunnels a']);
      await bench.fake.answer('listTunnels', tunnels('api'));
      await both;
      assert.deepEqual(namesOf(), ['api']);
    });

    it('says nothing of the text of an error that is no problem', async () => {
      await load(bench, 'web');
      void bench.watch.refresh();
      await bench.fake.fail('listTunnels', new TypeError('Bearer secret'));
      assert.deepEqual(stateOf().tunnels.problem, { kind: 'badResponse', detail: 'TypeError' });
    });

    it('of one account leaves another untouched, and so does its failure', async () => {
      bench.watch.setPace({ intervalMs: minute, visible: true });
      bench.watch.setAccounts([account('a'), account('b')], []);
      await bench.clock.advance(0);
      await bench.fake.answer('listTunnels', tunnels('web'));
      await bench.fake.answer('listTunnels', tunnels('bench'));
      const before = stateOf('b');
      bench.fake.calls.length = 0;
      void bench.watch.refresh('a');
      await bench.fake.fail('listTunnels', failure());
      assert.deepEqual(bench.fake.calls, ['listTunnels a']);
      assert.equal(stateOf('b'), before);
    });

    it('of one tunnel that is gone reads the account, which says so', async () => {
      await load(bench, 'web', 'api');
      const refresh = bench.watch.refreshTunnel('a', 'web');
      await bench.fake.fail('listConnectors', failure({ kind: 'notFound' }));
      await bench.fake.fail('getTunnel', failure({ kind: 'notFound' }));
      await bench.fake.answer('listTunnels', tunnels('api'));
      await refresh;
      const { value, problem } = stateIn(bench).tunnels;
      assert.deepEqual([value?.map(({ id }) => id), problem], [['api'], undefined]);
    });
    it('of one tunnel reads that tunnel and its connectors alone', async () => {
      await load(bench, 'web', 'api');
      const refresh = bench.watch.refreshTunnel('a', 'web');
      await bench.fake.answer('getTunnel', { ...tunnels('web')[0]!, name: 'renamed' });
      await bench.fake.answer('listConnectors', connectors('c'));
      await refresh;
      assert.deepEqual(bench.fake.calls, ['getTunnel a web', 'listConnectors a web']);
      assert.deepEqual(namesOf(), ['renamed', 'api']);
    });
  });

  describe('The end of a session', () => {
    it('is told of the account that is started anew, or is watched no more', async () => {
      await load(bench, 'web');
      const ended: string[] = [];
      const leave = bench.watch.onDidEnd((accountId) => ended.push(accountId));
      bench.watch.setAccounts([account('b'), { ...account('a'), tunnels: [] }], []);
      assert.deepEqual(ended, [], 'another choice of tunnels is no end');
      bench.watch.restart('a');
      assert.deepEqual(ended.splice(0), ['a']);
      bench.watch.restart();
      assert.deepEqual(ended.splice(0), ['b', 'a']);
      bench.watch.setAccounts([account('b')], []);
      assert.deepEqual(ended.splice(0), ['a']);
      leave();
      bench.watch.restart();
      assert.deepEqual(ended, []);
    });
  });

  describe('Changed accounts', () => {
    it('keep what is known of those that stay, in the new order, under the new name', async () => {
      await load(bench, 'web');
      const problems: readonly Problem[] = [{ kind: 'settings', detail: 'x' }];
      bench.watch.setAccounts([account('b'), { ...account('a'), name: 'New' }], problems);
      assert.deepEqual(
        bench.watch.overview.accounts.map((one) => one.account.name),
        ['B', 'New'],
      );
      assert.deepEqual([namesOf('a'), bench.watch.overview.problems], [['web'], problems]);
    });
  });

  describe('Disposing', () => {
    it('stops timers and requests, and may be repeated', async () => {
      await load(bench, 'web');
      void bench.watch.refresh();
      const call = bench.fake.pending[0]!;
      bench.watch.dispose();
      bench.watch.dispose();
      await bench.fake.answer('listTunnels', tunnels('api'));
      await bench.clock.advance(60 * minute);
      assert.deepEqual(
        [call.signal.aborted, bench.clock.due, bench.fake.calls],
        [true, [], ['listTunnels a']],
      );
    });
  });
});
