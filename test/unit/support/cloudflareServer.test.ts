import assert from 'node:assert/strict';
import { sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, CloudflareServerOptions } from '../../support/cloudflareServer.ts';
import {
  aConnector,
  findTunnel,
  hour,
  largeCompany,
  minute,
  sampleTime,
} from '../../support/sampleCompany.ts';
import { bearer, get, tunnelsPath } from './ask.ts';
import type { Envelope } from './ask.ts';

let server: CloudflareServer;
let now = sampleTime;

async function start(options: CloudflareServerOptions = {}) {
  now = sampleTime;
  server = await startCloudflareServer({ now: () => now, ...options });
}

describe('The stand-in', () => {
  beforeEach(() => start());
  afterEach(() => server.close());

  const firstTunnel = () => findTunnel(server.company, 'web-prod');
  const pathOf = (name: string) => `${tunnelsPath}/${findTunnel(server.company, name).tunnel.id!}`;
  const idsIn = ({ result }: Envelope) => (result as { id: string }[]).map(({ id }) => id);

  describe('the list of tunnels', () => {
    const list = (query: string) => get(server, `${tunnelsPath}?${query}`);
    const names = async (query: string) =>
      ((await list(`per_page=1000&${query}`)).json.result as { name: string | null }[]).map(
        ({ name }) => name,
      );

    it('leaves deleted tunnels out, and shows them alone where they are asked for', async () => {
      const plain = await names('');
      assert.ok(!plain.includes('retired-demo'));
      assert.deepEqual(await names('is_deleted=false'), plain);
      assert.deepEqual(await names('is_deleted=true'), ['retired-demo']);
    });

    it('filters by name, status, id and prefix', async () => {
      assert.deepEqual(await names('name=media'), ['media']);
      assert.deepEqual(await names('name=med'), []);
      assert.deepEqual(await names('status=inactive'), ['new-lab']);
      assert.deepEqual(await names(`uuid=${firstTunnel().tunnel.id!}`), ['web-prod']);
      assert.deepEqual(await names('include_prefix=w'), ['web-prod', 'warehouse']);
      assert.ok(!(await names('exclude_prefix=w')).includes('warehouse'));
    });

    it('counts in total what is there without the filters, and gives no number of pages', async () => {
      const all = await names('');
      const { json } = await list('per_page=5&status=inactive');
      assert.deepEqual(json.result_info, { count: 1, page: 1, per_page: 5, total_count: all.length });
    });

    it('comes without connections', async () => {
      for (const tunnel of (await list('per_page=1000')).json.result as object[])
        assert.ok(!('connections' in tunnel));
    });

    it('gives 1,001 tunnels on two pages, and nothing on a third', async () => {
      await server.close();
      await start({ company: largeCompany(1001) });
      const pages = await Promise.all(
        [1, 2, 3].map(async (page) => (await list(`per_page=1000&page=${page}`)).json),
      );
      assert.deepEqual(
        pages.map((page) => idsIn(page).length),
        [1000, 1, 0],
      );
      assert.equal(new Set(pages.flatMap(idsIn)).size, 1001);
      assert.equal(pages[1]!.result_info!.count, 1);
    });

    for (const query of ['per_page=0', 'per_page=1001', 'per_page=many', 'page=0']) {
      it(`refuses ${query}, and points at it`, async () => {
        const { status, json } = await list(query);
        assert.equal(status, 400);
        assert.equal(json.errors[0]!.source!.pointer, `/${query.split('=')[0]!}`);
      });
    }
  });

  describe('a tunnel', () => {
    it('has connectors, each of which can be asked for', async () => {
      const { json } = await get(server, `${pathOf('web-prod')}/connections`);
      assert.deepEqual(json.result, firstTunnel().connectors);
      assert.ok(!('result_info' in json));
      const [connector] = firstTunnel().connectors;
      const one = await get(server, `${pathOf('web-prod')}/connectors/${connector!.id!}`);
      assert.deepEqual(one.json.result, connector);
    });

    it('has a configuration where it is managed at Cloudflare, and `null` where it is not', async () => {
      const published = await get(server, `${pathOf('api-gateway')}/configurations`);
      assert.deepEqual(published.json.result, findTunnel(server.company, 'api-gateway').configuration);
      const local = (await get(server, `${pathOf('staging')}/configurations`)).json.result;
      assert.equal((local as { config: unknown }).config, null);
      assert.equal((local as { source: unknown }).source, 'local');
    });

    it('is not found, nor is a connector, by an id that nobody has', async () => {
      const nobody = '00000000-0000-4000-8000-000000000000';
      assert.equal((await get(server, `${tunnelsPath}/${nobody}/connections`)).status, 404);
      assert.equal((await get(server, `${pathOf('web-prod')}/connectors/${nobody}`)).status, 404);
    });

    it('shows a change of the company with the next request', async () => {
      const { connectors, tunnel } = firstTunnel();
      connectors.push(aConnector({ id: '11111111-1111-4111-8111-111111111111' }));
      tunnel.status = 'down';
      const answer = await get(server, `${pathOf('web-prod')}/connections`);
      assert.equal(idsIn(answer.json).length, 3);
      const shown = (await get(server, pathOf('web-prod'))).json.result as { status: string };
      assert.equal(shown.status, 'down');
    });
  });

  describe('the record', () => {
    it('holds each request with its path, query, credential, time and status', async () => {
      now += hour;
      await get(server, `${tunnelsPath}?per_page=7`);
      await get(server, '/nowhere', bearer('short'));
      const [first, second] = server.requests;
      assert.equal(server.requests.length, 2);
      assert.deepEqual(
        [first!.method, first!.path, first!.query, first!.at, first!.status],
        ['GET', tunnelsPath, { per_page: '7' }, sampleTime + hour, 200],
      );
      assert.equal(first!.headers['authorization'], `Bearer ${sampleTokens.user}`);
      assert.equal(second!.status, 400);
    });

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      it(`refuses ${method}, changes nothing, and keeps it in mind`, async () => {
        const before = structuredClone(server.company);
        const path = `${pathOf('web-prod')}/connections`;
        const response = await fetch(server.url + path, { method, headers: bearer(sampleTokens.user) });
        assert.equal(response.status, 405);
        assert.deepEqual(server.company, before);
        assert.deepEqual(
          server.requests.map((request) => [request.method, request.path]),
          [[method, path]],
        );
      });
    }

    it('does not answer outside of the base path', async () => {
      const outside = server.url.replace('/client/v4', '') + tunnelsPath;
      const response = await fetch(outside, { headers: bearer(sampleTokens.user) });
      assert.equal(response.status, 404);
    });

    it('announces a request when it arrives', async () => {
      const arrival = server.arrival('/connections');
      await get(server, '/accounts');
      await get(server, `${pathOf('web-prod')}/connections`);
      assert.equal((await arrival).path, `${pathOf('web-prod')}/connections`);
    });
  });

  describe('the rate limit', () => {
    const ratelimit = async (headers?: Record<string, string>) =>
      (await get(server, '/accounts', headers)).headers.get('ratelimit');

    it('is told with every answer, refusals included', async () => {
      const { headers } = await get(server, '/zones');
      assert.equal(headers.get('ratelimit'), '"default";r=1199;t=300');
      assert.equal(headers.get('ratelimit-policy'), '"burst";q=1200;w=300');
      assert.match(headers.get('cf-ray')!, /^[0-9a-f]{16}-[A-Z]{3}$/);
      assert.equal(headers.get('retry-after'), null);
      now += minute;
      assert.equal(await ratelimit(), '"default";r=1198;t=240');
    });

    it('is one for all of a person’s credentials, and another for an account’s token', async () => {
      await ratelimit(bearer(sampleTokens.user));
      assert.equal(await ratelimit(bearer(sampleTokens.several)), '"default";r=1198;t=300');
      assert.equal(await ratelimit(bearer(sampleTokens.account)), '"default";r=1199;t=300');
    });

    it('refuses whoever exceeds it for a whole window from then on', async () => {
      server.spend(sampleTokens.user, 1199);
      now += 4 * minute;
      assert.equal((await get(server, '/accounts')).status, 200);
      const { status, headers, json } = await get(server, '/accounts');
      assert.equal(status, 429);
      assert.equal(headers.get('retry-after'), '300');
      assert.equal(json.errors[0]!.code, 971);
      now += 5 * minute - 1;
      const still = await get(server, '/accounts');
      assert.equal(still.status, 429);
      assert.equal(still.headers.get('retry-after'), '1');
      now += 1;
      assert.equal((await get(server, '/accounts')).status, 200);
    });

    it('can be set', async () => {
      server.rateLimit.requests = 2;
      server.rateLimit.windowSeconds = 10;
      assert.equal(await ratelimit(), '"default";r=1;t=10');
    });
  });
});
