import assert from 'node:assert/strict';
import { connectorsOf, failure, load, refreshOf, stateIn, useBench } from '../../support/watchBench.ts';
import { settled } from '../../support/fakeClock.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

const ids = Array.from({ length: 9 }, (_, index) => `t${index}`);
const limit = { remaining: 1200, resetsAt: sampleTime + 5 * minute, requests: 1200, windowMs: 5 * minute };

describe('The connectors of many tunnels', () => {
  const bench = useBench();
  let end: AbortController;

  beforeEach(() => {
    end = new AbortController();
  });

  const read = (keys = ids) =>
    bench.watch.readConnectors('a', keys, { purpose: 'search', signal: end.signal });
  const known = () => [...stateIn(bench).connectors.keys()];

  async function answerAll(): Promise<void> {
    await settled();
    while (bench.fake.pending.length > 0) await bench.fake.answer('listConnectors', connectorsOf('c'));
    // What comes in quick succession is taken over together.
    await bench.clock.advance(100);
  }

  it('are read six at a time, and known with the time of the reading', async () => {
    await load(bench, ...ids);
    const reading = read();
    await settled();
    assert.equal(bench.fake.pending.length, 6);
    await answerAll();
    assert.equal(await reading, undefined);
    assert.deepEqual(known().toSorted(), ids);
    assert.equal(stateIn(bench).connectors.get('t8')?.at, sampleTime);
    assert.equal(bench.fake.calls.length, ids.length);
  });

  it('are known as they come, not only when all are read', async () => {
    await load(bench, ...ids);
    void read();
    await bench.fake.answer('listConnectors', connectorsOf('c'));
    await bench.clock.advance(100);
    assert.deepEqual(known(), ['t0']);
  });

  it('stay known after a refresh that does not read them, as old', async () => {
    await load(bench, 'web', 'api');
    const reading = read(['web', 'api']);
    await answerAll();
    await reading;
    assert.deepEqual(await refreshOf(bench, 'web', 'api'), []);
    assert.deepEqual(
      ['web', 'api'].map((key) => stateIn(bench).connectors.get(key)?.isOld),
      [true, true],
    );
    void bench.watch.open('a', 'web');
    await bench.fake.answer('listConnectors', connectorsOf('d'));
    assert.equal(stateIn(bench).connectors.get('web')?.isOld, undefined, 'read again');
  });

  it('are forgotten once the list says something else of their tunnel', async () => {
    await load(bench, 'web', 'api');
    const reading = read(['web', 'api']);
    await answerAll();
    await reading;
    await refreshOf(bench, 'web', { id: 'api', status: 'healthy' });
    assert.deepEqual(known(), ['web']);
  });

  it('wait where the limit is nearly used up, and are read when its window has ended', async () => {
    await load(bench, ...ids);
    bench.watch.setPace({ intervalMs: 0 });
    const reading = read();
    await settled();
    bench.fake.rateLimit = { ...limit, remaining: 239 };
    await answerAll();
    assert.equal(bench.fake.calls.length, 6, 'a fifth is kept for others');
    assert.equal(bench.watch.queueOf('a').closedUntil, limit.resetsAt);
    await bench.clock.advance(5 * minute);
    await answerAll();
    await reading;
    assert.deepEqual(known().toSorted(), ids);
  });

  it('wait as long as the API asks, which is told, and are asked for again after that', async () => {
    await load(bench, ...ids);
    bench.watch.setPace({ intervalMs: 0 });
    const reading = read();
    const retryAt = sampleTime + 2 * minute;
    let told = 0;
    bench.watch.onDidChange(() => told++);
    await bench.fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt }));
    assert.deepEqual([bench.watch.queueOf('a').closedUntil, told > 0], [retryAt, true]);
    await answerAll();
    assert.equal(bench.fake.calls.length, 6);
    await bench.clock.advance(2 * minute);
    await answerAll();
    assert.equal(await reading, undefined);
    assert.deepEqual(known().toSorted(), ids);
  });

  it('are kept as far as they were read when it is cancelled, and nothing more is asked for', async () => {
    await load(bench, ...ids);
    const reading = read();
    await bench.fake.answer('listConnectors', connectorsOf('c'));
    end.abort();
    for (const call of bench.fake.pending.splice(0)) call.reject(call.signal.reason);
    await bench.clock.advance(100);
    await reading;
    assert.deepEqual([known(), bench.fake.calls.length], [['t0'], 7]);
    assert.deepEqual(bench.clock.due.length, 1, 'the next refresh alone');
  });

  it('are given up where none can be read, and no row says so that nobody asked for', async () => {
    await load(bench, ...ids);
    const reading = read();
    for (let times = 0; times < 6; times++) await bench.fake.fail('listConnectors', failure());
    await bench.clock.advance(100);
    while (bench.fake.pending.length > 0) await bench.fake.fail('listConnectors', failure());
    assert.equal((await reading)?.kind, 'network');
    assert.deepEqual(known(), []);
  });

  it('are not those of another session, once the credential is another', async () => {
    await load(bench, ...ids);
    const reading = read();
    await settled();
    bench.watch.restart('a');
    for (const call of bench.fake.pending.splice(0)) {
      if (call.name === 'listConnectors') call.resolve(connectorsOf('c'));
    }
    await reading;
    assert.deepEqual(known(), []);
  });
});
