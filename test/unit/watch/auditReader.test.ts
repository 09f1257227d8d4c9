import assert from 'node:assert/strict';
import { auditText } from '../../support/sampleAudits.ts';
import { compileAudit } from '../../../src/tunnels/documents/auditedTunnels.ts';
import type { AuditedAccount } from '../../../src/tunnels/documents/auditedTunnels.ts';
import type { Tunnel } from '../../../src/tunnels/model/tunnel.ts';
import { ProblemError } from '../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../src/tunnels/problems/problemWords.ts';
import { readForAudit } from '../../../src/watch/auditReader.ts';
import type { AuditCost, AuditPace } from '../../../src/watch/auditPlan.ts';
import type { AuditProgress } from '../../../src/watch/auditReader.ts';
import { Watch } from '../../../src/watch/watch.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { FakeSource } from '../../support/fakeSource.ts';
import { configurationOf, connectorOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

const account = (id: string, tunnels?: readonly string[]) => ({ id, name: id.toUpperCase(), tunnels });
const tunnels = (count: number): readonly Tunnel[] =>
  Array.from({ length: count }, (_, index) => tunnelOf({ id: `t${index}`, name: `t${index}` }));
const failure = new ProblemError({ kind: 'server', detail: 'HTTP 500', status: 500 });
const full = { remaining: 1200, resetsAt: sampleTime + 5 * minute, requests: 1200, windowMs: 5 * minute };

let clock: FakeClock;
let fake: FakeSource;
let end: AbortController;
let progress: AuditProgress[];
/** What the person was asked about, and what the answer is. */
let asked: AuditCost[];
let pace: AuditPace | undefined;

describe('Reading for an audit', () => {
  beforeEach(() => {
    clock = new FakeClock(sampleTime);
    fake = new FakeSource();
    end = new AbortController();
    progress = [];
    asked = [];
    pace = 'atOnce';
  });

  async function read(
    ...accounts: readonly ReturnType<typeof account>[]
  ): Promise<readonly AuditedAccount[]> {
    const { queueOf, watched } = new Watch(fake.source, clock);
    const audited = await readForAudit(accounts, {
      source: fake.source,
      clock,
      queueOf,
      watched,
      signal: end.signal,
      onProgress: (told) => progress.push(told),
      choosePace: (cost) => {
        asked.push(cost);
        return Promise.resolve(pace);
      },
    });
    return audited ?? [];
  }

  const answer: FakeSource['answer'] = async (name, value) => {
    await settled();
    await fake.answer(name, value);
  };

  /** Answers what is asked about tunnels until nothing is. */
  async function answerAll(): Promise<void> {
    await settled();
    for (;;) {
      const name = fake.pending.map((call) => call.name).find((one) => one !== 'listTunnels');
      if (name === undefined) return;
      await fake.answer(name, name === 'getConfiguration' ? configurationOf([]) : [connectorOf()]);
    }
  }
  const kindsOf = ([audited]: readonly AuditedAccount[]) =>
    audited?.tunnels.map(({ connectors, configuration }) => [connectors.kind, configuration?.kind]);

  describe('An audit reads', () => {
    it('the list, then each tunnel’s configuration and connectors', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(2));
      await answerAll();
      assert.deepEqual(fake.calls.toSorted(), [
        'getConfiguration a t0',
        'getConfiguration a t1',
        'listConnectors a t0',
        'listConnectors a t1',
        'listTunnels a',
      ]);
      assert.deepEqual(kindsOf(await reading), [
        ['read', 'read'],
        ['read', 'read'],
      ]);
    });

    it('a configuration before the connectors that are compared with it, and when each was read', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(1));
      await clock.advance(minute);
      await answer('getConfiguration', configurationOf([]));
      await clock.advance(minute);
      await answer('listConnectors', []);
      const [audited] = await reading;
      assert.deepEqual(
        audited?.tunnels.map(({ connectors, configuration }) =>
          [configuration, connectors].map((one) => one?.kind === 'read' && one.at - sampleTime),
        ),
        [[minute, 2 * minute]],
      );
    });

    it('six tunnels at a time, and keeps the order of the list', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(9));
      assert.equal(fake.pending.length, 6);
      for (const call of fake.pending.splice(0).toReversed()) call.resolve([]);
      await answerAll();
      const [audited] = await reading;
      assert.deepEqual(
        audited?.tunnels.map(({ tunnel }) => tunnel.name),
        tunnels(9).map(({ name }) => name),
      );
    });

    it('no connectors of a tunnel that never had one, and no configuration of one that has none at Cloudflare', async () => {
      const reading = read(account('a'));
      const never = tunnelOf({ id: 'never', status: 'inactive', config_src: 'local' });
      const local = tunnelOf({ id: 'local', config_src: 'local' });
      await answer('listTunnels', [never, local]);
      await answerAll();
      assert.deepEqual(fake.calls, ['listTunnels a', 'listConnectors a local']);
      assert.deepEqual(kindsOf(await reading), [
        ['read', undefined],
        ['read', undefined],
      ]);
    });

    it('nothing that was read within five minutes, and gives the rows what it reads', async () => {
      const watch = new Watch(fake.source, clock);
      watch.setAccounts([account('a')], []);
      void watch.refresh();
      await answer('listTunnels', tunnels(3));
      const readRow = async (key: string) => {
        const done = watch.open('a', key);
        await answer('listConnectors', [connectorOf({ id: key })]);
        await done;
      };
      await readRow('t0');
      await clock.advance(minute);
      await readRow('t1');
      await clock.advance(5 * minute);
      fake.calls.length = 0;
      fake.rateLimit = { ...full, requests: 4, remaining: 4, resetsAt: clock.now() };
      const reading = readForAudit([account('a')], {
        source: fake.source,
        clock,
        queueOf: watch.queueOf,
        watched: watch.watched,
        signal: end.signal,
        onProgress: () => undefined,
        choosePace: (cost) => {
          asked.push(cost);
          return Promise.resolve(pace);
        },
      });
      await answer('listTunnels', tunnels(3));
      await answerAll();
      const [audited] = (await reading) ?? [];
      assert.deepEqual(
        fake.calls.filter((call) => call.startsWith('listConnectors')),
        ['listConnectors a t0', 'listConnectors a t2'],
      );
      assert.equal(asked[0]?.requests, 5, 'three configurations, two times connectors');
      assert.ok(audited?.tunnels.every(({ connectors }) => connectors.kind === 'read'));
      await clock.advance(3000);
      const [state] = watch.overview.accounts;
      assert.deepEqual(
        [state?.connectors.get('t2')?.at, state?.configurations.size],
        [clock.now() - 3000, 3],
      );
      watch.dispose();
    });

    it('only the tunnels that were chosen', async () => {
      const reading = read(account('a', ['t1', 'gone']));
      await answer('listTunnels', tunnels(3));
      await answerAll();
      const [audited] = await reading;
      assert.deepEqual([audited?.tunnels.length, audited?.leftOut], [1, 2]);
      assert.ok(!fake.calls.includes('listConnectors a t0'));
    });

    it('the lists of all accounts first, the next one also where one fails', async () => {
      const reading = read(account('a'), account('b'));
      await settled();
      await fake.fail('listTunnels', failure);
      await answer('listTunnels', tunnels(1));
      await answerAll();
      const [first, second] = await reading;
      assert.deepEqual(first, { id: 'a', name: 'A', tunnels: [], problem: failure.problem });
      assert.deepEqual([second?.problem, second?.tunnels.length], [undefined, 1]);
    });

    it('on where a tunnel fails, and tells it', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(2));
      await answer('getConfiguration', configurationOf([]));
      await fake.fail('listConnectors', failure);
      await answerAll();
      const audited = await reading;
      assert.deepEqual(kindsOf(audited), [
        ['failed', 'read'],
        ['read', 'read'],
      ]);
      const report = auditText(compileAudit(audited, { now: sampleTime, style: {} }));
      const { label } = describeProblem(failure.problem, undefined, { now: 0, style: {} });
      assert.ok(report.includes(`| connectors: \`${label}\` |`));
    });

    it('nothing of a tunnel without an id, and tells it', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', [{ ...tunnelOf(), id: undefined }]);
      await answerAll();
      assert.deepEqual(kindsOf(await reading), [['failed', undefined]]);
      assert.deepEqual(fake.calls, ['listTunnels a']);
    });

    it('and tells how far it is', async () => {
      const reading = read(account('a'), account('b'));
      await answer('listTunnels', tunnels(2));
      await answer('listTunnels', tunnels(1));
      await answer('getConfiguration', configurationOf([]));
      assert.deepEqual(progress, [], 'the connectors are still to come');
      await answerAll();
      await reading;
      assert.deepEqual(progress, [
        { done: 1, total: 3, waitingUntil: undefined },
        { done: 2, total: 3, waitingUntil: undefined },
        { done: 3, total: 3, waitingUntil: undefined },
      ]);
    });
  });

  describe('The API’s limit in an audit', () => {
    it('has no configurations read where two requests per tunnel would leave less than a fifth', async () => {
      // 240 of 1,200 are kept for others.
      for (const [remaining, hasRoutes] of [
        [244, true],
        [243, false],
      ] as const) {
        fake = new FakeSource();
        fake.rateLimit = { ...full, remaining };
        const reading = read(account('a'));
        await answer('listTunnels', tunnels(2));
        await answerAll();
        await reading;
        assert.equal(fake.calls.includes('getConfiguration a t0'), hasRoutes, String(remaining));
      }
    });

    it('is waited for where less than a fifth is left, until the window ends', async () => {
      const reading = read(account('a'));
      fake.rateLimit = { ...full, remaining: 300 };
      await answer('listTunnels', tunnels(20));
      assert.equal(fake.pending.length, 6);
      fake.rateLimit = { ...full, remaining: 239 };
      for (const call of fake.pending.splice(0)) call.resolve([connectorOf()]);
      await clock.advance(5 * minute - 1);
      assert.equal(fake.pending.length, 0);
      assert.deepEqual(progress.at(-1)?.waitingUntil, full.resetsAt);
      await clock.advance(1);
      assert.equal(fake.pending.length, 6);
      fake.rateLimit = { ...full, resetsAt: full.resetsAt + 5 * minute };
      await answerAll();
      const audited = await reading;
      assert.deepEqual(new Set(kindsOf(audited)?.map(([kind]) => kind)), new Set(['read']));
      assert.deepEqual(progress.at(-1), { done: 20, total: 20, waitingUntil: undefined });
      assert.deepEqual(clock.due, []);
    });

    it('is waited for as long as the API asks, and what it refused is read after that', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(8));
      const retryAt = sampleTime + 2 * minute;
      const refused = new ProblemError({ kind: 'rateLimited', detail: 'HTTP 429', status: 429, retryAt });
      for (const call of fake.pending.splice(0)) call.reject(refused);
      await clock.advance(2 * minute - 1);
      assert.equal(fake.pending.length, 0);
      assert.equal(progress.at(-1)?.waitingUntil, retryAt);
      await clock.advance(1);
      await answerAll();
      const audited = await reading;
      assert.deepEqual(new Set(kindsOf(audited)?.map(([kind]) => kind)), new Set(['read']));
      assert.deepEqual(clock.due, []);
    });

    it('is waited for a minute where the API does not say how long', async () => {
      const reading = read(account('a'));
      await settled();
      await fake.fail('listTunnels', new ProblemError({ kind: 'rateLimited', detail: 'HTTP 429' }));
      await clock.advance(minute);
      await answer('listTunnels', []);
      assert.deepEqual(await reading, [{ id: 'a', name: 'A', tunnels: [], leftOut: 0 }]);
    });

    it('is waited for before the list too', async () => {
      fake.rateLimit = { ...full, remaining: 0 };
      const reading = read(account('a'));
      await settled();
      assert.deepEqual([fake.calls, clock.due], [[], [5 * minute]]);
      await clock.advance(5 * minute);
      await answer('listTunnels', []);
      await reading;
    });
  });

  describe('An audit that takes more than a quarter of the limit', () => {
    const many = (count: number) =>
      tunnels(count).map((tunnel) => ({ ...tunnel, managedBy: 'local' as const }));

    it('says first how many requests it makes, and how long they take within that quarter', async () => {
      fake.rateLimit = full;
      const reading = read(account('a'), account('b'));
      await answer('listTunnels', many(200));
      await answer('listTunnels', many(101));
      await answerAll();
      assert.equal((await reading).length, 2);
      assert.deepEqual(asked, [{ requests: 301, gapMs: 1000 }]);
    });

    it('is not asked about where it takes just a quarter', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', many(300));
      await answerAll();
      await reading;
      assert.deepEqual(asked, []);
    });

    it('reads nothing more where the person does not want it', async () => {
      pace = undefined;
      const reading = read(account('a'));
      await answer('listTunnels', many(301));
      assert.deepEqual(await reading, []);
      assert.deepEqual(fake.calls, ['listTunnels a']);
    });

    it('is spread over time where it is read slowly, and tells how long it takes yet', async () => {
      pace = 'slowly';
      const reading = read(account('a'));
      await answer('listTunnels', many(301));
      const made = () => fake.calls.length - 1;
      assert.equal(made(), 1);
      for (let second = 1; second <= 300; second++) {
        await answerAll();
        await clock.advance(1000);
        assert.equal(made(), second + 1);
      }
      await answerAll();
      const [audited] = await reading;
      assert.ok(audited?.tunnels.every(({ connectors }) => connectors.kind === 'read'));
      assert.deepEqual(progress[0], { done: 1, total: 301, waitingUntil: undefined, leftMs: 300_000 });
      assert.equal(progress.at(-1)?.leftMs, 0);
    });

    it('ends at once when it is cancelled while it waits for its time', async () => {
      pace = 'slowly';
      const reading = read(account('a'));
      await answer('listTunnels', many(301));
      end.abort();
      for (const call of fake.pending.splice(0)) call.reject(call.signal.reason);
      await reading;
      assert.deepEqual([fake.calls.length, clock.due], [2, []]);
    });
  });

  describe('An audit that is cancelled', () => {
    it('keeps what was read, and tells what was not', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(9));
      await answer('getConfiguration', configurationOf([]));
      await answer('listConnectors', [connectorOf()]);
      end.abort();
      for (const call of fake.pending.splice(0)) call.reject(call.signal.reason);
      const audited = await reading;
      const kinds = kindsOf(audited);
      assert.deepEqual(kinds?.[0], ['read', 'read']);
      assert.deepEqual(
        kinds.slice(1).map(([connectors]) => connectors),
        Array<string>(8).fill('canceled'),
      );
      const report = auditText(compileAudit(audited, { now: sampleTime, style: {} }));
      assert.match(report, /^> \*\*Cancelled: 1 of 9 tunnels read\*\*$/m);
    });

    it('between two lists tells which were not read', async () => {
      const reading = read(account('a'), account('b'));
      await answer('listTunnels', tunnels(1));
      end.abort();
      for (const call of fake.pending.splice(0)) call.reject(call.signal.reason);
      const audited = await reading;
      assert.deepEqual(audited[1], { id: 'b', name: 'B', tunnels: [], problem: 'canceled' });
      const report = auditText(compileAudit(audited, { now: sampleTime, style: {} }));
      assert.match(report, /^- The tunnels of `B`: cancelled$/m);
    });

    it('asks for nothing more', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(9));
      end.abort();
      const asked = fake.calls.length;
      for (const call of fake.pending.splice(0)) call.resolve([]);
      await reading;
      assert.equal(fake.calls.length, asked);
    });

    it('ends at once while it waits for the limit', async () => {
      const reading = read(account('a'));
      await answer('listTunnels', tunnels(20));
      fake.rateLimit = { ...full, remaining: 0 };
      for (const call of fake.pending.splice(0)) call.resolve(configurationOf([]));
      await settled();
      assert.equal(clock.due.length, 1);
      end.abort();
      await settled();
      assert.deepEqual(clock.due, []);
      const audited = await reading;
      const configurations = kindsOf(audited)?.map(([, kind]) => kind);
      assert.equal(configurations?.filter((kind) => kind === 'read').length, 6);
      assert.deepEqual(new Set(kindsOf(audited)?.map(([kind]) => kind)), new Set(['canceled']));
    });

    it('before it began reads nothing', async () => {
      end.abort();
      assert.deepEqual(await read(account('a')), [{ id: 'a', name: 'A', tunnels: [], problem: 'canceled' }]);
      assert.deepEqual(fake.calls, []);
    });
  });
});
