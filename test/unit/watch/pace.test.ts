import assert from 'node:assert/strict';
import { configurationOf } from '../../support/models.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';
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

const second = 1000;

describe('The pace of refreshes', () => {
  const bench = useBench();

  it('is slower where the pages of the list are smaller, since each is a request', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `t${index}`);
    const due = async (pageSize: number | undefined) => {
      bench.fake.pageSize = pageSize;
      bench.watch.setPace({ intervalMs: 10 * second });
      await bench.clock.advance(10 * minute);
      await bench.fake.answer('listTunnels', tunnelsOf(...many));
      return bench.clock.due;
    };
    await load(bench, ...many);
    assert.deepEqual(await due(undefined), [10 * second]);
    // 21 requests fit 14 times into the 300 of a window.
    assert.deepEqual(await due(10), [Math.ceil((5 * minute) / 14)]);
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

    it('to always reads for a hidden view in a window without focus, at the pace of hidden views', async () => {
      await load(bench, 'web');
      bench.watch.setPace({ visible: false, focused: false });
      assert.deepEqual(bench.clock.due, []);
      bench.watch.setPace({ refreshWhen: 'always' });
      assert.deepEqual(bench.clock.due, [5 * minute]);
    });
  });

  describe('A refresh on demand', () => {
    it('comes at once, and begins backoff anew', async () => {
      await load(bench, 'web');
      const { clock, fake, watch } = bench;
      for (let times = 0; times < 3; times++) {
        await clock.advance(clock.due[0] ?? 0);
        await fake.fail('listTunnels', failure({ kind: 'auth' }));
      }
      assert.deepEqual(clock.due, [8 * minute]);
      void watch.refresh();
      await fake.fail('listTunnels', failure({ kind: 'auth' }));
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

  describe('While the view is hidden', () => {
    const hide = () => {
      bench.watch.setPace({ visible: false });
    };

    it('the list alone is read: no connectors and routes of opened tunnels, none of degraded ones', async () => {
      await load(bench, 'web', { id: 'api', status: 'degraded' });
      const { clock, fake, watch } = bench;
      void watch.open('a', 'web');
      await fake.answer('listConnectors', connectorsOf('c'));
      void watch.openRoutes('a', 'web');
      await fake.answer('getConfiguration', configurationOf([]));
      fake.calls.length = 0;
      hide();
      assert.equal(stateIn(bench).paceMs, 5 * minute);
      for (let times = 0; times < 2; times++) {
        await clock.advance(clock.due[0] ?? 0);
        await fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'down' }));
      }
      assert.deepEqual(fake.calls, ['listTunnels a', 'listTunnels a']);
      assert.deepEqual(clock.due, [5 * minute]);
      assert.equal(stateIn(bench).connectors.get('web')?.value?.length, 1, 'what was read stays');
      assert.equal(stateIn(bench).connectors.has('api'), false, 'but not of what is gone');
    });

    it('the list is read from the start, though the view was never shown', async () => {
      const { clock, fake, watch } = bench;
      watch.setPace({ intervalMs: minute });
      watch.setAccounts([accountOf('a')], []);
      await clock.advance(0);
      await fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'degraded' }));
      assert.deepEqual([fake.calls, clock.due], [['listTunnels a'], [5 * minute]]);
      watch.setPace({ visible: true });
      await clock.advance(0);
      await fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'degraded' }));
      assert.deepEqual(fake.calls.slice(1), ['listTunnels a', 'listConnectors a web']);
    });

    it('what is read then puts off nothing when it is shown again: its rows are read at once', async () => {
      await load(bench, 'web');
      const { clock, fake } = bench;
      void bench.watch.open('a', 'web');
      await fake.answer('listConnectors', []);
      hide();
      await clock.advance(5 * minute);
      await fake.answer('listTunnels', tunnelsOf('web'));
      fake.calls.length = 0;
      bench.watch.setPace({ visible: true });
      await clock.advance(0);
      await fake.answer('listTunnels', tunnelsOf('web'));
      assert.deepEqual(fake.calls, ['listTunnels a', 'listConnectors a web']);
      await fake.answer('listConnectors', []);
      assert.deepEqual([clock.due, stateIn(bench).paceMs], [[minute], minute]);
    });

    it('a change of the list is found, as it is for a visible one', async () => {
      await load(bench, 'web');
      const statuses: unknown[] = [];
      bench.watch.onDidCompare((before, after) => {
        statuses.push([before, after].map(({ tunnels }) => tunnels.value?.[0]?.status));
      });
      hide();
      await bench.clock.advance(5 * minute);
      await bench.fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'down' }));
      assert.deepEqual(statuses, [['inactive', 'down']]);
    });

    for (const [what, pace] of [
      ['viewVisible', { refreshWhen: 'viewVisible', intervalMs: minute }],
      ['an interval of 0', { intervalMs: 0 }],
    ] as const) {
      it(`nothing is read with ${what}, from the start and after a failure`, async () => {
        const { clock, fake, watch } = bench;
        watch.setPace(pace);
        watch.setAccounts([accountOf('a')], []);
        assert.deepEqual(clock.due, []);
        void watch.refresh();
        await fake.fail('listTunnels', failure());
        assert.deepEqual([clock.due, stateIn(bench).nextRefreshAt], [[], undefined]);
      });
    }
  });

  describe('After a fault that may be over in a moment', () => {
    it('two quick tries come, then backoff as after any other', async () => {
      await load(bench, 'web');
      const { clock, fake } = bench;
      await clock.advance(minute);
      for (const wait of [5, 15, 120, 240]) {
        await fake.fail('listTunnels', failure({ kind: 'timeout' }));
        assert.deepEqual(clock.due, [wait * second]);
        assert.equal(stateIn(bench).nextRefreshAt, clock.now() + wait * second);
        await clock.advance(wait * second);
      }
      await fake.answer('listTunnels', tunnelsOf('web'));
      assert.deepEqual(clock.due, [minute]);
    });

    it('none comes before the API wants to be asked', async () => {
      await load(bench, 'web');
      void bench.watch.refresh();
      await bench.fake.fail('listTunnels', failure({ kind: 'server', retryAt: sampleTime + 90 * second }));
      assert.deepEqual(bench.clock.due, [90 * second]);
    });

    it('none comes to a window without focus, until it has it again', async () => {
      await load(bench, 'web');
      bench.watch.setPace({ focused: false });
      void bench.watch.refresh();
      await bench.fake.fail('listTunnels', failure());
      assert.deepEqual(bench.clock.due, []);
      bench.watch.setPace({ focused: true });
      assert.deepEqual(bench.clock.due, [5 * second]);
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
      await refreshOf(bench, 'web', 'api', 'van');
      assert.deepEqual(bench.clock.due, [minute]);
    });

    it('is obeyed when it refuses a tunnel that is opened, or refreshed alone', async () => {
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
});
