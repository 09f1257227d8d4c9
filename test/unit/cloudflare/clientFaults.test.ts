import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import type { Problem } from '../../../src/tunnels/problems/problem.ts';
import { refusedUrl, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { assertHoldsNoSecret, problemOf } from '../../support/rejection.ts';
import { largeCompany, sampleAccountId, sampleCompany, sampleTime } from '../../support/sampleCompany.ts';
import { selfSigned } from '../../support/selfSigned.ts';

const never = new AbortController().signal;

let server: CloudflareServer;
describe('The client, when the API fails', () => {
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  const credential: Credential = { kind: 'token', token: sampleTokens.user };
  const list = ({ timeoutMs = 15_000, baseUrl = server.url } = {}, signal = never) =>
    createCloudflareApi({ baseUrl, credential, now: () => sampleTime, timeoutMs }).listTunnels(
      sampleAccountId,
      signal,
    );
  const listPath = `/accounts/${sampleAccountId}/cfd_tunnel`;

  /** What a problem tells besides its detail, what the API said, and the ray. */
  type Told = Pick<Problem, 'kind' | 'refusal' | 'status' | 'field' | 'retryAt'>;
  const told = ({ kind, refusal, status, field, retryAt }: Problem) =>
    Object.fromEntries(
      Object.entries({ kind, refusal, status, field, retryAt }).filter(([, value]) => value !== undefined),
    );

  describe('A fault is a problem', () => {
    const late: Told = { kind: 'timeout' };
    const unreadable: Told = { kind: 'badResponse' };
    const unexpected: Told = { kind: 'badResponse', field: 'result' };
    const after = (seconds: number) => new Date(sampleTime + seconds * 1000);
    const limited = (seconds?: number): Told => ({
      kind: 'rateLimited',
      status: 429,
      ...(seconds === undefined ? {} : { retryAt: sampleTime + seconds * 1000 }),
    });
    // All that can be set but those that end well.
    type Kind = Exclude<Fault['kind'], 'held' | 'smallPages'>;
    type Given<K extends Kind> = Omit<Extract<Fault, { readonly kind: K }>, 'kind'>;
    const table: { readonly [K in Kind]: readonly [given: Given<K>, expected: Told][] } = {
      reset: [[{}, { kind: 'network' }]],
      resetInBody: [[{}, { kind: 'network' }]],
      hang: [[{}, late]],
      hangInBody: [[{}, late]],
      slow: [
        [{ beforeMs: 60_000 }, late],
        [{ betweenMs: 100 }, late],
      ],
      truncated: [[{}, unreadable]],
      emptyBody: [[{}, unreadable]],
      challenge: [[{}, { kind: 'blocked', refusal: 'challenge', status: 403 }]],
      html: [
        [{ status: 200 }, unreadable],
        // The page of a proxy that refuses.
        [{ status: 403 }, { kind: 'blocked', status: 403 }],
        // The one of a proxy that wants to be signed in to: `fetch` does not hand it out.
        [{ status: 407 }, { kind: 'network' }],
        [{ status: 520 }, { kind: 'server', status: 520 }],
      ],
      refusal: [
        [{ status: 401 }, { kind: 'auth', refusal: 'unknownToken', status: 401 }],
        [{ status: 403 }, { kind: 'forbidden', refusal: 'noPermission', status: 403 }],
        [{ status: 404 }, { kind: 'notFound', status: 404 }],
        [{ status: 500 }, { kind: 'server', status: 500 }],
      ],
      rateLimited: [
        [{}, limited()],
        [{ retryAfter: 30 }, limited(30)],
        [{ retryAfter: after(600) }, limited(600)],
        [{ retryAfter: after(-60) }, limited(-60)],
      ],
      redirect: [[{ to: 'http://127.0.0.1:9/' }, { kind: 'badResponse', status: 302 }]],
      wrongEnvelope: [
        [{}, unreadable],
        [{ value: [] }, unreadable],
        [{ value: { success: false } }, { kind: 'badResponse', status: 200 }],
      ],
      nullResult: [[{}, unexpected]],
      changedResult: [[{ change: () => ({}) }, unexpected]],
      wrongShape: [[{ items: 'all' }, { kind: 'badResponse', field: 'result[0].id' }]],
      samePage: [[{}, unexpected]],
    };
    const faults = Object.entries(table).flatMap(([kind, cases]) =>
      cases.map(([given, expected]) => [{ kind, ...given } as Fault, given, expected] as const),
    );
    for (const [fault, given, expected] of faults) {
      it(`${expected.kind} for ${fault.kind} ${JSON.stringify(given)}`, async () => {
        server.fail('cfd_tunnel', fault);
        const problem = await problemOf(list(expected === late ? { timeoutMs: 400 } : {}));
        assert.deepEqual(told(problem), expected);
        assertHoldsNoSecret(problem, credential);
        // Nothing is retried, save on a connection that was closed; that a page repeats shows with the second.
        const isTwice = fault.kind === 'samePage' || fault.kind === 'reset';
        const asked = isTwice ? [listPath, listPath] : [listPath];
        assert.deepEqual(
          server.requests.map(({ path }) => path),
          asked,
        );
      });
    }

    it('rateLimited where others have used up the limit, until it ends, with the code and the ray', async () => {
      server.spend(sampleTokens.user, server.rateLimit.requests);
      const problem = await problemOf(list());
      assert.deepEqual(told(problem), limited(server.rateLimit.windowSeconds));
      assert.equal(problem.api?.code, 971);
      assert.match(problem.ray ?? '', /-FRA$/);
    });

    it('network where nobody listens', async () => {
      const problem = await problemOf(list({ baseUrl: await refusedUrl() }));
      assert.deepEqual(problem, { kind: 'network', detail: 'ECONNREFUSED' });
    });

    it('network for a name that DNS does not know', async () => {
      // No name is that long: it is refused without asking a server.
      const problem = await problemOf(list({ baseUrl: `http://${'x'.repeat(64)}.invalid/client/v4` }));
      assert.equal(problem.kind, 'network');
      assert.match(problem.detail, /^(?:ENOTFOUND|EAI_AGAIN)$/);
    });

    it('tls for a certificate that nobody vouches for, and it is sent nothing', async () => {
      let requests = 0;
      const proxy = createServer(selfSigned(), (_, response) => {
        requests++;
        response.end();
      });
      await new Promise<void>((resolve) => {
        proxy.listen(0, '127.0.0.1', resolve);
      });
      try {
        const { port } = proxy.address() as AddressInfo;
        const problem = await problemOf(list({ baseUrl: `https://127.0.0.1:${port}` }));
        assert.deepEqual(problem, { kind: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
        assert.equal(requests, 0);
      } finally {
        proxy.close();
      }
    });

    it('tls for something that does not speak TLS, and it is sent nothing', async () => {
      const problem = await problemOf(list({ baseUrl: server.url.replace('http:', 'https:') }));
      assert.equal(problem.kind, 'tls');
      assert.deepEqual(server.requests, []);
    });
  });

  it('reads an answer whole that comes slowly', async () => {
    const plain = await list();
    server.fail('cfd_tunnel', { kind: 'slow', betweenMs: 5 });
    assert.deepEqual(await list(), plain);
  });

  it('has nothing of a list of which the second page fails', async () => {
    server.company.accounts = largeCompany(1001).accounts;
    server.fail(/page=2/, { kind: 'resetInBody' });
    assert.equal((await problemOf(list())).kind, 'network');
    assert.equal(server.requests.length, 2);
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
