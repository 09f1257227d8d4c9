import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import { listTunnelsOrExplain } from '../../../src/cloudflare/verify.ts';
import type { ProblemKind, Refusal } from '../../../src/tunnels/problems/problem.ts';
import type { TokenPrincipal } from '../../support/cloudflare/principals.ts';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { assertHoldsNoSecret, codesOf, problemOf } from '../../support/rejection.ts';
import {
  day,
  sampleAccountId,
  sampleCompany,
  sampleTime,
  secondAccountId,
  wireTime,
} from '../../support/sampleCompany.ts';

const never = new AbortController().signal;
const t = sampleTokens;
const token = (secret: string): Credential => ({ kind: 'token', token: secret });
const key = (fields: { key?: string } = {}): Credential => ({ kind: 'key', ...sampleKey, ...fields });

describe('A refused list of tunnels', () => {
  let server: CloudflareServer;
  let now: number;
  beforeEach(async () => {
    now = sampleTime;
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => now });
  });
  afterEach(() => server.close());

  const read = (credential: Credential, signal = never) => {
    const api = createCloudflareApi({ baseUrl: server.url, credential, now: () => now });
    return listTunnelsOrExplain(api, credential, sampleAccountId, { signal, now });
  };
  const lastPaths = (count: number) => server.requests.slice(-count).map(({ path }) => path);
  const principal = (secret: string): TokenPrincipal => {
    const found = server.company.principals.find((one) => one.kind === 'token' && one.secret === secret);
    assert.ok(found?.kind === 'token');
    return found;
  };
  const tunnels = `/accounts/${sampleAccountId}/cfd_tunnel`;
  const ofUser = '/user/tokens/verify';
  const ofAccount = `/accounts/${sampleAccountId}/tokens/verify`;
  const expire = (one: TokenPrincipal) => {
    one.expiresOn = wireTime(sampleTime + day);
    now += 2 * day;
  };
  const disable = (one: TokenPrincipal) => {
    one.disabled = true;
  };
  const revoke = (one: TokenPrincipal) => {
    const { principals } = server.company;
    principals.splice(principals.indexOf(one), 1);
  };
  const filter = (one: TokenPrincipal) => {
    one.otherAddressesOnly = true;
  };
  const narrow = (one: TokenPrincipal) => {
    one.readsTunnels = false;
  };
  const move = (one: TokenPrincipal) => {
    one.accounts = [secondAccountId];
  };
  const user = [tunnels, ofUser];
  const userListed = [...user, '/accounts'];
  const account = [...userListed, ofAccount];

  type Change = (one: TokenPrincipal) => void;
  const table: [
    what: string,
    secret: string,
    change: Change,
    kind: ProblemKind,
    refusal: Refusal,
    asked: readonly string[],
  ][] = [
    ['expired', t.user, expire, 'auth', 'expired', user],
    ['expired, an account’s', t.account, expire, 'auth', 'expired', account],
    ['disabled', t.user, disable, 'auth', 'disabled', user],
    ['disabled, an account’s', t.account, disable, 'auth', 'disabled', account],
    ['disabled, an account’s without list', t.accountWithoutList, disable, 'auth', 'disabled', account],
    ['revoked', t.user, revoke, 'auth', 'unknownToken', user],
    ['revoked, an account’s', t.account, revoke, 'auth', 'unknownToken', account],
    ['for other addresses', t.user, filter, 'blocked', 'addressFilter', [tunnels]],
    ['without the permission', t.user, narrow, 'forbidden', 'noPermission', userListed],
    ['without the permission, an account’s', t.account, narrow, 'forbidden', 'noPermission', account],
    [
      'without the permission, an account’s without list',
      t.accountWithoutList,
      narrow,
      'forbidden',
      'noPermission',
      account,
    ],
    ['for another account', t.user, move, 'forbidden', 'wrongAccount', userListed],
  ];
  for (const [what, secret, change, kind, refusal, asked] of table) {
    it(`is explained where the token is ${what}, with ${asked.length} requests in all`, async () => {
      const credential = token(secret);
      assert.ok((await read(credential)).length > 0);
      assert.equal(server.requests.length, 1, 'no more than the list while all is well');
      change(principal(secret));
      const problem = await problemOf(read(credential));
      assert.deepEqual([problem.kind, problem.refusal], [kind, refusal]);
      assert.deepEqual(codesOf(problem), refusal === 'addressFilter' ? [9109] : [10000]);
      assert.equal(
        problem.validity,
        refusal === 'expired' ? Date.parse(wireTime(sampleTime + day)) : undefined,
      );
      assert.deepEqual(
        server.requests.slice(1).map(({ path }) => path),
        asked,
      );
      assertHoldsNoSecret(problem, credential);
    });
  }

  // The gateway says 10000 with either status to any of these.
  const either: [what: string, credential: Credential, status: number, kind: ProblemKind, Refusal][] = [
    ['a good token', token(t.user), 401, 'forbidden', 'noPermission'],
    ['a good token of an account', token(t.account), 401, 'forbidden', 'noPermission'],
    ['a good key', key(), 401, 'forbidden', 'noPermission'],
    ['a revoked token', token(t.revoked), 403, 'auth', 'unknownToken'],
    ['an expired token', token(t.expired), 403, 'auth', 'expired'],
    ['a rolled key', key({ key: '0'.repeat(37) }), 401, 'auth', 'unknownKey'],
    ['a rolled key', key({ key: '0'.repeat(37) }), 403, 'auth', 'unknownKey'],
    ['a filtered token', token(t.ipFiltered), 401, 'blocked', 'addressFilter'],
  ];
  for (const [what, credential, status, kind, refusal] of either) {
    it(`is ${refusal} for ${what} that is refused with ${status} and 10000`, async () => {
      server.fail('cfd_tunnel', { kind: 'refusal', status });
      const problem = await problemOf(read(credential));
      assert.deepEqual([problem.kind, problem.refusal, codesOf(problem)], [kind, refusal, [10000]]);
    });
  }

  it('is an unknown key, not an unknown token, for a key that the gateway refuses with its one word', async () => {
    server.fail(/./, { kind: 'refusal', status: 401 });
    const problem = await problemOf(read(key()));
    assert.equal(problem.refusal, 'unknownKey');
  });

  const ambiguous: [what: string, fault: Fault][] = [
    ['fails', { kind: 'refusal', status: 500 }],
    ['is limited', { kind: 'rateLimited', retryAfter: 30 }],
    ['is cut off', { kind: 'resetInBody' }],
    ['is challenged', { kind: 'challenge' }],
    ['gets no JSON', { kind: 'html', status: 200 }],
  ];
  for (const [what, fault] of ambiguous) {
    it(`is what the list said where verification ${what}`, async () => {
      server.fail('tokens/verify', fault);
      const credential = token(t.withoutTunnelPermission);
      const problem = await problemOf(read(credential));
      assert.deepEqual(
        [problem.kind, problem.refusal, codesOf(problem)],
        ['forbidden', 'noPermission', [10000]],
      );
      assert.deepEqual(lastPaths(2), user);
    });
  }

  for (const [what, credential] of [
    ['a malformed token', token('abc')],
    ['an unknown key', key({ key: '0'.repeat(37) })],
  ] as const) {
    it(`has nothing more asked about ${what}, of which all is said`, async () => {
      await problemOf(read(credential));
      assert.equal(server.requests.length, 1);
    });
  }

  it('ends with the caller who gives up, in the middle of looking for the reason', async () => {
    const credential = token(t.expired);
    server.fail(ofUser, { kind: 'hang' });
    const caller = new AbortController();
    const reason = new Error('closed');
    const arrival = server.arrival(ofUser);
    const failure = assert.rejects(read(credential, caller.signal), (error) => error === reason);
    await arrival;
    caller.abort(reason);
    await failure;
  });

  // Which problem a fault is, is for the client to say.
  const others: readonly Fault[] = [
    { kind: 'rateLimited', retryAfter: 30 },
    { kind: 'challenge' },
    { kind: 'html', status: 403 },
    { kind: 'refusal', status: 404 },
    { kind: 'reset' },
  ];
  for (const fault of others) {
    it(`is passed on as it is where no credential is refused, and nothing more is asked: ${fault.kind}`, async () => {
      const credential = token(t.user);
      server.fail('cfd_tunnel', fault);
      const api = createCloudflareApi({ baseUrl: server.url, credential, now: () => now });
      const expected = await problemOf(api.listTunnels(sampleAccountId, never));
      const problem = await problemOf(read(credential));
      assert.deepEqual({ ...problem, ray: '' }, { ...expected, ray: '' });
      assert.deepEqual(lastPaths(2), [tunnels, tunnels]);
    });
  }
});
