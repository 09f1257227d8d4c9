import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { CloudflareApi } from '../../../src/cloudflare/client.ts';
import { accountIdIn } from '../../../src/cloudflare/ids.ts';
import { listTunnelsOrExplain, verifyCredential } from '../../../src/cloudflare/verify.ts';
import { sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import { problemOf } from '../../support/rejection.ts';
import { sampleAccountId } from '../../support/sampleCompany.ts';

const never = new AbortController().signal;
const tunnelId = '5f0d8a5e-1111-4222-8333-444455556666';
const credential = { kind: 'token', token: sampleTokens.account } as const;

let server: CloudflareServer;
let api: CloudflareApi;
describe('Ids in addresses', () => {
  beforeEach(async () => {
    server = await startCloudflareServer();
    api = createCloudflareApi({ baseUrl: server.url, credential });
  });
  afterEach(() => server.close());

  const asking = { signal: never, now: Date.now() };

  /** Whatever may stand where an id of that form belongs. */
  const oddIds = (id: string) => [
    '',
    '.',
    '..',
    'undefined',
    id.slice(1),
    `${id}0`,
    ` ${id}`,
    `${id}\n`,
    `${id}\n${id}`,
    `${id}/..`,
    `../${id}`,
    `${id}?x=1`,
    `${id}#x`,
    id.replace(/^./, '%'),
    id.replace(/^./, 'g'),
    id.replace(/^./, '５'),
  ];

  describe('An account id of another form', () => {
    const calls: [name: string, call: (accountId: string) => Promise<unknown>][] = [
      ['verifyAccountToken', (id) => api.verifyAccountToken(id, never)],
      ['listTunnels', (id) => api.listTunnels(id, never)],
      ['getTunnel', (id) => api.getTunnel(id, tunnelId, never)],
      ['listConnectors', (id) => api.listConnectors(id, tunnelId, never)],
      ['getConfiguration', (id) => api.getConfiguration(id, tunnelId, never)],
      ['listTunnelsOrExplain', (id) => listTunnelsOrExplain(api, credential, id, asking)],
    ];
    for (const [name, call] of calls) {
      it(`never reaches the API by ${name}`, async () => {
        for (const id of [...oddIds(sampleAccountId), tunnelId]) {
          const { kind, field, detail } = await problemOf(call(id));
          assert.deepEqual([kind, field], ['badResponse', 'account_id'], JSON.stringify(id));
          assert.match(detail, /not asked/);
        }
        assert.deepEqual(server.requests, []);
      });
    }

    it('never reaches the API as the one that a credential is said to be for', async () => {
      for (const id of oddIds(sampleAccountId)) {
        await verifyCredential(api, credential, id, asking).catch(() => undefined);
      }
      const paths = new Set(server.requests.map(({ path }) => path));
      assert.deepEqual(paths, new Set(['/user/tokens/verify', '/accounts']));
    });
  });

  describe('A tunnel id of another form', () => {
    const calls: [name: string, call: (tunnelId: string) => Promise<unknown>][] = [
      ['getTunnel', (id) => api.getTunnel(sampleAccountId, id, never)],
      ['listConnectors', (id) => api.listConnectors(sampleAccountId, id, never)],
      ['getConfiguration', (id) => api.getConfiguration(sampleAccountId, id, never)],
    ];
    for (const [name, call] of calls) {
      it(`never reaches the API by ${name}`, async () => {
        for (const id of [...oddIds(tunnelId), tunnelId.replaceAll('-', ''), sampleAccountId]) {
          const { kind, field } = await problemOf(call(id));
          assert.deepEqual([kind, field], ['badResponse', 'tunnel_id'], JSON.stringify(id));
        }
        assert.deepEqual(server.requests, []);
      });
    }
  });

  describe('An id in capitals', () => {
    it('is one all the same, and is sent', async () => {
      await problemOf(api.getTunnel(sampleAccountId.toUpperCase(), tunnelId.toUpperCase(), never));
      assert.equal(server.requests.length, 1);
    });
  });
});

describe('The account ID in what was pasted', () => {
  const id = sampleAccountId;
  const holding = [
    id,
    ` ${id.toUpperCase()}\n`,
    `https://dash.cloudflare.com/${id}`,
    `https://dash.cloudflare.com/${id}/tunnels/${tunnelId}`,
    `https://one.dash.cloudflare.com/${id}/networks/connectors?tab=all#top`,
    `dash.cloudflare.com/${id}/`,
  ];
  for (const text of holding) {
    it(`is found in ${JSON.stringify(text)}`, () => {
      assert.equal(accountIdIn(text), id);
    });
  }

  for (const text of ['', 'Larkfield', id.slice(1), `${id}0`, tunnelId, 'https://dash.cloudflare.com/']) {
    it(`is not found in ${JSON.stringify(text)}`, () => {
      assert.equal(accountIdIn(text), undefined);
    });
  }
});
