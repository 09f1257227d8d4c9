import assert from 'node:assert/strict';
import type { Problem, ProblemKind } from '../../../src/tunnels/problems/problem.ts';
import type { Fault } from '../../support/cloudflareServer.ts';
import { largeCompany, minute, sampleTime } from '../../support/sampleCompany.ts';
import {
  byTimer,
  held,
  knownAt,
  listRequests,
  loadFrom,
  problemsAt,
  refreshDue,
  requestsOf,
  stateAt,
  usualRequests,
  useServerBench,
  webIdAt,
} from '../../support/serverBench.ts';

const second = 1000;

describe('A watch that lives through faults', () => {
  const bench = useServerBench();
  const namesAt = () => stateAt(bench).tunnels.value?.map(({ name }) => name);

  describe('A problem of the list', () => {
    interface Case {
      /** Makes the next request fail; what it returns ends that. */
      readonly befall: () => () => void;
      /** Of the refresh that fails. */
      readonly requests?: number;
      /** Until the next try. */
      readonly seconds?: number;
    }
    const fault = (given: Fault) => (): (() => void) => bench.server.fail(listRequests, given);
    const obstacle = (problem: Problem) => () => {
      bench.way.obstacle = problem;
      return () => {
        bench.way.obstacle = undefined;
      };
    };
    const cases: Readonly<Record<ProblemKind, Case>> = {
      auth: {
        befall: () => {
          const { company } = bench.server;
          const { principals } = company;
          company.principals = principals.filter(
            (one) => one.kind !== 'token' || one.secret !== bench.way.token,
          );
          return () => {
            company.principals = principals;
          };
        },
        // The list, and the verification: by its prefix it can only be a person's.
        requests: 2,
      },
      // The list, the verification, the accounts.
      forbidden: { befall: fault({ kind: 'refusal', status: 403 }), requests: 3 },
      notFound: { befall: fault({ kind: 'refusal', status: 404 }) },
      rateLimited: { befall: fault({ kind: 'rateLimited', retryAfter: 150 }), seconds: 150 },
      network: { befall: fault({ kind: 'reset' }), requests: 2, seconds: 5 },
      timeout: {
        befall: () => {
          bench.way.timeoutMs = 500;
          const end = bench.server.fail(listRequests, { kind: 'hang' });
          return () => {
            bench.way.timeoutMs = 5000;
            end();
          };
        },
        seconds: 5,
      },
      tls: {
        befall: () => {
          bench.way.baseUrl = bench.server.url.replace('http:', 'https:');
          return () => {
            bench.way.baseUrl = bench.server.url;
          };
        },
        requests: 0,
      },
      badResponse: { befall: fault({ kind: 'truncated' }) },
      server: { befall: fault({ kind: 'refusal', status: 500 }), seconds: 5 },
      blocked: { befall: fault({ kind: 'challenge' }) },
      settings: { befall: obstacle({ kind: 'settings', detail: 'x' }), requests: 0 },
      keychain: { befall: obstacle({ kind: 'keychain', detail: 'x' }), requests: 0 },
    };
    for (const [kind, { befall, requests = 1, seconds = 120 }] of Object.entries(cases)) {
      it(`leaves what is known as it is, and is over with the next good answer: ${kind}`, async () => {
        await loadFrom(bench);
        const before = knownAt(bench);
        assert.ok((before.tunnels?.length ?? 0) > 10 && problemsAt(bench).length === 0);
        const end = befall();
        assert.equal(await requestsOf(bench, () => byTimer(bench)), requests);
        assert.deepEqual(problemsAt(bench), [kind]);
        assert.deepEqual(knownAt(bench), before);
        assert.equal(stateAt(bench).tunnels.at, sampleTime);
        assert.equal(stateAt(bench).nextRefreshAt, bench.clock.now() + seconds * second);
        assert.equal(refreshDue(bench), seconds * second);
        end();
        assert.equal(await requestsOf(bench, () => byTimer(bench)), usualRequests);
        assert.deepEqual([knownAt(bench), problemsAt(bench)], [before, []]);
        assert.equal(stateAt(bench).tunnels.at, bench.clock.now());
        assert.equal(refreshDue(bench), minute);
        assert.deepEqual(bench.changes.changes, []);
      });
    }

    it('is all there is where nothing was read before', async () => {
      bench.server.fail(listRequests, { kind: 'refusal', status: 500 });
      assert.equal(await requestsOf(bench, () => byTimer(bench)), 1);
      const { value, at, problem } = stateAt(bench).tunnels;
      assert.deepEqual([value, at, problem?.kind], [undefined, undefined, 'server']);
    });
  });

  describe('A list that is read with difficulty', () => {
    it('takes nothing from the others where one tunnel cannot be read', async () => {
      await loadFrom(bench);
      const before = knownAt(bench);
      const [, ...others] = before.tunnels ?? [];
      bench.server.fail(listRequests, { kind: 'wrongShape', items: 'first' }, { times: 1 });
      // It has no id by which its connectors could be asked for.
      assert.equal(await requestsOf(bench, () => byTimer(bench)), usualRequests - 1);
      const { tunnels = [], connectors } = knownAt(bench);
      assert.deepEqual([tunnels.length, tunnels.slice(1)], [others.length + 1, others]);
      for (const { key } of others) assert.deepEqual(connectors.get(key), before.connectors.get(key));
      assert.deepEqual(problemsAt(bench), []);
      await byTimer(bench);
      assert.deepEqual(knownAt(bench), before);
    });

    it('whose pages shift, since a tunnel vanishes in between, is whole with the next refresh', async () => {
      await loadFrom(bench, largeCompany(1500));
      const [account] = bench.server.company.accounts;
      const all = namesAt();
      assert.equal(all?.length, 1500);
      const { arrival, release } = held(bench, ({ query }) => query['page'] === '1');
      const refresh = byTimer(bench);
      await arrival;
      account?.tunnels.splice(10, 1);
      release();
      await refresh;
      // The one that moved from the second page to the first was in neither.
      assert.deepEqual(
        namesAt(),
        all.filter((name) => name !== 'tunnel-1001'),
      );
      assert.deepEqual(problemsAt(bench), []);
      await byTimer(bench);
      assert.deepEqual(
        namesAt(),
        all.filter((name) => name !== 'tunnel-0011'),
      );
    });
  });

  describe('A problem of one tunnel’s connectors', () => {
    it('leaves what was known of it, and all else', async () => {
      await loadFrom(bench);
      const before = knownAt(bench);
      const end = bench.server.fail(`${webIdAt(bench)}/connections`, { kind: 'refusal', status: 401 });
      // Why connectors are refused is not looked for.
      assert.equal(await requestsOf(bench, () => byTimer(bench)), usualRequests);
      assert.deepEqual([problemsAt(bench), knownAt(bench)], [['web-prod: auth'], before]);
      assert.equal(stateAt(bench).tunnels.at, bench.clock.now(), 'the list is fresh');
      assert.equal(refreshDue(bench), minute);
      end();
      await byTimer(bench);
      assert.deepEqual([problemsAt(bench), knownAt(bench)], [[], before]);
      assert.deepEqual(bench.changes.changes, []);
    });

    it('is that they are gone, when it is deleted between the list and its connectors', async () => {
      await loadFrom(bench);
      const before = knownAt(bench);
      const gone = webIdAt(bench);
      const { arrival, release } = held(bench, listRequests);
      const refresh = byTimer(bench);
      await arrival;
      bench.server.company.accounts[0]?.tunnels.splice(0, 1);
      release();
      assert.equal(await requestsOf(bench, () => refresh), usualRequests - 1, 'the list was counted before');
      assert.deepEqual([problemsAt(bench), knownAt(bench)], [['web-prod: notFound'], before]);
      await byTimer(bench);
      assert.deepEqual(problemsAt(bench), []);
      assert.deepEqual(
        knownAt(bench).tunnels,
        before.tunnels?.filter(({ id }) => id !== gone),
      );
      assert.ok(!knownAt(bench).connectors.has(gone));
      assert.deepEqual(
        bench.changes.changes.map(({ kind, tunnelName }) => [kind, tunnelName]),
        [['tunnelDeleted', 'web-prod']],
      );
    });
  });
});
