import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { CloudflareApiOptions } from '../../../src/cloudflare/client.ts';
import type { AnswerSummary } from '../../../src/cloudflare/sender.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import { ProblemError } from '../../../src/tunnels/problems/problem.ts';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import {
  findTunnel,
  largeCompany,
  sampleAccountId,
  sampleCompany,
  sampleTime,
} from '../../support/sampleCompany.ts';
import { problemOf } from '../../support/rejection.ts';

const token: Credential = { kind: 'token', token: sampleTokens.user };
const key: Credential = { kind: 'key', ...sampleKey };
const never = new AbortController().signal;

let server: CloudflareServer;
describe('The client of the API', () => {
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  const apiWith = (options: Partial<CloudflareApiOptions> = {}) =>
    createCloudflareApi({ baseUrl: server.url, credential: token, now: () => sampleTime, ...options });
  const webId = () => findTunnel(server.company, 'web-prod').tunnel.id ?? '';

  describe('The client', () => {
    it('signs in with a token by Authorization alone', async () => {
      await apiWith().listTunnels(sampleAccountId, never);
      const { headers } = server.requests[0]!;
      assert.equal(headers['authorization'], `Bearer ${sampleTokens.user}`);
      assert.ok(!('x-auth-key' in headers) && !('x-auth-email' in headers));
    });

    it('tells how many tunnels a page of the list has', async () => {
      const sizes: number[] = [];
      await apiWith({ onTunnelPage: (size) => sizes.push(size) }).listTunnels(sampleAccountId, never);
      assert.deepEqual(sizes, [1000]);
    });

    it('signs in with a key by X-Auth-Email and X-Auth-Key alone', async () => {
      await apiWith({ credential: key }).listTunnels(sampleAccountId, never);
      const { headers } = server.requests[0]!;
      assert.deepEqual([headers['x-auth-email'], headers['x-auth-key']], [sampleKey.email, sampleKey.key]);
      assert.ok(!('authorization' in headers));
    });

    it('takes no credential from the environment', async () => {
      const names = {
        CLOUDFLARE_API_TOKEN: 'env',
        CLOUDFLARE_API_KEY: 'env',
        CLOUDFLARE_EMAIL: 'a@env.example',
      };
      const before = { ...process.env };
      Object.assign(process.env, names);
      try {
        await apiWith({ credential: key }).listTunnels(sampleAccountId, never);
        await apiWith().listTunnels(sampleAccountId, never);
      } finally {
        for (const name of Object.keys(names)) {
          if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
          else process.env[name] = before[name];
        }
      }
      assert.doesNotMatch(
        JSON.stringify(server.requests.map(({ headers }) => headers)),
        /[: "]env|env\.example/,
      );
    });

    it('lists the tunnels that are not deleted, a thousand at a time', async () => {
      const tunnels = await apiWith().listTunnels(sampleAccountId, never);
      assert.ok(tunnels.some(({ name }) => name === 'web-prod'));
      assert.ok(!tunnels.some(({ name }) => name === 'retired-demo'));
      assert.deepEqual(
        server.requests.map(({ query }) => query),
        [{ is_deleted: 'false', per_page: '1000', page: '1' }],
      );
    });

    for (const count of [999, 1000, 1001]) {
      it(`lists ${count} tunnels`, async () => {
        server.company.accounts = largeCompany(count).accounts;
        assert.equal((await apiWith().listTunnels(sampleAccountId, never)).length, count);
        assert.equal(server.requests.length, count <= 1000 ? 1 : 2);
      });
    }

    it('reads the connectors of a tunnel, none where the result is null', async () => {
      const connectors = await apiWith().listConnectors(sampleAccountId, webId(), never);
      assert.deepEqual(connectors.map(({ version }) => version).toSorted(), ['2026.5.0', '2026.8.2']);
      server.fail('connections', { kind: 'nullResult' });
      assert.deepEqual(await apiWith().listConnectors(sampleAccountId, webId(), never), []);
    });

    it('reads accounts, one tunnel, a configuration and a token', async () => {
      const api = apiWith();
      assert.deepEqual(
        (await api.listAccounts(never)).map(({ id }) => id),
        [sampleAccountId],
      );
      assert.equal((await api.getTunnel(sampleAccountId, webId(), never)).name, 'web-prod');
      assert.equal((await api.getConfiguration(sampleAccountId, webId(), never)).version, 15);
      assert.equal((await api.verifyUserToken(never)).status, 'active');
      const account = apiWith({ credential: { kind: 'token', token: sampleTokens.account } });
      assert.equal((await account.verifyAccountToken(sampleAccountId, never)).status, 'active');
    });

    it('finds no tunnel where it was deleted, though its id still has an answer', async () => {
      const { tunnel } = server.company.accounts[0]!.tunnels.find((one) => one.tunnel.deleted_at != null)!;
      const { kind } = await problemOf(apiWith().getTunnel(sampleAccountId, tunnel.id!, never));
      assert.equal(kind, 'notFound');
    });

    it('reports fields that it cannot read, and keeps the rest of the tunnel', async () => {
      const told: unknown[] = [];
      server.fail('cfd_tunnel', { kind: 'wrongShape', items: 'first', fields: ['name', 'status'] });
      const api = apiWith({ onUnreadable: (path, fields) => told.push([path, [...fields].toSorted()]) });
      const tunnels = await api.listTunnels(sampleAccountId, never);
      assert.equal(tunnels[0]?.status, 'unknown');
      assert.equal(tunnels.length, 13);
      const path = `/accounts/${sampleAccountId}/cfd_tunnel`;
      assert.deepEqual(told, [[path, ['result[0].name', 'result[0].status']]]);
    });

    it('tells of each answer, and of one that did not come, without a secret', async () => {
      const answers: AnswerSummary[] = [];
      for (const credential of [token, key]) {
        const api = apiWith({ credential, onAnswer: (answer) => answers.push(answer) });
        await api.listTunnels(sampleAccountId, never);
        const end = server.fail('connections', { kind: 'reset' });
        await problemOf(api.listConnectors(sampleAccountId, webId(), never));
        end();
      }
      const path = `/client/v4/accounts/${sampleAccountId}/cfd_tunnel`;
      assert.deepEqual(
        answers.map((answer) => [answer.method.toUpperCase(), answer.path, answer.status]),
        [1, 2].flatMap(() => [
          ['GET', path, 200],
          // Each time twice: the first could have met a connection that was closed.
          ['GET', `${path}/${webId()}/connections`, undefined],
          ['GET', `${path}/${webId()}/connections`, undefined],
        ]),
      );
      assert.match(answers[0]?.ray ?? '', /-FRA$/);
      const text = JSON.stringify(answers);
      for (const secret of [sampleTokens.user, sampleKey.key, sampleKey.email])
        assert.ok(!text.includes(secret));
    });

    for (const credential of [token, key]) {
      it(`carries a ${credential.kind} to no other host`, async () => {
        const other = await startCloudflareServer();
        try {
          for (const status of [301, 302, 307, 308]) {
            const end = server.fail('cfd_tunnel', { kind: 'redirect', to: other.url, status });
            const { kind } = await problemOf(apiWith({ credential }).listTunnels(sampleAccountId, never));
            assert.equal(kind, 'badResponse');
            end();
          }
          assert.equal(server.requests.length, 4);
          assert.deepEqual(other.requests, []);
        } finally {
          await other.close();
        }
      });
    }

    it('throws nothing but a problem, whatever JSON it is sent', async () => {
      const frame = fc.record({ success: fc.constant(true), result: fc.jsonValue() });
      const call = fc.constantFrom<(api: ReturnType<typeof apiWith>) => Promise<unknown>>(
        (api) => api.listTunnels(sampleAccountId, never),
        (api) => api.listConnectors(sampleAccountId, 'id', never),
        (api) => api.listAccounts(never),
        (api) => api.getTunnel(sampleAccountId, 'id', never),
        (api) => api.getConfiguration(sampleAccountId, 'id', never),
        (api) => api.verifyUserToken(never),
      );
      const status = fc.constantFrom(200, 400, 403, 500);
      await fc.assert(
        fc.asyncProperty(fc.oneof(frame, fc.jsonValue()), status, call, async (body, code, ask) => {
          const send = () => Promise.resolve(Response.json(body, { status: code }));
          await ask(apiWith({ fetch: send })).catch((error: unknown) => {
            assert.ok(error instanceof ProblemError, String(error));
          });
        }),
        { numRuns: 100 },
      );
    }).timeout(20_000);
  });
});
