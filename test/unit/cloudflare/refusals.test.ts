import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import { listTunnelsOrExplain, verifyCredential } from '../../../src/cloudflare/verify.ts';
import type { Problem } from '../../../src/tunnels/problems/problem.ts';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import { assertHoldsNoSecret, codesOf, problemOf } from '../../support/rejection.ts';
import {
  day,
  sampleAccountId,
  sampleCompany,
  sampleTime,
  secondAccountId,
} from '../../support/sampleCompany.ts';

const never = new AbortController().signal;
const unknownAccountId = '0'.repeat(32);
const t = sampleTokens;
const token = (secret: string): Credential => ({ kind: 'token', token: secret });
const key = (fields: { email?: string; key?: string } = {}): Credential => ({
  kind: 'key',
  ...sampleKey,
  ...fields,
});

describe('Who signs in is told of', () => {
  let server: CloudflareServer;
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  /** Verified, then tried at the account, which is typed or the first that is listed. */
  async function refusedSignIn(credential: Credential, accountId: string | undefined): Promise<Problem> {
    const api = createCloudflareApi({ baseUrl: server.url, credential, now: () => sampleTime });
    const asking = { signal: never, now: sampleTime };
    const signIn = async () => {
      const { accounts } = await verifyCredential(api, credential, undefined, asking);
      const id = accountId ?? accounts[0]?.id ?? sampleAccountId;
      await listTunnelsOrExplain(api, credential, id, asking);
    };
    return problemOf(signIn());
  }

  interface Expected extends Required<Pick<Problem, 'kind' | 'refusal'>>, Pick<Problem, 'validity'> {
    /** The API's own, with those of its chain. */
    readonly codes: readonly number[];
  }

  const malformedToken = {
    kind: 'auth',
    refusal: 'malformedToken',
    codes: [6003, 6111],
  } as const;
  const malformedKey = {
    kind: 'auth',
    refusal: 'malformedKey',
    codes: [6003, 6103],
  } as const;
  const unknownKey = {
    kind: 'auth',
    refusal: 'unknownKey',
    codes: [9103],
  } as const;
  const wrongAccount = {
    kind: 'forbidden',
    refusal: 'wrongAccount',
    codes: [10000],
  } as const;
  const noPermission = {
    kind: 'forbidden',
    refusal: 'noPermission',
    codes: [10000],
  } as const;

  const table: [what: string, credential: Credential, expected: Expected, accountId?: string][] = [
    ['a token that is too short', token('abc'), malformedToken],
    ['a token with a sign that none has', token(`${t.user}"`), malformedToken],
    ['a global key as a token', token(sampleKey.key), malformedToken],
    ['a global key of today’s form as a token', token(`cfk_${'0'.repeat(48)}`), malformedToken],
    ['a token as a global key', key({ key: t.user }), malformedKey],
    ['a token of the older form as a global key', key({ key: t.older }), malformedKey],
    ['a key of another form', key({ key: 'x'.repeat(20) }), malformedKey],
    [
      'an email that is none',
      key({ email: 'me@home' }),
      {
        kind: 'auth',
        refusal: 'malformedEmail',
        codes: [6003, 6102],
      },
    ],
    ['a key that was rolled', key({ key: '0'.repeat(37) }), unknownKey],
    ['a key of another person', key({ email: 'other@larkfield.example' }), unknownKey],
    [
      'a token that was revoked',
      token(t.revoked),
      {
        kind: 'auth',
        refusal: 'unknownToken',
        codes: [1000],
      },
    ],
    [
      'an account’s token that was revoked',
      token(`cfat_${'revoked'.padEnd(48, '0')}`),
      {
        kind: 'auth',
        refusal: 'unknownToken',
        codes: [10000],
      },
    ],
    [
      'a token that has expired',
      token(t.expired),
      {
        kind: 'auth',
        refusal: 'expired',
        codes: [],
        validity: sampleTime - 2 * day,
      },
    ],
    [
      'a token that is disabled',
      token(t.disabled),
      {
        kind: 'auth',
        refusal: 'disabled',
        codes: [],
      },
    ],
    [
      'a token before its time',
      token(t.notYetValid),
      {
        kind: 'auth',
        refusal: 'notYetValid',
        codes: [],
        validity: sampleTime + 3 * day,
      },
    ],
    [
      'a token that is for other addresses',
      token(t.ipFiltered),
      {
        kind: 'blocked',
        refusal: 'addressFilter',
        codes: [9109],
      },
    ],
    ['a token without the permission', token(t.withoutTunnelPermission), noPermission],
    ['an account that is not the token’s', token(t.user), wrongAccount, secondAccountId],
    ['an account that does not exist', token(t.user), wrongAccount, unknownAccountId],
    ['an account that does not exist, by a key', key(), wrongAccount, unknownAccountId],
    ['an account that is not the owner of the token', token(t.account), wrongAccount, secondAccountId],
    [
      'an account that is not the owner of a token without list',
      token(t.accountWithoutList),
      wrongAccount,
      secondAccountId,
    ],
    // With an empty list, Cloudflare does not tell one from the other.
    ['an account not of a token that lists none', token(t.emptyAccountList), noPermission, unknownAccountId],
  ];
  for (const [what, credential, expected, accountId] of table) {
    it(what, async () => {
      const problem = await refusedSignIn(credential, accountId);
      const { kind, refusal, validity } = problem;
      assert.deepEqual(
        { kind, refusal, validity, codes: codesOf(problem) },
        { validity: undefined, ...expected },
      );
      assertHoldsNoSecret(problem, credential);
    });
  }
});
