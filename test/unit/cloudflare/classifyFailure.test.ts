import assert from 'node:assert/strict';
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'cloudflare/core/error';
import { answerProblem, badResponse, problemOf } from '../../../src/cloudflare/classifyFailure.ts';
import type { ApiError, ProblemKind } from '../../../src/tunnels/problems/problem.ts';
import { hour, sampleTime } from '../../support/sampleCompany.ts';

const apiError = (code: number | undefined, message = 'so it is'): ApiError => ({
  code,
  message,
  documentationUrl: undefined,
  pointer: undefined,
  chain: [],
});

const answer = (status: number, headers: Record<string, string> = {}, ...errors: readonly ApiError[]) =>
  answerProblem({ status, headers: new Headers(headers), errors }, sampleTime);

describe('The kind of a refused request', () => {
  const table: [status: number, code: number | undefined, kind: ProblemKind][] = [
    [400, 6003, 'auth'],
    [400, 9106, 'auth'],
    [401, 1000, 'auth'],
    [401, 10000, 'auth'],
    [403, 9103, 'auth'],
    [403, 9109, 'auth'],
    [401, undefined, 'auth'],
    [403, 10000, 'forbidden'],
    [403, 10405, 'forbidden'],
    [403, undefined, 'blocked'],
    [404, 7003, 'notFound'],
    [404, undefined, 'notFound'],
    [400, 7003, 'notFound'],
    [429, 10000, 'rateLimited'],
    [429, undefined, 'rateLimited'],
    [500, 10013, 'server'],
    [502, undefined, 'server'],
    [503, 1000, 'server'],
    [520, undefined, 'server'],
    [524, 10013, 'server'],
    [400, 1001, 'auth'],
    [400, 10001, 'server'],
    [400, undefined, 'badResponse'],
    [302, undefined, 'badResponse'],
  ];
  for (const [status, code, kind] of table) {
    it(`is ${kind} for ${status} with ${code ?? 'no code'}`, () => {
      const problem = code === undefined ? answer(status) : answer(status, {}, apiError(code));
      assert.equal(problem.kind, kind);
      assert.equal(problem.status, status);
    });
  }

  it('is blocked for an address filter, whose code stands for refused tokens too', () => {
    const filter = apiError(9109, 'Cannot use the access token from location: 203.0.113.254');
    assert.equal(answer(403, {}, filter).kind, 'blocked');
  });

  it('is blocked for a challenge, whatever its status', () => {
    for (const status of [200, 403, 429, 503]) {
      assert.equal(answer(status, { 'cf-mitigated': 'challenge' }).kind, 'blocked');
    }
    const headers = new Headers({ 'cf-mitigated': 'challenge' });
    assert.equal(badResponse('no JSON', headers).kind, 'blocked');
    assert.equal(badResponse('no JSON', new Headers()).kind, 'badResponse');
  });

  it('is decided by the first of several errors, which is kept whole', () => {
    const first: ApiError = {
      code: 6003,
      message: 'Invalid request headers',
      documentationUrl: 'https://developers.cloudflare.com/x',
      pointer: '/headers',
      chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
    };
    const problem = answer(400, {}, first, apiError(7003));
    assert.equal(problem.kind, 'auth');
    assert.deepEqual(problem.api, first);
  });
});

describe('What is kept of a refused request', () => {
  it('is its ray where there is one', () => {
    assert.equal(answer(500, { 'cf-ray': '8f0a-FRA' }).ray, '8f0a-FRA');
    assert.ok(!('ray' in answer(500)));
    assert.equal(badResponse('x', new Headers({ 'cf-ray': '8f0a-FRA' })).ray, '8f0a-FRA');
  });

  const waits: [header: string, at: number | undefined][] = [
    ['0', sampleTime],
    ['30', sampleTime + 30_000],
    [' 30 ', sampleTime + 30_000],
    [new Date(sampleTime + 90_000).toUTCString(), sampleTime + 90_000],
    ['soon', undefined],
    ['', undefined],
  ];
  for (const [header, at] of waits) {
    it(`is when to try again, from Retry-After "${header}"`, () => {
      assert.equal(answer(429, { 'retry-after': header }).retryAt, at);
    });
  }

  it('is as long after now as Retry-After is after the answer, though this clock and Cloudflare’s differ', () => {
    const date = (ms: number) => new Date(ms).toUTCString();
    for (const skew of [-2 * hour, 2 * hour]) {
      const sentAt = sampleTime + skew;
      const headers = { date: date(sentAt), 'retry-after': date(sentAt + 90_000) };
      assert.equal(answer(429, headers).retryAt, sampleTime + 90_000);
    }
    const odd = { date: 'soon', 'retry-after': date(sampleTime + 90_000) };
    assert.equal(answer(429, odd).retryAt, sampleTime + 90_000);
  });

  it('is a time that a calendar has and a timer can wait for, however long Retry-After is', () => {
    const day = 24 * 3_600_000;
    for (const header of ['9'.repeat(15), '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT']) {
      assert.equal(answer(429, { 'retry-after': header }).retryAt, sampleTime + day, header);
    }
  });
});

describe('The kind of a request without an answer', () => {
  const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
  const thrownByFetch = (cause: unknown) => new TypeError('fetch failed', { cause });

  const table: [code: string, kind: ProblemKind][] = [
    ['ECONNREFUSED', 'network'],
    ['ECONNRESET', 'network'],
    ['ENOTFOUND', 'network'],
    ['EAI_AGAIN', 'network'],
    ['ENETUNREACH', 'network'],
    ['UND_ERR_SOCKET', 'network'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
  ];
  for (const [code, kind] of table) {
    it(`is ${kind} for ${code}`, () => {
      const problem = problemOf(thrownByFetch(withCode(code)), sampleTime);
      assert.deepEqual(problem, { kind, detail: code });
    });
  }

  const ofElectron: [message: string, kind: ProblemKind][] = [
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tls'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
    ['net::ERR_TIMED_OUT', 'timeout'],
    ['net::ERR_INTERNET_DISCONNECTED', 'network'],
    ['net::ERR_NAME_NOT_RESOLVED', 'network'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'network'],
  ];
  for (const [message, kind] of ofElectron) {
    it(`is ${kind} for ${message}, of Electron’s network stack`, () => {
      assert.equal(problemOf(new Error(message), sampleTime).kind, kind);
    });
  }

  it('is found in the errors of several addresses, and under what the SDK wraps around', () => {
    const both = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]);
    const wrapped = new APIConnectionError({ cause: thrownByFetch(both) });
    assert.deepEqual(problemOf(wrapped, sampleTime), { kind: 'network', detail: 'ECONNREFUSED' });
  });

  it('is timeout where the SDK gave up', () => {
    assert.equal(problemOf(new APIConnectionTimeoutError(), sampleTime).kind, 'timeout');
  });

  it('is network for anything that tells nothing, and no thrown value makes it throw', () => {
    const ownCause = new Error('round');
    ownCause.cause = ownCause;
    for (const thrown of [ownCause, new Error('x'), undefined, null, 'text', 5, {}]) {
      assert.equal(problemOf(thrown, sampleTime).kind, 'network');
    }
  });
});

describe('A status error of the SDK', () => {
  it('is sorted by its body’s first error', () => {
    const headers = new Headers({ 'cf-ray': '1-FRA' });
    const body = {
      success: false,
      errors: [
        {
          code: 6003,
          message: 'Invalid request headers',
          documentation_url: 'https://developers.cloudflare.com/x',
          source: { pointer: '/a' },
          error_chain: [{ code: 6111, message: 'Invalid format' }, null, {}],
        },
      ],
    };
    assert.deepEqual(problemOf(new APIError(400, body, 'secret text', headers), sampleTime), {
      kind: 'auth',
      refusal: 'malformedToken',
      detail: 'HTTP 400',
      status: 400,
      ray: '1-FRA',
      api: {
        code: 6003,
        message: 'Invalid request headers',
        documentationUrl: 'https://developers.cloudflare.com/x',
        pointer: '/a',
        chain: [
          { code: 6111, message: 'Invalid format' },
          { code: undefined, message: '' },
        ],
      },
    });
  });

  it('is sorted by its status where its body tells nothing', () => {
    for (const body of [undefined, {}, { errors: 'no' }, { errors: [null] }]) {
      assert.equal(problemOf(new APIError(502, body, 'x', new Headers()), sampleTime).kind, 'server');
    }
  });
});
