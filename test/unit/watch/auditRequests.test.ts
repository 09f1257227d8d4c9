import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { RateLimit } from '../../../src/tunnels/model/tunnel.ts';
import { readForAudit } from '../../../src/watch/auditReader.ts';
import type { AuditContext, AuditProgress } from '../../../src/watch/auditReader.ts';
import type { TunnelSource } from '../../../src/watch/ports.ts';
import { sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, RecordedRequest } from '../../support/cloudflareServer.ts';
import { Watch } from '../../../src/watch/watch.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { largeCompany, minute, sampleAccountId, sampleTime } from '../../support/sampleCompany.ts';

/** The audit by the real client, against the stand-in API. */

const account = { id: sampleAccountId, name: 'Larkfield Fleet', tunnels: undefined };

let clock: FakeClock;
let server: CloudflareServer;
let source: TunnelSource;
let queueOf: AuditContext['queueOf'];
let watched: AuditContext['watched'];
let progress: AuditProgress[];

async function start(tunnels: number): Promise<void> {
  clock = new FakeClock(sampleTime);
  server = await startCloudflareServer({ company: largeCompany(tunnels), now: () => clock.now() });
  progress = [];
  let rateLimit: RateLimit | undefined;
  const api = createCloudflareApi({
    baseUrl: server.url,
    credential: { kind: 'token', token: sampleTokens.user },
    now: () => clock.now(),
    onAnswer: (answer) => {
      rateLimit = answer.rateLimit ?? rateLimit;
    },
  });
  source = { ...api, rateLimitOf: () => rateLimit, pageSizeOf: () => undefined };
  ({ queueOf, watched } = new Watch(source, clock));
}

const read = async (signal = new AbortController().signal) => {
  const onProgress = (told: AuditProgress) => progress.push(told);
  const choosePace = () => Promise.resolve('atOnce' as const);
  return (
    (await readForAudit([account], { source, clock, queueOf, watched, signal, onProgress, choosePace })) ?? []
  );
};
const count = (part: RegExp, requests: readonly RecordedRequest[] = server.requests) =>
  requests.filter(({ path }) => part.test(path)).length;
const counts = () => [count(/cfd_tunnel$/), count(/\/connections$/), count(/\/configurations$/)];

describe('The requests of an audit', () => {
  afterEach(() => server.close());

  it('of 1,000 tunnels are the pages of the list and one per tunnel that ever ran', async () => {
    await start(1000);
    const [audited] = await read();
    assert.equal(audited?.tunnels.length, 1000);
    assert.ok(audited.tunnels.every(({ connectors }) => connectors.kind === 'read'));
    // 100 of them were never connected.
    assert.deepEqual(counts(), [1, 900, 0]);
    assert.equal(server.requests.length, 901);
    assert.deepEqual(progress.at(-1), { done: 1000, total: 1000, waitingUntil: undefined });
    assert.ok(progress.every(({ waitingUntil }) => waitingUntil === undefined));
  }).timeout(30_000);

  it('have each configuration too where the limit has room for it', async () => {
    await start(200);
    const [audited] = await read();
    assert.deepEqual(counts(), [1, 180, 200]);
    assert.ok(audited?.tunnels.every(({ configuration }) => configuration !== undefined));
  }).timeout(20_000);

  it('stop before the fifth that is kept for others, and go on in the next window', async () => {
    await start(100);
    server.rateLimit.requests = 50;
    const reading = read();
    const left = () => 100 - (progress.at(-1)?.done ?? 0);
    const spent: number[] = [];
    for (let window = 0; window < 9 && left() > 0; window++) {
      const before = server.requests.length;
      // Until all that is left waits.
      while (clock.due.length === 0 && left() > 0) await settled();
      spent.push(server.requests.length - before);
      await clock.advance(5 * minute);
    }
    const [audited] = await reading;
    assert.ok(audited?.tunnels.every(({ connectors }) => connectors.kind === 'read'));
    assert.deepEqual(counts(), [1, 90, 0]);
    assert.ok(spent.length > 1);
    // Six are on their way when the answer comes that says how little is left.
    for (const requests of spent) assert.ok(requests <= 40 + 6, String(requests));
    assert.ok(server.requests.every(({ status }) => status === 200));
    assert.ok(progress.some(({ waitingUntil }) => waitingUntil !== undefined));
  }).timeout(20_000);

  it('end when it is cancelled, and what was read is kept', async () => {
    await start(1000);
    const end = new AbortController();
    const reading = read(end.signal);
    while (count(/\/connections$/) < 50) await server.arrival('connections');
    end.abort();
    const asked = server.requests.length;
    const [audited] = await reading;
    await settled();
    // Six at most are on their way.
    assert.ok(server.requests.length <= asked + 6, String(server.requests.length - asked));
    const readings = audited?.tunnels.filter(({ tunnel }) => tunnel.status !== 'inactive') ?? [];
    const kept = readings.filter(({ connectors }) => connectors.kind === 'read').length;
    assert.ok(kept >= 44 && kept <= asked, String(kept));
    assert.equal(readings.filter(({ connectors }) => connectors.kind === 'canceled').length, 900 - kept);
  }).timeout(20_000);

  it('tell of a tunnel that fails, and of no other', async () => {
    await start(100);
    const { id } = server.company.accounts[0]!.tunnels[3]!.tunnel;
    server.fail(`${id}/connections`, { kind: 'refusal', status: 500 });
    const [audited] = await read();
    const failed = audited?.tunnels.filter(({ connectors }) => connectors.kind === 'failed') ?? [];
    assert.deepEqual(
      failed.map(({ tunnel }) => tunnel.id),
      [id],
    );
  }).timeout(20_000);
});
