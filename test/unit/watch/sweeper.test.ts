import assert from 'node:assert/strict';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import { ChangeLog } from '../../../src/watch/changeLog.ts';
import { settled } from '../../support/fakeClock.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';
import { connectorsOf, failure, load, stateIn, tunnelsOf, useBench } from '../../support/watchBench.ts';

const second = 1000;
const healthy = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index}`, status: 'healthy' }));

describe('The sweep of tunnels that nobody opened', () => {
  const bench = useBench();

  /** Lets time pass, second by second, while all that is asked for is answered at once. */
  async function pass(
    ms: number,
    list = tunnelsOf(...healthy(59)),
    connectors: readonly string[] = ['c'],
  ): Promise<void> {
    const read = connectorsOf(...connectors);
    for (let passed = 0; passed < ms; passed += second) {
      await bench.clock.advance(second);
      for (let call = bench.fake.pending.shift(); call !== undefined; call = bench.fake.pending.shift()) {
        call.resolve(call.name === 'listTunnels' ? list : read);
        await settled();
      }
    }
  }
  const swept = () => bench.fake.calls.filter((call) => call.startsWith('listConnectors')).length;
  const known = () =>
    [...stateIn(bench).connectors.values()].filter(({ value }) => value !== undefined).length;

  it('reads 59 within the first minute, and again no sooner than after five', async () => {
    await load(bench, ...healthy(59));
    await pass(minute);
    assert.deepEqual([known(), swept()], [59, 59]);
    await pass(4 * minute);
    assert.equal(swept(), 59);
    await pass(minute);
    assert.equal(swept(), 2 * 59);
  });

  for (const [intervalMs, count, within] of [
    [minute, 1000, 20],
    [10 * second, 150, 4],
    [10 * minute, 150, 4],
  ] as const) {
    it(`reads ${count} within ${within} minutes, and never more than a quarter of the limit: every ${intervalMs / second} s`, async () => {
      await load(bench, ...healthy(count));
      const many = tunnelsOf(...healthy(count));
      bench.watch.setPace({ intervalMs });
      const made: number[] = [];
      let before = 0;
      for (let minutes = 0; minutes < within; minutes++) {
        await pass(minute, many);
        made.push(bench.fake.calls.length - before);
        before = bench.fake.calls.length;
      }
      assert.equal(known(), count);
      for (let from = 0; from < made.length; from++) {
        const inWindow = made.slice(from, from + 5).reduce((sum, one) => sum + one, 0);
        assert.ok(inWindow <= 300, `${inWindow} in five minutes`);
      }
    }).timeout(60_000);
  }

  it('draws rows anew at most every three seconds', async () => {
    await load(bench, ...healthy(50));
    await bench.clock.advance(3 * second);
    const told: number[] = [];
    bench.watch.onDidChange(() => told.push(bench.clock.now()));
    while (known() < 50) {
      await bench.fake.answer('listConnectors', connectorsOf('c'));
      await bench.clock.advance(20);
      if (bench.fake.pending.length === 0) await bench.clock.advance(3 * second);
    }
    const passed = bench.clock.now() - sampleTime - 3 * second;
    assert.ok(told.length <= 1 + passed / (3 * second), `${told.length} in ${passed} ms`);
  });

  for (const [what, pace] of [
    ['is hidden', { visible: false }],
    ['has no focus', { focused: false }],
    ['has no focus, though its refreshes go on', { focused: false, refreshWhen: 'always' }],
    ['is read on demand only', { intervalMs: 0 }],
  ] as const) {
    it(`reads nothing more once the view ${what}`, async () => {
      await load(bench, ...healthy(20));
      await bench.clock.advance(3 * second);
      assert.equal(bench.fake.pending.length, 6);
      bench.watch.setPace(pace);
      for (const call of bench.fake.pending.splice(0)) {
        assert.ok(call.signal.aborted);
        call.reject(call.signal.reason);
      }
      await bench.clock.advance(minute);
      assert.equal(swept(), 6);
    });
  }

  it('reads nothing for a view that is shown for a moment', async () => {
    await load(bench, ...healthy(20));
    await bench.clock.advance(2 * second);
    bench.watch.setPace({ visible: false });
    await bench.clock.advance(minute);
    assert.equal(swept(), 0);
  });

  it('waits as long as the API asks, and is left out where the limit is nearly used up', async () => {
    await load(bench, ...healthy(20));
    await bench.clock.advance(3 * second);
    const retryAt = bench.clock.now() + 2 * minute;
    await bench.fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt }));
    for (const call of bench.fake.pending.splice(0)) call.resolve(connectorsOf('c'));
    await bench.clock.advance(2 * minute - 1);
    assert.equal(swept(), 6);
    const resetsAt = bench.clock.now() + 5 * minute;
    bench.fake.rateLimit = { remaining: 100, requests: 1200, windowMs: 5 * minute, resetsAt };
    await pass(4 * minute, tunnelsOf(...healthy(20)));
    assert.equal(swept(), 6);
  });

  it('puts no problem on a row that nobody opened, and goes on with the others', async () => {
    await load(bench, ...healthy(3));
    await bench.clock.advance(3 * second);
    await bench.fake.fail('listConnectors', failure({ kind: 'server' }));
    await pass(10 * second, tunnelsOf(...healthy(3)));
    assert.deepEqual([...stateIn(bench).connectors.keys()].toSorted(), ['t1', 't2']);
    assert.ok([...stateIn(bench).connectors.values()].every(({ problem }) => problem === undefined));
  });

  it('puts off only what was asked for, where so much failed that the rest was given up', async () => {
    await load(bench, ...healthy(40));
    await bench.clock.advance(3 * second);
    let failed = 0;
    for (let call = bench.fake.pending.shift(); call !== undefined; call = bench.fake.pending.shift()) {
      call.reject(failure({ kind: 'server' }));
      failed++;
      await settled();
    }
    assert.equal(failed, 11);
    await pass(30 * second, tunnelsOf(...healthy(40)));
    assert.equal(swept(), failed, 'nothing more in this part of the limit');
    await pass(minute, tunnelsOf(...healthy(40)));
    assert.equal(known(), 40 - failed);
    await pass(5 * minute, tunnelsOf(...healthy(40)));
    assert.equal(known(), 40);
  });

  it('asks for each of more tunnels than it reads in an hour, though what was read is known for an hour only', async () => {
    // With the degraded ones, which refreshes read, three a minute are left.
    const degraded = Array.from({ length: 11 }, (_, index) => ({ id: `d${index}`, status: 'degraded' }));
    const all = [...healthy(400), ...degraded];
    bench.fake.rateLimit = { remaining: 300, requests: 300, windowMs: 5 * minute, resetsAt: sampleTime };
    await load(bench, ...all);
    await pass(150 * minute, tunnelsOf(...all));
    const asked = new Set(bench.fake.calls.filter((call) => call.startsWith('listConnectors a t')));
    assert.equal(asked.size, 400);
  }).timeout(60_000);

  it('tells no change with the first reading of a tunnel, and with a later one what differs from the earlier', async () => {
    await load(bench, ...healthy(1));
    const seen: string[] = [];
    const ids = ({ connectors }: AccountState) =>
      connectors
        .get('t0')
        ?.value?.map(({ id }) => id)
        .join() ?? '-';
    bench.watch.onDidCompare((before, after) => seen.push(`${ids(before)} → ${ids(after)}`));
    await pass(2 * minute, tunnelsOf(...healthy(1)), ['one']);
    await pass(6 * minute, tunnelsOf(...healthy(1)), ['one', 'two']);
    assert.deepEqual([...new Set(seen)], ['one → one', 'one → one,two', 'one,two → one,two']);
  });

  for (const [who, id, minutes] of [
    ['the one that left', 'one', 7],
    ['another', 'two', 7],
    ['another, within minutes', 'two', 2],
  ] as const) {
    it(`tells once who joined after an outage of a tunnel that nobody opened: ${who}`, async () => {
      const t0 = (status: string) => tunnelsOf({ id: 't0', status });
      const log = new ChangeLog(bench.watch, bench.clock, { read: () => [], write: () => undefined });
      await load(bench, ...healthy(1));
      await pass(2 * minute, t0('healthy'), ['one']);
      await pass(minutes * minute, t0('down'), []);
      await pass(14 * minute, t0('healthy'), [id]);
      const told = log.changes.flatMap((change) =>
        'connector' in change ? [`${change.kind} ${change.connector.key}`] : [],
      );
      assert.deepEqual(told, ['connectorLeft one', `connectorJoined ${id}`]);
    });
  }

  it('keeps what was read for an hour while the view is hidden, marked as old, and no longer', async () => {
    await load(bench, ...healthy(2));
    await pass(10 * second, tunnelsOf(...healthy(2)));
    bench.watch.setPace({ visible: false });
    await pass(55 * minute, tunnelsOf(...healthy(2)));
    assert.deepEqual([known(), stateIn(bench).connectors.get('t0')?.isOld], [2, true]);
    await pass(10 * minute, tunnelsOf(...healthy(2)));
    assert.equal(known(), 0);
  }).timeout(20_000);
});
