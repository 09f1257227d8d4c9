import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { AnswerSummary } from '../../../src/cloudflare/sender.ts';
import { readRateLimit } from '../../../src/cloudflare/rateLimit.ts';
import { sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import { sampleAccountId, sampleTime } from '../../support/sampleCompany.ts';

const read = (left?: string, policy?: string) => {
  const headers = new Headers();
  if (left !== undefined) headers.set('Ratelimit', left);
  if (policy !== undefined) headers.set('Ratelimit-Policy', policy);
  return readRateLimit(headers, sampleTime);
};
const policy = '"burst";q=100;w=60';

describe('The limit that an answer tells', () => {
  const understood: [left: string, policy: string][] = [
    ['"default";r=50;t=30', policy],
    ['"default"; r=50; t=30', '"burst"; q=100; w=60'],
    ['"default";t=30;r=50', '"burst";w=60;q=100'],
    ['"default";r=50;t=30;pk=:abc:', '"burst";q=100;qu="requests";w=60'],
    ['"default";r=50;t=30, "other";r=1;t=1', '"burst";q=100;w=60, "sustained";q=5;w=5'],
  ];
  for (const [left, told] of understood) {
    it(`is read of ${left} and ${told}`, () => {
      const expected = { remaining: 50, resetsAt: sampleTime + 30_000, requests: 100, windowMs: 60_000 };
      assert.deepEqual(read(left, told), expected);
    });
  }

  it('may be used up', () => {
    assert.deepEqual(read('"default";r=0;t=0', policy)?.remaining, 0);
  });

  const garbage: [left: string | undefined, policy: string | undefined][] = [
    [undefined, undefined],
    [undefined, policy],
    ['"default";r=50;t=30', undefined],
    ['', ''],
    ['"default"', policy],
    ['"default";r=50', policy],
    ['"default";r=-5;t=30', policy],
    ['"default";r=5.5;t=30', policy],
    ['"default";r=many;t=30', policy],
    ['"default";r=9999999;t=30', policy],
    ['"default";r=50;t=30', '"burst";q=0;w=60'],
    ['"default";r=50;t=30', '"burst";q=100;w=0'],
    ['"default";r=50;t=30', '"burst";q=100'],
    ['"default";xr=50;xt=30', policy],
    ['50', '100'],
  ];
  for (const [left, told] of garbage) {
    it(`is not known of ${left ?? 'nothing'} and ${told ?? 'nothing'}`, () => {
      assert.equal(read(left, told), undefined);
    });
  }

  it('is sound or not known, whatever the headers hold', () => {
    const text = fc.stringMatching(/^["a-z;=, 0-9.qrwt-]*$/);
    const item = fc
      .tuple(fc.constantFrom('r', 't', 'q', 'w'), fc.oneof(fc.nat().map(String), text))
      .map(([name, value]) => `;${name}=${value}`);
    const header = fc.oneof(
      text,
      fc.array(item, { maxLength: 4 }).map((items) => `"x"${items.join('')}`),
    );
    fc.assert(
      fc.property(header, header, (left, told) => {
        const limit = read(left, told);
        if (limit === undefined) return;
        assert.ok(Number.isInteger(limit.remaining) && limit.remaining >= 0);
        assert.ok(Number.isFinite(limit.resetsAt) && limit.resetsAt >= sampleTime);
        assert.ok(limit.requests > 0 && limit.windowMs > 0);
      }),
    );
  });

  it('is told with each answer of the API, and counts down', async () => {
    const server = await startCloudflareServer({
      now: () => sampleTime,
      rateLimit: { requests: 3, windowSeconds: 60 },
    });
    try {
      const answers: AnswerSummary[] = [];
      const api = createCloudflareApi({
        baseUrl: server.url,
        credential: { kind: 'token', token: sampleTokens.user },
        now: () => sampleTime,
        onAnswer: (answer) => answers.push(answer),
      });
      const list = () => api.listTunnels(sampleAccountId, new AbortController().signal);
      await list();
      await list();
      server.fail('cfd_tunnel', { kind: 'refusal', status: 500 });
      await assert.rejects(list());
      await assert.rejects(list());
      const whole = { resetsAt: sampleTime + 60_000, requests: 3, windowMs: 60_000 };
      assert.deepEqual(
        answers.map(({ rateLimit }) => rateLimit),
        [2, 1, 0, 0].map((remaining) => ({ ...whole, remaining })),
      );
    } finally {
      await server.close();
    }
  });

  it('is not known where no answer came', async () => {
    const server = await startCloudflareServer();
    try {
      const answers: AnswerSummary[] = [];
      const api = createCloudflareApi({
        baseUrl: server.url,
        credential: { kind: 'token', token: sampleTokens.user },
        onAnswer: (answer) => answers.push(answer),
      });
      server.fail('cfd_tunnel', { kind: 'reset' });
      await assert.rejects(api.listTunnels(sampleAccountId, new AbortController().signal));
      assert.deepEqual(
        answers.map(({ status, rateLimit }) => [status, rateLimit]),
        [
          [undefined, undefined],
          [undefined, undefined],
        ],
      );
    } finally {
      await server.close();
    }
  });
});
