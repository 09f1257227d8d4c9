import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import { readSecret } from '../../../src/cloudflare/credentials.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import { listTunnelsOrExplain, verifyCredential } from '../../../src/cloudflare/verify.ts';
import type { Problem, ProblemKind, Refusal } from '../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../src/tunnels/problems/problemWords.ts';
import { sufficientPermissions } from '../../../src/tunnels/problems/refusalWords.ts';
import type { TokenPrincipal } from '../../support/cloudflare/principals.ts';
import {
  refusedUrl,
  sampleKey,
  sampleTokens,
  startCloudflareServer,
} from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { problemOf } from '../../support/rejection.ts';
import {
  day,
  sampleAccountId,
  sampleCompany,
  sampleTime,
  secondAccountId,
  wireTime,
} from '../../support/sampleCompany.ts';
import { selfSigned } from '../../support/selfSigned.ts';

const never = new AbortController().signal;
const unknownAccountId = '0'.repeat(32);
const t = sampleTokens;
const token = (secret: string): Credential => ({ kind: 'token', token: secret });
const key = (fields: { email?: string; key?: string } = {}): Credential => ({
  kind: 'key',
  ...sampleKey,
  ...fields,
});

let server: CloudflareServer;
let now: number;
describe('The doctor', () => {
  beforeEach(async () => {
    now = sampleTime;
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => now });
  });
  afterEach(() => server.close());

  const apiWith = (credential: Credential, baseUrl = server.url) =>
    createCloudflareApi({ baseUrl, credential, now: () => now });
  const asking = () => ({ signal: never, now });
  const codesOf = ({ api }: Problem) =>
    (api === undefined ? [] : [api, ...api.chain]).map(({ code }) => code);
  const words = (problem: Problem) => describeProblem(problem, undefined, { style: { timeZone: 'UTC' } });

  /** As the sign-in does: verified, then tried at the account, which is typed or the first that is listed. */
  async function diagnose(
    credential: Credential,
    { accountId = undefined as string | undefined, baseUrl = server.url } = {},
  ): Promise<Problem> {
    const api = apiWith(credential, baseUrl);
    const signIn = async () => {
      const { accounts } = await verifyCredential(api, credential, undefined, asking());
      const id = accountId ?? accounts[0]?.id ?? sampleAccountId;
      await listTunnelsOrExplain(api, credential, id, asking());
    };
    return problemOf(signIn());
  }

  function mustHoldNoSecret(problem: Problem, credential: Credential): void {
    const text = JSON.stringify([problem, words(problem)]);
    const secrets = credential.kind === 'token' ? [credential.token] : [credential.key, credential.email];
    for (const secret of secrets) assert.ok(!text.includes(secret), text);
  }

  interface Diagnosis {
    readonly kind: ProblemKind;
    readonly refusal?: Refusal;
    /** The API's own, with those of its chain. */
    readonly codes: readonly number[];
    readonly label: RegExp;
    readonly action: RegExp;
  }

  function mustBe(problem: Problem, { kind, refusal, codes, label, action }: Diagnosis): void {
    const { refusal: found } = problem;
    assert.deepEqual([problem.kind, found, codesOf(problem)], [kind, refusal, codes]);
    assert.match(words(problem).label, label);
    assert.match(words(problem).action, action);
  }

  const malformedToken = {
    kind: 'auth',
    refusal: 'malformedToken',
    codes: [6003, 6111],
    label: /not an API token/,
    action: /copy the whole token.*Global API key has its own sign-in method/,
  } as const;
  const malformedKey = {
    kind: 'auth',
    refusal: 'malformedKey',
    codes: [6003, 6103],
    label: /not a Global API key/,
    action: /copy the whole key.*API token has its own sign-in method/,
  } as const;
  const unknownKey = {
    kind: 'auth',
    refusal: 'unknownKey',
    codes: [9103],
    label: /does not recognize this email address with this key/,
    action: /check both/,
  } as const;
  const wrongAccount = {
    kind: 'forbidden',
    refusal: 'wrongAccount',
    codes: [10000],
    label: /has no access to this account/,
    action: /check the account ID/,
  } as const;
  const noPermission = {
    kind: 'forbidden',
    refusal: 'noPermission',
    codes: [10000],
    label: /No permission to read tunnels/,
    action: new RegExp(sufficientPermissions.join(', ')),
  } as const;

  describe('The doctor, when someone signs in, finds', () => {
    const table: [what: string, credential: Credential, diagnosis: Diagnosis, accountId?: string][] = [
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
          label: /not an email address/,
          action: /sign in to Cloudflare with/,
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
          codes: [9109],
          label: /does not recognize this token/,
          action: /revoked, rolled or not copied in full: check it, or create a new one/,
        },
      ],
      [
        'an account’s token that was revoked',
        token(`cfat_${'revoked'.padEnd(48, '0')}`),
        {
          kind: 'auth',
          refusal: 'unknownToken',
          codes: [10000],
          label: /does not recognize this token/,
          action: /create a new one/,
        },
      ],
      [
        'a token that has expired',
        token(t.expired),
        {
          kind: 'auth',
          refusal: 'expired',
          codes: [],
          label: /The token expired on 22 Nov 2026/,
          action: /create a new one/,
        },
      ],
      [
        'a token that is disabled',
        token(t.disabled),
        {
          kind: 'auth',
          refusal: 'disabled',
          codes: [],
          label: /The token is disabled/,
          action: /enable it on Cloudflare/,
        },
      ],
      [
        'a token before its time',
        token(t.notYetValid),
        {
          kind: 'auth',
          refusal: 'notYetValid',
          codes: [],
          label: /not valid before 27 Nov 2026/,
          action: /wait until it is valid/,
        },
      ],
      [
        'a token that is for other addresses',
        token(t.ipFiltered),
        {
          kind: 'blocked',
          refusal: 'addressFilter',
          codes: [9109],
          label: /does not allow this network/,
          action: /IP filter/,
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
      [
        'an account not of a token that lists none',
        token(t.emptyAccountList),
        noPermission,
        unknownAccountId,
      ],
    ];
    for (const [what, credential, diagnosis, accountId] of table) {
      it(what, async () => {
        const problem = await diagnose(credential, { accountId });
        mustBe(problem, diagnosis);
        mustHoldNoSecret(problem, credential);
      });
    }

    it('the other kind of secret before anything is sent, where its form tells', () => {
      assert.deepEqual(readSecret(sampleKey.key, 'token'), { flaw: 'keyForToken' });
      assert.deepEqual(readSecret(t.user, 'key'), { flaw: 'tokenForKey' });
      assert.deepEqual(readSecret(t.account, 'key'), { flaw: 'tokenForKey' });
      assert.deepEqual(server.requests, []);
    });
  });

  describe('The doctor finds on the way to Cloudflare', () => {
    const credential = token(t.user);
    const limited = { kind: 'rateLimited', codes: [971], label: /Too many requests/ } as const;
    const faults: [fault: Fault, diagnosis: Diagnosis][] = [
      [
        { kind: 'rateLimited', retryAfter: 30 },
        { ...limited, action: /wait until 12:00:30/ },
      ],
      [{ kind: 'rateLimited' }, { ...limited, action: /wait a few minutes/ }],
      [
        { kind: 'challenge' },
        {
          kind: 'blocked',
          refusal: 'challenge',
          codes: [],
          label: /challenge page/,
          action: /another network, or a proxy/,
        },
      ],
      // The page of a proxy that refuses.
      [
        { kind: 'html', status: 403 },
        { kind: 'blocked', codes: [], label: /Blocked on the way/, action: /another network or proxy/ },
      ],
      // The one of a proxy that wants to be signed in to: `fetch` does not hand it out.
      [
        { kind: 'html', status: 407 },
        { kind: 'network', codes: [], label: /cannot be reached/, action: /your network and proxy/ },
      ],
      [
        { kind: 'html', status: 502 },
        { kind: 'server', codes: [], label: /server error/, action: /HTTP 502: retry later/ },
      ],
      [
        { kind: 'redirect', to: 'http://127.0.0.1:9' },
        { kind: 'badResponse', codes: [], label: /cannot be read/, action: /see the log/ },
      ],
      [
        { kind: 'reset' },
        { kind: 'network', codes: [], label: /cannot be reached/, action: /your network and proxy/ },
      ],
    ];
    for (const [fault, diagnosis] of faults) {
      const { kind, ...details } = fault;
      for (const path of ['tokens/verify', 'cfd_tunnel']) {
        it(`${kind} ${JSON.stringify(details)} at ${path}`, async () => {
          server.fail(path, fault);
          const problem = await diagnose(credential);
          mustBe(problem, diagnosis);
          mustHoldNoSecret(problem, credential);
        });
      }
    }

    it('the limit that others have used up, and when it ends', async () => {
      server.spend(t.user, server.rateLimit.requests);
      mustBe(await diagnose(credential), { ...limited, action: /wait until 12:05:00/ });
    });

    const network = { kind: 'network', codes: [], label: /cannot be reached/, action: /network/ } as const;
    const tls = {
      kind: 'tls',
      codes: [],
      label: /No trusted connection/,
      action: /proxy or a missing/,
    } as const;

    it('nobody who listens', async () => {
      mustBe(await diagnose(credential, { baseUrl: await refusedUrl() }), network);
    });

    it('a name that does not exist', async () => {
      const problem = await diagnose(credential, { baseUrl: 'https://tunnel-explorer.invalid' });
      mustBe(problem, network);
      assert.match(problem.detail, /^(?:ENOTFOUND|EAI_AGAIN)$/);
    });

    it('a certificate that nobody vouches for, and sends it nothing', async () => {
      let requests = 0;
      const proxy = createServer(selfSigned(), (_, response) => {
        requests++;
        response.end();
      });
      await new Promise<void>((resolve) => {
        proxy.listen(0, '127.0.0.1', resolve);
      });
      try {
        const { port } = proxy.address() as AddressInfo;
        const problem = await diagnose(credential, { baseUrl: `https://127.0.0.1:${port}` });
        mustBe(problem, tls);
        assert.deepEqual([problem.detail, requests], ['DEPTH_ZERO_SELF_SIGNED_CERT', 0]);
      } finally {
        proxy.close();
      }
    });

    it('something that does not speak TLS, and sends it nothing', async () => {
      mustBe(await diagnose(credential, { baseUrl: server.url.replace('http:', 'https:') }), tls);
      assert.deepEqual(server.requests, []);
    });
  });

  describe('The doctor, when a credential that was good is refused', () => {
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
      ['revoked', t.user, revoke, 'auth', 'unknownToken', account],
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
      it(`finds it ${what}, by ${asked.length} requests in all`, async () => {
        const credential = token(secret);
        const read = () => listTunnelsOrExplain(apiWith(credential), credential, sampleAccountId, asking());
        assert.ok((await read()).length > 0);
        assert.equal(server.requests.length, 1, 'no more than the list while all is well');
        change(principal(secret));
        const problem = await problemOf(read());
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
        mustHoldNoSecret(problem, credential);
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
      it(`takes ${status} with 10000 to ${what} for ${refusal}`, async () => {
        server.fail('cfd_tunnel', { kind: 'refusal', status });
        const problem = await problemOf(
          listTunnelsOrExplain(apiWith(credential), credential, sampleAccountId, asking()),
        );
        assert.deepEqual([problem.kind, problem.refusal, codesOf(problem)], [kind, refusal, [10000]]);
      });
    }

    it('says unknown key, not unknown token, of a key that the gateway refuses with its one word', async () => {
      server.fail(/./, { kind: 'refusal', status: 401 });
      const problem = await problemOf(listTunnelsOrExplain(apiWith(key()), key(), sampleAccountId, asking()));
      assert.equal(problem.refusal, 'unknownKey');
    });

    const ambiguous: [what: string, fault: Fault][] = [
      ['fails', { kind: 'refusal', status: 500 }],
      ['is limited', { kind: 'rateLimited', retryAfter: 30 }],
      ['is cut off', { kind: 'reset' }],
      ['is challenged', { kind: 'challenge' }],
      ['gets no JSON', { kind: 'html', status: 200 }],
    ];
    for (const [what, fault] of ambiguous) {
      it(`keeps to what the list said where verification ${what}`, async () => {
        server.fail('tokens/verify', fault);
        const credential = token(t.withoutTunnelPermission);
        const problem = await problemOf(
          listTunnelsOrExplain(apiWith(credential), credential, sampleAccountId, asking()),
        );
        mustBe(problem, noPermission);
        assert.deepEqual(lastPaths(2), user);
      });
    }

    for (const [what, credential] of [
      ['a malformed token', token('abc')],
      ['an unknown key', key({ key: '0'.repeat(37) })],
    ] as const) {
      it(`asks no more about ${what}, of which all is said`, async () => {
        await problemOf(listTunnelsOrExplain(apiWith(credential), credential, sampleAccountId, asking()));
        assert.equal(server.requests.length, 1);
      });
    }

    it('gives up with the caller, in the middle of looking for the reason', async () => {
      const credential = token(t.expired);
      server.fail(ofUser, { kind: 'hang' });
      const caller = new AbortController();
      const reason = new Error('closed');
      const arrival = server.arrival(ofUser);
      const failure = assert.rejects(
        listTunnelsOrExplain(apiWith(credential), credential, sampleAccountId, {
          signal: caller.signal,
          now,
        }),
        (error) => error === reason,
      );
      await arrival;
      caller.abort(reason);
      await failure;
    });
  });
});
