import assert from 'node:assert/strict';
import { minute } from '../../support/sampleCompany.ts';
import { failure, load, stateIn, tunnelsOf, useBench } from '../../support/watchBench.ts';

describe('The clock', () => {
  const bench = useBench();

  it('may have slept: one refresh follows, not many', async () => {
    await load(bench, 'web');
    const { clock, fake } = bench;
    await clock.sleep(480 * minute);
    assert.deepEqual(fake.calls, ['listTunnels a']);
    await fake.answer('listTunnels', tunnelsOf('web'));
    await clock.advance(0);
    assert.deepEqual([fake.calls.length, clock.due], [1, [minute]]);
  });

  it('may be set back: the next refresh comes an interval later', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    clock.set(-24 * 60 * minute);
    watch.setPace({ visible: false });
    watch.setPace({ visible: true });
    assert.deepEqual(clock.due, [minute]);
    await clock.advance(minute);
    await fake.answer('listTunnels', tunnelsOf('web'));
    assert.equal(stateIn(bench).nextRefreshAt, clock.now() + minute);
  });

  it('may be set back in mid-refresh, after the API asked to wait: the wait is as long as it asked for', async () => {
    await load(bench, 'web', 'api');
    const { clock, fake, watch } = bench;
    for (const id of ['web', 'api']) {
      void watch.open('a', id);
      await fake.answer('listConnectors', []);
    }
    await clock.advance(minute);
    await fake.answer('listTunnels', tunnelsOf('web', 'api'));
    const retryAt = clock.now() + 5 * minute;
    await fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt }));
    clock.set(-24 * 60 * minute);
    await fake.answer('listConnectors', []);
    assert.deepEqual(clock.due, [5 * minute]);
  });

  it('may be set forward, and back after the API asked to wait: the wait is as long as it asked for', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    clock.set(60 * minute);
    void watch.open('a', 'web');
    await fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt: clock.now() + 5 * minute }));
    clock.set(-60 * minute);
    watch.setPace({ visible: true });
    assert.deepEqual(clock.due, [5 * minute]);
  });

  it('may be set forward while the API asks to wait: one refresh comes at the next occasion', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    await clock.advance(minute);
    const retryAt = clock.now() + 5 * minute;
    await fake.fail('listTunnels', failure({ kind: 'rateLimited', retryAt }));
    clock.set(24 * 60 * minute);
    watch.setPace({ visible: true });
    assert.deepEqual(clock.due, [0]);
    await clock.advance(0);
    await fake.answer('listTunnels', tunnelsOf('web'));
    assert.deepEqual([fake.calls.length, clock.due], [2, [minute]]);
  });

  it('may be set back while the API asks to wait: the wait is as long as it asked for', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    await clock.advance(minute);
    const retryAt = clock.now() + 5 * minute;
    await fake.fail('listTunnels', failure({ kind: 'rateLimited', retryAt }));
    clock.set(-24 * 60 * minute);
    watch.setPace({ visible: true });
    assert.deepEqual(clock.due, [5 * minute]);
    await clock.advance(5 * minute);
    await fake.answer('listTunnels', tunnelsOf('web'));
    assert.deepEqual(clock.due, [minute]);
  });

  for (const [where, hours] of [
    ['forward', 24],
    ['back', -48],
  ] as const) {
    it(`may be set ${where} in mid-refresh: the next comes an interval after its end`, async () => {
      await load(bench, 'web');
      const { clock, fake } = bench;
      await clock.advance(minute);
      clock.set(hours * 60 * minute);
      await fake.answer('listTunnels', tunnelsOf('web'));
      const { tunnels, nextRefreshAt } = stateIn(bench);
      assert.deepEqual([tunnels.at, nextRefreshAt], [clock.now(), clock.now() + minute]);
      assert.deepEqual(clock.due, [minute]);
    });
  }

  it('may be set forward: one refresh comes at the next occasion', async () => {
    await load(bench, 'web');
    const { clock, fake, watch } = bench;
    clock.set(24 * 60 * minute);
    watch.setPace({ visible: true });
    await clock.advance(0);
    await fake.answer('listTunnels', tunnelsOf('web'));
    await clock.advance(0);
    assert.deepEqual([fake.calls, clock.due], [['listTunnels a'], [minute]]);
  });
});
