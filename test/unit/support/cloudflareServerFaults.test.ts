import assert from 'node:assert/strict';
import { connect } from 'node:net';
import {
  refusedUrl,
  sampleCompany,
  sampleTokens,
  startCloudflareServer,
} from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault, RecordedRequest } from '../../support/cloudflareServer.ts';
import { sampleTime } from '../../support/sampleCompany.ts';
import { bearer, get, tunnelsPath } from './ask.ts';
import type { Envelope } from './ask.ts';

let server: CloudflareServer;

describe('Faults of the stand-in', () => {
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  const list = `${tunnelsPath}?per_page=1000`;
  const ask = (path = list, init: RequestInit = {}) =>
    fetch(server.url + path, { headers: bearer(sampleTokens.user), ...init });
  const askUnder = async (fault: Fault, path = list) => {
    server.fail(tunnelsPath, fault);
    return ask(path, { redirect: 'manual' });
  };
  const itemsIn = ({ result }: Envelope) => result as Record<string, unknown>[];

  /** Resolves to `pending` if the promise is not settled when the server has answered another request since. */
  async function stateOf(promise: Promise<unknown>): Promise<'pending' | 'settled'> {
    const other = get(server, '/user/tokens/verify').then(() => 'pending' as const);
    const settled = promise.then(
      () => 'settled' as const,
      () => 'settled' as const,
    );
    return Promise.race([settled, other]);
  }

  describe('faults of bytes and time', () => {
    it('hangs without an answer, until it is closed', async () => {
      const arrival = server.arrival(tunnelsPath);
      const answer = askUnder({ kind: 'hang' });
      const failure = assert.rejects(answer, TypeError);
      const record: RecordedRequest = await arrival;
      assert.equal(await stateOf(answer), 'pending');
      assert.equal(record.status, undefined);
      await server.close();
      await failure;
    });

    it('hangs in the middle of a body', async () => {
      const response = await askUnder({ kind: 'hangInBody' });
      assert.equal(response.status, 200);
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      const { value } = await reader.read();
      assert.match(value ?? '', /^\{"success":true/);
      const rest = reader.read();
      const failure = assert.rejects(rest);
      assert.equal(await stateOf(rest), 'pending');
      await server.close();
      await failure;
    });

    it('resets before an answer', async () => {
      await assert.rejects(askUnder({ kind: 'reset' }), ({ cause }: Error) => {
        assert.equal((cause as NodeJS.ErrnoException).code, 'ECONNRESET');
        return true;
      });
      assert.equal(server.requests[0]!.status, undefined);
    });

    it('breaks off in the middle of a body', async () => {
      const response = await askUnder({ kind: 'resetInBody' });
      assert.equal(response.status, 200);
      await assert.rejects(response.text(), TypeError);
    });

    // A timer left behind would show as well: mocha would not end before the hour is over.
    it('is slow to begin, and closing does not wait for it', async () => {
      const arrival = server.arrival(tunnelsPath);
      const answer = askUnder({ kind: 'slow', beforeMs: 3_600_000 });
      const failure = assert.rejects(answer, TypeError);
      await arrival;
      assert.equal(await stateOf(answer), 'pending');
      await server.close();
      await failure;
    });

    it('is slow to go on, and whole in the end', async () => {
      const plain = await (await ask()).text();
      const response = await askUnder({ kind: 'slow', betweenMs: 1 });
      assert.equal(await response.text(), plain);
    });

    it('is held until it is let go, with the state of its arrival', async () => {
      let letGo: (() => void) | undefined;
      const until = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const arrival = server.arrival(tunnelsPath);
      const answer = askUnder({ kind: 'held', until });
      await arrival;
      assert.equal(await stateOf(answer), 'pending');
      server.company.accounts[0]!.tunnels.length = 0;
      letGo!();
      assert.ok(itemsIn((await (await answer).json()) as Envelope).length > 0);
    });

    it('refuses to be reached at an address where nobody listens', async () => {
      await assert.rejects(fetch(await refusedUrl()), ({ cause }: Error) => {
        assert.equal((cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
        return true;
      });
    });
  });

  describe('faults of the answer', () => {
    it('cuts JSON off', async () => {
      const response = await askUnder({ kind: 'truncated' });
      assert.equal(response.status, 200);
      const text = await response.text();
      assert.match(text, /^\{"success":true/);
      assert.throws(() => JSON.parse(text) as unknown, SyntaxError);
    });

    it('sends an empty body', async () => {
      const response = await askUnder({ kind: 'emptyBody' });
      assert.deepEqual([response.status, await response.text()], [200, '']);
    });

    it('sends Cloudflare’s challenge', async () => {
      const response = await askUnder({ kind: 'challenge' });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get('cf-mitigated'), 'challenge');
      assert.match(response.headers.get('content-type')!, /^text\/html/);
      assert.ok(response.headers.has('cf-ray'));
    });

    for (const status of [200, 503]) {
      it(`sends HTML with ${status}`, async () => {
        const response = await askUnder({ kind: 'html', status });
        assert.equal(response.status, status);
        assert.equal(response.headers.get('cf-mitigated'), null);
        assert.match(await response.text(), /^<!DOCTYPE html>/);
      });
    }

    const refusals: [status: number, code: number][] = [
      [401, 10000],
      [403, 10000],
      [404, 7003],
      [500, 10013],
    ];
    for (const [status, code] of refusals) {
      it(`refuses with ${status} and ${code}`, async () => {
        const response = await askUnder({ kind: 'refusal', status });
        assert.equal(response.status, status);
        const json = (await response.json()) as Envelope;
        assert.equal(json.success, false);
        assert.equal(json.errors[0]!.code, code);
        assert.equal(server.requests[0]!.status, status);
      });
    }

    it('refuses with the error that is given', async () => {
      const error = {
        code: 1234,
        message: 'Not so',
        documentation_url: 'https://developers.cloudflare.com/x',
        source: { pointer: '/a' },
        error_chain: [{ code: 5678, message: 'Cause' }],
      };
      const json = (await (await askUnder({ kind: 'refusal', status: 400, error })).json()) as Envelope;
      assert.deepEqual(json.errors, [error]);
    });

    const waits: [retryAfter: number | Date | undefined, header: string | null][] = [
      [undefined, null],
      [30, '30'],
      [new Date(sampleTime + 90_000), 'Tue, 24 Nov 2026 12:01:30 GMT'],
    ];
    for (const [retryAfter, header] of waits) {
      it(`refuses with 429 and Retry-After ${header ?? 'left out'}`, async () => {
        const response = await askUnder({
          kind: 'rateLimited',
          ...(retryAfter === undefined ? {} : { retryAfter }),
        });
        assert.equal(response.status, 429);
        assert.equal(response.headers.get('retry-after'), header);
      });
    }

    it('sends JSON that is not an envelope', async () => {
      const plain = (await (await askUnder({ kind: 'wrongEnvelope' })).json()) as object;
      assert.ok(!('success' in plain) && !('result' in plain));
      assert.equal(await (await askUnder({ kind: 'wrongEnvelope', value: 'no' })).json(), 'no');
    });

    it('sends `null` for a result', async () => {
      const json = (await (await askUnder({ kind: 'nullResult' })).json()) as Envelope;
      assert.deepEqual([json.success, json.result], [true, null]);
    });

    it('misshapes one field of the first item and nothing else', async () => {
      const plain = itemsIn((await (await ask()).json()) as Envelope);
      const fault = { kind: 'wrongShape', items: 'first', fields: ['name'] } as const;
      const [first, ...others] = itemsIn((await (await askUnder(fault)).json()) as Envelope);
      assert.notEqual(typeof first!['name'], 'string');
      assert.deepEqual({ ...first, name: plain[0]!['name'] }, plain[0]);
      assert.deepEqual(others, plain.slice(1));
    });

    it('misshapes every field of all items', async () => {
      const response = await askUnder({ kind: 'wrongShape', items: 'all' });
      for (const item of itemsIn((await response.json()) as Envelope)) {
        for (const value of Object.values(item))
          assert.ok(typeof value === 'object' || value === 'not what it was');
        assert.notEqual(typeof item['id'], 'string');
      }
    });

    it('misshapes a single object, and leaves a refusal as it is', async () => {
      server.fail('verify', { kind: 'wrongShape', items: 'all' });
      const verified = await get(server, '/user/tokens/verify');
      assert.notEqual(typeof (verified.json.result as { status: unknown }).status, 'string');
      const refused = await get(server, '/user/tokens/verify', bearer(sampleTokens.revoked));
      assert.equal(refused.json.errors[0]!.code, 1000);
    });

    it('redirects to another host', async () => {
      const other = await startCloudflareServer();
      try {
        const response = await askUnder({ kind: 'redirect', to: other.url });
        assert.equal(response.status, 302);
        assert.equal(response.headers.get('location'), other.url + tunnelsPath);
        assert.equal((await ask(list)).url, other.url + tunnelsPath, 'a client that follows it gets there');
      } finally {
        await other.close();
      }
    });

    it('sends the same full page for ever', async () => {
      server.fail(tunnelsPath, { kind: 'samePage' });
      const page = async (number: number) => {
        const { json } = await get(server, `${tunnelsPath}?per_page=50&page=${number}`);
        return itemsIn(json).map((item) => item['id']);
      };
      const first = await page(1);
      assert.equal(new Set(first).size, 50);
      assert.deepEqual(await page(7), first);
    });

    it('changes a result as it is told', async () => {
      const response = await askUnder({ kind: 'changedResult', change: (items) => [items, 1] });
      assert.equal(itemsIn((await response.json()) as Envelope).length, 2);
    });
  });

  describe('closing', () => {
    it('ends idle sockets, refuses new ones, and may be repeated', async () => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      await new Promise((resolve) => socket.once('connect', resolve));
      const ended = new Promise((resolve) => socket.once('close', resolve));
      await server.close();
      await ended;
      await server.close();
      await assert.rejects(ask(), TypeError);
    });
  });
});
