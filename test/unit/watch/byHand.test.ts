import assert from 'node:assert/strict';
import { settled } from '../../support/fakeClock.ts';
import { minute } from '../../support/sampleCompany.ts';
import { accountOf, connectorsOf, load, stateIn, tunnelsOf, useBench } from '../../support/watchBench.ts';

const second = 1000;

describe('A refresh by hand', () => {
  const bench = useBench();
  const namesOf = () => stateIn(bench).tunnels.value?.map(({ name }) => name);

  it('joins one that is younger than three seconds', async () => {
    await load(bench, 'web');
    await bench.clock.advance(minute);
    await bench.clock.advance(3 * second - 1);
    void bench.watch.refresh();
    assert.deepEqual(bench.fake.calls, ['listTunnels a']);
    assert.equal(bench.fake.pending[0]?.signal.aborted, false);
  });

  it('ends an older one, with its requests, and starts anew', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    const ended: string[] = [];
    const first = watch.refresh().then(() => ended.push('first'));
    await clock.advance(3 * second);
    const again = watch.refresh().then(() => ended.push('second'));
    await settled();
    const [old, anew] = fake.pending;
    assert.deepEqual([old?.signal.aborted, anew?.signal.aborted], [true, false]);
    assert.deepEqual(fake.calls, ['listTunnels a', 'listTunnels a']);
    // Whoever waits for the old one waits for what took its place.
    await fake.answer('listTunnels', tunnelsOf('late'));
    assert.deepEqual([ended, namesOf(), stateIn(bench).refreshing], [[], ['web'], true]);
    await fake.answer('listTunnels', tunnelsOf('new'));
    await Promise.all([first, again]);
    assert.deepEqual([namesOf(), stateIn(bench).refreshing, clock.due], [['new'], false, [minute]]);
  });

  it('ends the connectors of an older one too, and reads them itself', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    void watch.open('a', 'web');
    await fake.answer('listConnectors', connectorsOf('old'));
    await clock.advance(minute);
    await fake.answer('listTunnels', tunnelsOf('web'));
    const [hanging] = fake.pending;
    await clock.advance(20 * second);
    void watch.refresh();
    assert.equal(hanging?.signal.aborted, true);
    await fake.answer('listTunnels', tunnelsOf('web'));
    await fake.fail('listConnectors', hanging.signal.reason);
    await fake.answer('listConnectors', connectorsOf('new'));
    const { value, problem } = stateIn(bench).connectors.get('web') ?? {};
    assert.deepEqual([value?.map(({ id }) => id), problem], [['new'], undefined]);
  });

  it('leaves to a row that was opened meanwhile what it asked for', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    const opened = watch.open('a', 'web');
    await clock.advance(20 * second);
    void watch.refresh();
    assert.equal(fake.pending.find(({ name }) => name === 'listConnectors')?.signal.aborted, false);
    await fake.answer('listConnectors', connectorsOf('c'));
    await clock.advance(second);
    await opened;
    assert.equal(stateIn(bench).connectors.get('web')?.value?.length, 1);
  });

  it('has a row that joined what is given up read by itself', async () => {
    await load(bench, { id: 'web', status: 'degraded' });
    const { clock, fake, watch } = bench;
    await clock.advance(minute);
    await fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'degraded' }));
    const opened = watch.open('a', 'web');
    await clock.advance(20 * second);
    void watch.refresh();
    await fake.fail('listConnectors', fake.pending[0]?.signal.reason);
    await fake.answer('listConnectors', connectorsOf('c'));
    await clock.advance(second);
    await opened;
    assert.equal(stateIn(bench).connectors.get('web')?.value?.length, 1);
  });

  it('reads all where the list alone is on its way, for a view that is hidden', async () => {
    const { clock, fake, watch } = bench;
    watch.setPace({ intervalMs: minute });
    watch.setAccounts([accountOf('a')], []);
    await clock.advance(0);
    void watch.refresh();
    assert.deepEqual(
      fake.pending.map(({ signal }) => signal.aborted),
      [true, false],
    );
    await fake.fail('listTunnels', fake.pending[0]?.signal.reason);
    await fake.answer('listTunnels', tunnelsOf({ id: 'web', status: 'degraded' }));
    assert.equal(fake.calls.at(-1), 'listConnectors a web');
  });
});
