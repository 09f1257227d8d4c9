import assert from 'node:assert/strict';
import { readConnectors, readTunnels } from '../../../src/cloudflare/schemas.ts';
import { ProblemError } from '../../../src/tunnels/problem.ts';
import type { Problem } from '../../../src/tunnels/problem.ts';
import type { AccountState, Overview } from '../../../src/tunnels/state.ts';
import { Watch } from '../../../src/watch/watch.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { FakeSource } from '../../support/fakeSource.ts';
import { aConnector, aTunnel, sampleTime } from '../../support/sampleCompany.ts';

const minute = 60_000;
const account = (id: string) => ({ id, name: id.toUpperCase(), tunnels: undefined });
const tunnels = (...ids: readonly string[]) => readTunnels(ids.map((id) => aTunnel({ id, name: id }))).value;
const connectors = (...ids: readonly string[]) => readConnectors(ids.map((id) => aConnector({ id }))).value;
const failure = (fields: Partial<Problem> = {}) =>
  new ProblemError({ kind: 'network', detail: 'ECONNRESET', ...fields });

let clock: FakeClock;
let fake: FakeSource;
let watch: Watch;
let unhandled: unknown[];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', note);
  clock = new FakeClock(sampleTime);
  fake = new FakeSource();
  watch = new Watch(fake.source, clock);
});
afterEach(async () => {
  watch.dispose();
  await settled();
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});

const stateOf = (id = 'a'): AccountState => {
  const state = watch.overview.accounts.find((one) => one.account.id === id);
  assert.ok(state !== undefined);
  return state;
};
const namesOf = (id = 'a') => stateOf(id).tunnels.value?.map(({ name }) => name);

/** Watches account `a`, visible, with a good first load of these tunnels. */
async function loaded(...ids: readonly string[]): Promise<void> {
  watch.setPace({ intervalMs: minute, visible: true });
  watch.setAccounts([account('a')], []);
  await clock.advance(0);
  await fake.answer('listTunnels', tunnels(...ids));
  fake.calls.length = 0;
}

describe('The first load', () => {
  it('comes when the view is visible, and not before', async () => {
    watch.setPace({ intervalMs: minute });
    watch.setAccounts([account('a')], []);
    await clock.advance(60 * minute);
    assert.deepEqual([fake.calls, clock.due], [[], []]);
    watch.setPace({ visible: true });
    await clock.advance(0);
    assert.deepEqual(fake.calls, ['listTunnels a']);
    assert.equal(stateOf().refreshing, true);
    await fake.answer('listTunnels', tunnels('web'));
    assert.deepEqual(namesOf(), ['web']);
    assert.deepEqual([stateOf().refreshing, stateOf().tunnels.at], [false, clock.now()]);
  });

  it('is told to listeners with a new overview, until they leave', async () => {
    const seen: Overview[] = [];
    const leave = watch.onDidChange((overview) => seen.push(overview));
    await loaded('web');
    assert.equal(seen.at(-1), watch.overview);
    assert.equal(new Set(seen).size, seen.length);
    leave();
    const count = seen.length;
    void watch.refresh();
    assert.equal(seen.length, count);
  });
});

describe('The timer', () => {
  it('refreshes one interval after the last refresh ended', async () => {
    await loaded('web');
    assert.equal(stateOf().nextRefreshAt, sampleTime + minute);
    await clock.advance(minute - 1);
    assert.deepEqual(fake.calls, []);
    await clock.advance(1);
    assert.deepEqual(fake.calls, ['listTunnels a']);
    await clock.advance(10 * minute);
    assert.deepEqual(fake.calls, ['listTunnels a'], 'one in flight');
    await fake.answer('listTunnels', tunnels('web', 'api'));
    assert.deepEqual(clock.due, [minute]);
  });

  it('rests while the view is hidden, and makes up for it at once', async () => {
    await loaded('web');
    watch.setPace({ visible: false });
    assert.deepEqual(clock.due, []);
    await clock.advance(5 * minute);
    watch.setPace({ visible: true });
    await clock.advance(0);
    assert.deepEqual(fake.calls, ['listTunnels a']);
  });

  it('does not run with an interval of 0', async () => {
    await loaded('web');
    watch.setPace({ intervalMs: 0 });
    assert.deepEqual([clock.due, stateOf().nextRefreshAt], [[], undefined]);
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web'));
    assert.deepEqual(clock.due, []);
  });

  it('doubles its wait with each failure, and forgets them with a success', async () => {
    await loaded('web');
    for (const wait of [2, 4, 8, 15, 15]) {
      await clock.advance(clock.due[0] ?? 0);
      await fake.fail('listTunnels', failure());
      assert.deepEqual(clock.due, [wait * minute]);
    }
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web'));
    assert.deepEqual(clock.due, [minute]);
  });

  it('is not put off by a person who asks again and again while the API fails', async () => {
    await loaded('web');
    for (let times = 0; times < 5; times++) {
      void watch.refresh();
      await fake.fail('listTunnels', failure());
    }
    assert.deepEqual(clock.due, [2 * minute]);
  });

  it('waits as long as the API asks for', async () => {
    await loaded('web');
    void watch.refresh();
    await fake.fail('listTunnels', failure({ kind: 'rateLimited', retryAt: sampleTime + 40 * minute }));
    assert.deepEqual(clock.due, [40 * minute]);
    assert.equal(stateOf().nextRefreshAt, sampleTime + 40 * minute);
  });

  it('waits as long as the API asks for when it refuses connectors alone', async () => {
    await loaded('web');
    void watch.open('a', 'web');
    await fake.answer('listConnectors', connectors('c'));
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web'));
    await fake.fail('listConnectors', failure({ kind: 'rateLimited', retryAt: sampleTime + 5 * minute }));
    assert.deepEqual(clock.due, [5 * minute]);
  });
});

describe('A refresh on demand', () => {
  it('is joined by whoever asks while it runs', async () => {
    await loaded('web');
    const both = Promise.all([watch.refresh(), watch.refresh('a')]);
    await settled();
    assert.deepEqual(fake.calls, ['listTunnels a']);
    await fake.answer('listTunnels', tunnels('api'));
    await both;
    assert.deepEqual(namesOf(), ['api']);
  });

  it('keeps what was read, and its time, when it fails', async () => {
    await loaded('web');
    await clock.advance(minute / 2);
    const refresh = watch.refresh();
    await fake.fail('listTunnels', failure());
    await refresh;
    assert.deepEqual(namesOf(), ['web']);
    assert.equal(stateOf().tunnels.at, sampleTime);
    assert.equal(stateOf().tunnels.problem?.kind, 'network');
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web'));
    assert.equal(stateOf().tunnels.problem, undefined);
  });

  it('says nothing of the text of an error that is no problem', async () => {
    await loaded('web');
    void watch.refresh();
    await fake.fail('listTunnels', new TypeError('Bearer secret'));
    assert.deepEqual(stateOf().tunnels.problem, { kind: 'badResponse', detail: 'TypeError' });
  });

  it('of one account leaves another untouched, and so does its failure', async () => {
    watch.setPace({ intervalMs: minute, visible: true });
    watch.setAccounts([account('a'), account('b')], []);
    await clock.advance(0);
    await fake.answer('listTunnels', tunnels('web'));
    await fake.answer('listTunnels', tunnels('bench'));
    const before = stateOf('b');
    fake.calls.length = 0;
    void watch.refresh('a');
    await fake.fail('listTunnels', failure());
    assert.deepEqual(fake.calls, ['listTunnels a']);
    assert.equal(stateOf('b'), before);
  });

  it('of one tunnel reads that tunnel and its connectors alone', async () => {
    await loaded('web', 'api');
    const refresh = watch.refreshTunnel('a', 'web');
    await fake.answer('getTunnel', { ...tunnels('web')[0]!, name: 'renamed' });
    await fake.answer('listConnectors', connectors('c'));
    await refresh;
    assert.deepEqual(fake.calls, ['getTunnel a web', 'listConnectors a web']);
    assert.deepEqual(namesOf(), ['renamed', 'api']);
  });
});

describe('The connectors of a tunnel', () => {
  it('are read when it is opened and with each refresh, until it is closed', async () => {
    await loaded('web', 'api');
    const open = watch.open('a', 'web');
    await fake.answer('listConnectors', connectors('c'));
    await open;
    assert.deepEqual(
      stateOf()
        .connectors.get('web')
        ?.value?.map(({ id }) => id),
      ['c'],
    );
    await watch.open('a', 'web');
    assert.deepEqual(fake.calls, ['listConnectors a web']);
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web', 'api'));
    await fake.answer('listConnectors', connectors('d'));
    assert.deepEqual(
      stateOf()
        .connectors.get('web')
        ?.value?.map(({ id }) => id),
      ['d'],
    );
    watch.close('a', 'web');
    fake.calls.length = 0;
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web', 'api'));
    assert.deepEqual([fake.calls, stateOf().refreshing], [['listTunnels a'], false]);
    void watch.open('a', 'web');
    assert.deepEqual(fake.calls.at(-1), 'listConnectors a web', 'again when it is opened again');
  });

  it('are kept when they cannot be read, with the reason', async () => {
    await loaded('web');
    void watch.open('a', 'web');
    await fake.answer('listConnectors', connectors('c'));
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('web'));
    await fake.fail('listConnectors', failure({ kind: 'server' }));
    const known = stateOf().connectors.get('web');
    assert.deepEqual([known?.value?.length, known?.problem?.kind], [1, 'server']);
    assert.equal(stateOf().tunnels.problem, undefined);
  });

  it('are read for at most 6 tunnels at a time in a refresh', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await loaded(...ids);
    for (const id of ids) {
      void watch.open('a', id);
      await fake.answer('listConnectors', []);
    }
    void watch.refresh();
    await fake.answer('listTunnels', tunnels(...ids));
    for (const waiting of [6, 6, 6, 5, 4, 3, 2, 1]) {
      assert.equal(fake.pending.length, waiting);
      await fake.answer('listConnectors', []);
    }
    assert.equal(stateOf().refreshing, false);
  });

  it('are forgotten with a tunnel that is gone', async () => {
    await loaded('web');
    void watch.open('a', 'web');
    await fake.answer('listConnectors', connectors('c'));
    void watch.refresh();
    await fake.answer('listTunnels', tunnels('api'));
    assert.deepEqual([[...stateOf().connectors.keys()], stateOf().refreshing], [[], false]);
  });
});

describe('What comes too late', () => {
  it('is an answer to the credential of before', async () => {
    await loaded('web');
    const refresh = watch.refresh();
    const old = fake.pending[0]!;
    watch.restart('a');
    assert.equal(old.signal.aborted, true);
    await clock.advance(0);
    assert.equal(fake.pending.length, 2);
    await fake.answer('listTunnels', tunnels('old'));
    await refresh;
    assert.deepEqual([namesOf(), stateOf().refreshing], [['web'], true]);
    await fake.answer('listTunnels', tunnels('new'));
    assert.deepEqual([namesOf(), stateOf().refreshing], [['new'], false]);
  });

  it('is all that was asked, and was to be asked, with the credential of before', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
    await loaded(...ids);
    for (const id of ids) {
      void watch.open('a', id);
      await fake.answer('listConnectors', connectors(`old ${id}`));
    }
    const refresh = watch.refresh();
    await fake.answer('listTunnels', tunnels(...ids));
    const old = [...fake.pending];
    assert.deepEqual([old.length, old.some(({ signal }) => signal.aborted)], [6, false]);
    watch.setPace({ visible: false });
    fake.calls.length = 0;
    watch.restart('a');
    assert.ok(old.every(({ signal }) => signal.aborted));
    assert.equal(stateOf().refreshing, false);
    for (const { signal } of old.slice(1)) await fake.fail('listConnectors', signal.reason);
    await fake.answer('listConnectors', connectors('late'));
    await refresh;
    assert.deepEqual([fake.calls, fake.pending], [[], []], 'the two that were left are not asked for');
    const idsOf = () => ids.map((id) => stateOf().connectors.get(id)?.value?.[0]?.id);
    assert.deepEqual(
      idsOf(),
      ids.map((id) => `old ${id}`),
    );
    assert.ok(ids.every((id) => stateOf().connectors.get(id)?.problem === undefined));

    watch.setPace({ visible: true });
    await clock.advance(0);
    await fake.answer('listTunnels', tunnels(...ids));
    for (const id of ids) await fake.answer('listConnectors', connectors(`new ${id}`));
    assert.deepEqual(fake.calls, ['listTunnels a', ...ids.map((id) => `listConnectors a ${id}`)]);
    assert.deepEqual(
      idsOf(),
      ids.map((id) => `new ${id}`),
    );
  });

  it('is the load of connectors by a person, when the credential changes meanwhile', async () => {
    await loaded('web');
    const open = watch.open('a', 'web');
    const [old] = fake.pending;
    watch.restart('a');
    assert.equal(old?.signal.aborted, true);
    await fake.answer('listConnectors', connectors('late'));
    await open;
    assert.equal(stateOf().connectors.get('web'), undefined);
  });

  it('is an answer for an account that was removed in mid-refresh', async () => {
    await loaded('web');
    const refresh = watch.refresh();
    const call = fake.pending[0]!;
    watch.setAccounts([], []);
    assert.equal(call.signal.aborted, true);
    const { overview } = watch;
    await fake.fail('listTunnels', call.signal.reason);
    await refresh;
    assert.equal(watch.overview, overview);
    assert.deepEqual([overview.accounts, clock.due], [[], []]);
  });
});

describe('Changed accounts', () => {
  it('keep what is known of those that stay, in the new order, under the new name', async () => {
    await loaded('web');
    const problems: readonly Problem[] = [{ kind: 'settings', detail: 'x' }];
    watch.setAccounts([account('b'), { ...account('a'), name: 'New' }], problems);
    assert.deepEqual(
      watch.overview.accounts.map((one) => one.account.name),
      ['B', 'New'],
    );
    assert.deepEqual([namesOf('a'), watch.overview.problems], [['web'], problems]);
  });
});

describe('Disposing', () => {
  it('stops timers and requests, and may be repeated', async () => {
    await loaded('web');
    void watch.refresh();
    const call = fake.pending[0]!;
    watch.dispose();
    watch.dispose();
    await fake.answer('listTunnels', tunnels('api'));
    await clock.advance(60 * minute);
    assert.deepEqual([call.signal.aborted, clock.due, fake.calls], [true, [], ['listTunnels a']]);
  });
});
