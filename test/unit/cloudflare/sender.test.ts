import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { CloudflareApiOptions } from '../../../src/cloudflare/client.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import { problemOf } from '../../support/rejection.ts';
import { largeCompany, sampleAccountId, sampleCompany, sampleTime } from '../../support/sampleCompany.ts';

const token: Credential = { kind: 'token', token: sampleTokens.user };
const key: Credential = { kind: 'key', ...sampleKey };
const never = new AbortController().signal;
const list = 'cfd_tunnel?';

let server: CloudflareServer;

describe('What is sent', () => {
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  const apiWith = (options: Partial<CloudflareApiOptions> = {}) =>
    createCloudflareApi({ baseUrl: server.url, credential: token, now: () => sampleTime, ...options });

  describe('The environment', () => {
    /** Every variable that the SDK reads, with what would do harm. */
    const variables: Readonly<Record<string, string>> = {
      CLOUDFLARE_API_TOKEN: 'foreign',
      CLOUDFLARE_API_KEY: 'foreign',
      CLOUDFLARE_EMAIL: 'someone@foreign.example',
      CLOUDFLARE_API_USER_SERVICE_KEY: 'v1.0-foreign',
      CLOUDFLARE_BASE_URL: 'http://127.0.0.1:9/foreign',
      CLOUDFLARE_LOG: 'debug',
      CLOUDFLARE_CUSTOM_HEADERS: [
        `Authorization: Bearer ${sampleTokens.user}`,
        'X-Auth-Email: someone@foreign.example',
        'X-Auth-Key: foreign',
        'X-Vault-Token: foreign',
        'Cookie: session=foreign',
        'User-Agent: foreign',
        'Accept: foreign/type',
      ].join('\n'),
    };
    let before: NodeJS.ProcessEnv;
    beforeEach(() => {
      before = { ...process.env };
      Object.assign(process.env, variables);
    });
    afterEach(() => {
      for (const name of Object.keys(variables)) {
        if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = before[name];
      }
    });

    it('is known with all that the SDK reads of it', () => {
      const sdk = readFileSync('node_modules/cloudflare/client.mjs', 'utf8');
      const read = [...sdk.matchAll(/readEnv\('(\w+)'\)/g)].map(([, name]) => name);
      assert.deepEqual(new Set(read), new Set(Object.keys(variables)));
    });

    for (const credential of [token, key]) {
      it(`joins no request that is signed in with a ${credential.kind}`, async () => {
        await apiWith({ credential }).listTunnels(sampleAccountId, never);
        const [request] = server.requests;
        assert.ok(request !== undefined, 'it went to the address that was given');
        assert.doesNotMatch(JSON.stringify(request.headers), /foreign/);
        const ours = ['accept', 'user-agent', 'authorization', 'x-auth-email', 'x-auth-key'];
        // What Node's own fetch adds.
        const nodes = ['host', 'connection', 'accept-language', 'sec-fetch-mode', 'accept-encoding'];
        const others = Object.keys(request.headers).filter((name) => ![...ours, ...nodes].includes(name));
        assert.deepEqual(others, []);
      });
    }

    for (const line of ['not a name: x', ': no name', 'X-Name: vàlue \u0100']) {
      it(`stops no request with a header that cannot be sent, such as ${JSON.stringify(line)}`, async () => {
        process.env['CLOUDFLARE_CUSTOM_HEADERS'] = line;
        assert.ok((await apiWith().listTunnels(sampleAccountId, never)).length > 0);
        assert.equal(process.env['CLOUDFLARE_CUSTOM_HEADERS'], line);
      });
    }

    it('does not have a token verified that is none', async () => {
      const garbage: Credential = { kind: 'token', token: 'x'.repeat(40) };
      const { kind, refusal } = await problemOf(apiWith({ credential: garbage }).verifyUserToken(never));
      assert.deepEqual([kind, refusal], ['auth', 'unknownToken']);
    });
  });

  describe('A connection that the server had closed', () => {
    it('is no fault: the request is sent once more', async () => {
      server.fail(list, { kind: 'reset' }, { times: 1 });
      assert.ok((await apiWith().listTunnels(sampleAccountId, never)).length > 0);
      assert.equal(server.requests.length, 2);
    });

    it('is a fault the second time', async () => {
      server.fail(list, { kind: 'reset' });
      const { kind } = await problemOf(apiWith().listTunnels(sampleAccountId, never));
      assert.deepEqual([kind, server.requests.length], ['network', 2]);
    });

    it('is a fault once an answer had begun', async () => {
      server.fail(list, { kind: 'resetInBody' });
      const { kind } = await problemOf(apiWith().listTunnels(sampleAccountId, never));
      assert.deepEqual([kind, server.requests.length], ['network', 1]);
    });

    for (const code of ['ERR_CONNECTION_CLOSED', 'ERR_CONNECTION_RESET', 'ERR_NETWORK_CHANGED']) {
      it(`is told by Electron’s fetch with ${code}`, async () => {
        let sent = 0;
        const electron: typeof fetch = (input, init) => {
          sent += 1;
          if (sent === 1)
            return Promise.reject(new TypeError('fetch failed', { cause: new Error(`net::${code}`) }));
          return fetch(input, init);
        };
        assert.ok((await apiWith({ fetch: electron }).listTunnels(sampleAccountId, never)).length > 0);
        assert.equal(sent, 2);
      });
    }

    it('is not tried again by who gave up', async () => {
      const given = new AbortController();
      const failing: typeof fetch = () => {
        given.abort(new Error('given up'));
        return Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
      };
      await assert.rejects(
        apiWith({ fetch: failing }).listTunnels(sampleAccountId, given.signal),
        /given up/,
      );
      assert.equal(server.requests.length, 0);
    });

    it('is no reason to send again what cannot be reached', async () => {
      let sent = 0;
      const refused: typeof fetch = () => {
        sent += 1;
        return Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
      };
      await problemOf(apiWith({ fetch: refused }).listTunnels(sampleAccountId, never));
      assert.equal(sent, 1);
    });
  });

  describe('A list that comes in small pages', () => {
    for (const named of [true, false]) {
      it(`is read to its end where the answer ${named ? 'names' : 'does not name'} their size`, async () => {
        await server.close();
        server = await startCloudflareServer({ company: largeCompany(45), now: () => sampleTime });
        server.fail(list, { kind: 'smallPages', perPage: 20, named });
        const tunnels = await apiWith().listTunnels(sampleAccountId, never);
        assert.equal(new Set(tunnels.map(({ id }) => id)).size, 45);
      });
    }

    it('takes one request for exactly 1,000', async () => {
      await server.close();
      server = await startCloudflareServer({ company: largeCompany(1000), now: () => sampleTime });
      assert.equal((await apiWith().listTunnels(sampleAccountId, never)).length, 1000);
      assert.equal(server.requests.length, 1);
    });
  });
});
