import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { ProblemKind } from '../../../src/tunnels/problems/problem.ts';
import { refusedUrl, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { problemOf } from '../../support/rejection.ts';
import { sampleAccountId, sampleCompany, sampleTime } from '../../support/sampleCompany.ts';

const never = new AbortController().signal;

let server: CloudflareServer;
describe('The client, when the API fails', () => {
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  const apiWith = (token: string = sampleTokens.user, { timeoutMs = 15_000, baseUrl = server.url } = {}) =>
    createCloudflareApi({ baseUrl, credential: { kind: 'token', token }, now: () => sampleTime, timeoutMs });
  const list = (options?: { timeoutMs?: number; baseUrl?: string }, signal = never) =>
    apiWith(sampleTokens.user, options).listTunnels(sampleAccountId, signal);

  describe('A fault is a problem of the kind', () => {
    const table: [fault: Fault, kind: ProblemKind][] = [
      [{ kind: 'reset' }, 'network'],
      [{ kind: 'resetInBody' }, 'network'],
      [{ kind: 'truncated' }, 'badResponse'],
      [{ kind: 'emptyBody' }, 'badResponse'],
      [{ kind: 'challenge' }, 'blocked'],
      [{ kind: 'html', status: 200 }, 'badResponse'],
      [{ kind: 'html', status: 403 }, 'blocked'],
      [{ kind: 'html', status: 503 }, 'server'],
      [{ kind: 'refusal', status: 401 }, 'auth'],
      [{ kind: 'refusal', status: 403 }, 'forbidden'],
      [{ kind: 'refusal', status: 404 }, 'notFound'],
      [{ kind: 'refusal', status: 500 }, 'server'],
      [{ kind: 'rateLimited' }, 'rateLimited'],
      [{ kind: 'wrongEnvelope' }, 'badResponse'],
      [{ kind: 'wrongEnvelope', value: { success: false } }, 'badResponse'],
      [{ kind: 'nullResult' }, 'badResponse'],
      [{ kind: 'changedResult', change: () => ({}) }, 'badResponse'],
    ];
    for (const [fault, kind] of table) {
      const { kind: name, ...details } = fault;
      it(`${kind} for ${name} ${JSON.stringify(details)}`, async () => {
        server.fail('cfd_tunnel', fault);
        assert.equal((await problemOf(list())).kind, kind);
        assert.equal(server.requests.length, 1, 'nothing is retried');
      });
    }

    for (const fault of [
      { kind: 'hang' },
      { kind: 'hangInBody' },
      { kind: 'slow', beforeMs: 60_000 },
    ] as const) {
      it(`timeout for ${fault.kind}`, async () => {
        server.fail('cfd_tunnel', fault);
        assert.equal((await problemOf(list({ timeoutMs: 80 }))).kind, 'timeout');
      });
    }

    it('network where nobody listens', async () => {
      const problem = await problemOf(list({ baseUrl: await refusedUrl() }));
      assert.deepEqual(problem, { kind: 'network', detail: 'ECONNREFUSED' });
    });

    it('rateLimited with the time that Retry-After gives, and the ray', async () => {
      server.fail('cfd_tunnel', { kind: 'rateLimited', retryAfter: 30 });
      const problem = await problemOf(list());
      assert.equal(problem.retryAt, sampleTime + 30_000);
      assert.match(problem.ray ?? '', /-FRA$/);
    });
  });

  describe('A caller who gives up', () => {
    for (const fault of [{ kind: 'hang' }, { kind: 'hangInBody' }] as const) {
      it(`gets the signal's reason, not a problem, during ${fault.kind}`, async () => {
        server.fail('cfd_tunnel', fault);
        const caller = new AbortController();
        const reason = new Error('closed');
        const arrival = server.arrival('cfd_tunnel');
        const failure = assert.rejects(list({}, caller.signal), (error) => error === reason);
        await arrival;
        caller.abort(reason);
        await failure;
      });
    }

    it('sends nothing where the signal was aborted before', async () => {
      const reason = new Error('closed');
      await assert.rejects(list({}, AbortSignal.abort(reason)), (error) => error === reason);
      assert.deepEqual(server.requests, []);
    });

    it('finds nothing left on the signal, however each request ended: it may live for days', async () => {
      const caller = new AbortController();
      const before = leftOn(caller.signal);
      await list({}, caller.signal);
      for (const fault of [{ kind: 'reset' }, { kind: 'hang' }, { kind: 'refusal', status: 500 }] as const) {
        const end = server.fail('cfd_tunnel', fault);
        await assert.rejects(list({ timeoutMs: 50 }, caller.signal));
        end();
      }
      assert.deepEqual(leftOn(caller.signal), before);
    });
  });

  /** How many listeners a signal has, and of how many things it keeps count otherwise. */
  function leftOn(signal: AbortSignal): { readonly listeners: number; readonly kept: number } {
    const held = Reflect.ownKeys(signal).map((key): unknown => Reflect.get(signal, key));
    // Node's own sets are no instances of `Set`.
    const sizes = held.map((value) =>
      typeof value === 'object' && value !== null && 'size' in value ? Number(value.size) : 0,
    );
    const kept = sizes.reduce((sum, size) => sum + size, 0);
    return { listeners: getEventListeners(signal, 'abort').length, kept };
  }
});
