import assert from 'node:assert/strict';
import { sampleCompany, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { findTunnel, sampleTime } from '../../support/sampleCompany.ts';
import { get, tunnelsPath } from './ask.ts';

describe('A fault of the stand-in', () => {
  let server: CloudflareServer;
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  const list = `${tunnelsPath}?per_page=1000`;
  const statuses = async (...paths: string[]) => {
    const all: number[] = [];
    for (const path of paths) all.push((await get(server, path)).status);
    return all;
  };
  const fault: Fault = { kind: 'refusal', status: 500 };
  const connections = () => `${tunnelsPath}/${findTunnel(server.company, 'web-prod').tunnel.id!}/connections`;

  it('holds for what matches: text, expression or function', async () => {
    const paths = [list, connections(), '/accounts'];
    const end = server.fail('/connections', fault);
    assert.deepEqual(await statuses(...paths), [200, 500, 200]);
    end();
    const endSecond = server.fail(/cfd_tunnel\?.*per_page=1000/, fault);
    assert.deepEqual(await statuses(...paths), [500, 200, 200]);
    endSecond();
    server.fail(({ headers }) => headers['authorization']!.endsWith(sampleTokens.user), fault);
    assert.deepEqual(await statuses(...paths), [500, 500, 500]);
  });

  it('ends after as many times as it was set for', async () => {
    server.fail(tunnelsPath, fault, { times: 2 });
    assert.deepEqual(await statuses(list, list, list), [500, 500, 200]);
  });

  it('ends when it is told to, and ending it twice ends no other', async () => {
    const end = server.fail(tunnelsPath, fault);
    server.fail('/accounts?', { kind: 'refusal', status: 503 });
    end();
    end();
    assert.deepEqual(await statuses(list, '/accounts?page=1'), [200, 503]);
  });

  it('gives way to one that was set later', async () => {
    server.fail(tunnelsPath, fault);
    server.fail(tunnelsPath, { kind: 'refusal', status: 503 }, { times: 1 });
    assert.deepEqual(await statuses(list, list), [503, 500]);
  });
});
