import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../src/cloudflare/client.ts';
import type { Credential } from '../../../src/cloudflare/credentials.ts';
import { verifyCredential } from '../../../src/cloudflare/verify.ts';
import type { Verified } from '../../../src/cloudflare/verify.ts';
import type { ProblemKind, Refusal } from '../../../src/tunnels/problems/problem.ts';
import type { TokenPrincipal } from '../../support/cloudflare/principals.ts';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer, Fault } from '../../support/cloudflareServer.ts';
import { problemOf } from '../../support/rejection.ts';
import {
  day,
  sampleAccountId,
  sampleCompany,
  sampleTime,
  secondAccountId,
} from '../../support/sampleCompany.ts';

type SampleToken = keyof typeof sampleTokens;

const both = [sampleAccountId, secondAccountId];
const key: Credential = { kind: 'key', ...sampleKey };
const never = new AbortController().signal;

let server: CloudflareServer;
describe('Verification of a credential', () => {
  beforeEach(async () => {
    server = await startCloudflareServer({ company: sampleCompany(sampleTime), now: () => sampleTime });
  });
  afterEach(() => server.close());

  function verify(
    credential: SampleToken | Credential,
    { hint = undefined as string | undefined, signal = never, timeoutMs = 15_000 } = {},
  ): Promise<Verified> {
    const sent: Credential =
      typeof credential === 'string' ? { kind: 'token', token: sampleTokens[credential] } : credential;
    const api = createCloudflareApi({
      baseUrl: server.url,
      credential: sent,
      now: () => sampleTime,
      timeoutMs,
    });
    return verifyCredential(api, sent, hint, { signal, now: sampleTime });
  }

  const idsOf = ({ accounts }: Verified) => accounts.map(({ id }) => id);
  const asked = () => server.requests.map(({ path }) => path);
  const principal = (secret: string): TokenPrincipal => {
    const found = server.company.principals.find((one) => one.kind === 'token' && one.secret === secret);
    assert.ok(found?.kind === 'token');
    return found;
  };

  describe('Verification tells of the token', () => {
    const one = [sampleAccountId];
    const table: [name: SampleToken, owner: Verified['owner'], ids: readonly string[]][] = [
      ['user', 'user', one],
      ['several', 'user', both],
      ['older', 'user', one],
      ['account', 'account', one],
      ['accountWithoutList', 'unknown', []],
      ['expiringSoon', 'user', one],
      ['withoutTunnelPermission', 'user', one],
      ['emptyAccountList', 'user', []],
      ['someTunnels', 'user', one],
      ['noTunnels', 'user', one],
    ];
    for (const [name, owner, ids] of table) {
      it(`"${name}" whose it is and the accounts that it sees`, async () => {
        const verified = await verify(name);
        assert.deepEqual([verified.owner, idsOf(verified)], [owner, ids]);
        assert.deepEqual(asked().slice(0, 2), ['/user/tokens/verify', '/accounts']);
      });
    }

    it('when it expires, a person’s or an account’s', async () => {
      const within = (verified: Verified, days: number) => {
        assert.equal(verified.expiresAt, sampleTime + days * day);
      };
      assert.equal((await verify('user')).expiresAt, undefined);
      within(await verify('expiringSoon'), 5);
      principal(sampleTokens.account).expiresOn = new Date(sampleTime + 9 * day).toISOString();
      within(await verify('account'), 9);
    });

    it('the names of the accounts', async () => {
      const names = (await verify('several')).accounts.map(({ name }) => name);
      assert.deepEqual(names, ['Larkfield Instruments', 'Larkfield Labs']);
    });
  });

  describe('Verification of a key', () => {
    it('is the list of the accounts of its person', async () => {
      assert.deepEqual(await verify(key), {
        owner: 'user',
        accounts: [
          { id: sampleAccountId, name: 'Larkfield Instruments' },
          { id: secondAccountId, name: 'Larkfield Labs' },
        ],
        expiresAt: undefined,
      });
      assert.deepEqual(asked(), ['/accounts']);
    });

    it('holds for one that may not list accounts', async () => {
      server.fail('/accounts', { kind: 'refusal', status: 403 });
      assert.deepEqual(idsOf(await verify(key)), []);
    });

    for (const status of [401, 403]) {
      it(`refuses one that the list does not know, with ${status}`, async () => {
        const error = { code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email' };
        server.fail('/accounts', { kind: 'refusal', status, error });
        assert.equal((await problemOf(verify(key))).refusal, 'unknownKey');
      });
    }
  });

  describe('The account that a credential is said to be for', () => {
    it('is where an account’s token is verified, also one that cannot list', async () => {
      for (const name of ['account', 'accountWithoutList'] as const) {
        assert.equal((await verify(name, { hint: sampleAccountId })).owner, 'account');
        assert.equal(asked().at(-1), `/accounts/${sampleAccountId}/tokens/verify`);
      }
    });

    it('makes no token refused for not being its own', async () => {
      for (const name of ['account', 'accountWithoutList'] as const) {
        assert.equal((await verify(name, { hint: secondAccountId })).owner, 'unknown');
      }
      assert.deepEqual(idsOf(await verify('account', { hint: secondAccountId })), [sampleAccountId]);
    });

    it('makes no difference for a person’s token or a key, nor for what they list', async () => {
      for (const hint of both) {
        assert.deepEqual(await verify('user', { hint }), await verify('user'));
        assert.deepEqual(await verify(key, { hint }), await verify(key));
      }
      assert.ok(!asked().some((path) => path.startsWith('/accounts/')));
    });

    it('may let a token of an account be told from an unknown one where the list is refused', async () => {
      server.fail(/^\/accounts\?/, { kind: 'refusal', status: 403 });
      assert.equal((await verify('account', { hint: sampleAccountId })).owner, 'account');
      assert.equal((await verify('account')).owner, 'unknown');
    });
  });

  // A person's: refusals.test.ts.
  describe('Verification refuses', () => {
    const expired = new Date(sampleTime - day).toISOString();
    const table: [
      what: string,
      name: SampleToken,
      change: Partial<TokenPrincipal>,
      kind: ProblemKind,
      refusal: Refusal,
      hint?: string,
    ][] = [
      ['an account’s that expired', 'account', { expiresOn: expired }, 'auth', 'expired', sampleAccountId],
      ['an account’s that is disabled', 'account', { disabled: true }, 'auth', 'disabled', sampleAccountId],
      [
        'an account’s that cannot list, and expired',
        'accountWithoutList',
        { expiresOn: expired },
        'auth',
        'expired',
        sampleAccountId,
      ],
      [
        'an account’s for other addresses',
        'account',
        { otherAddressesOnly: true },
        'blocked',
        'addressFilter',
      ],
    ];
    for (const [what, name, change, kind, refusal, hint] of table) {
      it(what, async () => {
        Object.assign(principal(sampleTokens[name]), change);
        const problem = await problemOf(verify(name, { hint }));
        assert.deepEqual([problem.kind, problem.refusal], [kind, refusal]);
      });
    }

    it('a person’s by its prefix that nobody knows at once, whatever an account or the list would say', async () => {
      const answers: readonly Fault[] = [
        { kind: 'refusal', status: 403, error: { code: 1001, message: 'x' } },
        { kind: 'refusal', status: 403, error: { code: 10000, message: 'x' } },
        { kind: 'refusal', status: 500 },
        { kind: 'emptyBody' },
      ];
      for (const answer of answers) {
        server.fail(/^\/accounts/, answer);
        for (const hint of [undefined, sampleAccountId]) {
          const { kind, refusal, api } = await problemOf(verify('revoked', { hint }));
          assert.deepEqual([kind, refusal, api?.code], ['auth', 'unknownToken', 1000]);
        }
      }
      assert.deepEqual([...new Set(asked())], ['/user/tokens/verify']);
    });

    it('one without a prefix that the list does not know either', async () => {
      const mistyped: Credential = { kind: 'token', token: 'sampleMistyped'.padEnd(40, '0') };
      const { refusal, api } = await problemOf(verify(mistyped));
      assert.deepEqual([refusal, api?.code], ['unknownToken', 9109]);
      server.fail('/accounts', { kind: 'refusal', status: 403, error: { code: 1001, message: 'x' } });
      assert.equal((await verify(mistyped)).owner, 'unknown', 'only an account could tell');
    });

    it('an account’s that nobody knows not before its account could be asked', async () => {
      const revoked: Credential = { kind: 'token', token: `cfat_${'revoked'.padEnd(48, '0')}` };
      const verified = await verify(revoked);
      assert.deepEqual([verified.owner, idsOf(verified)], ['unknown', []]);
      const { refusal } = await problemOf(verify(revoked, { hint: sampleAccountId }));
      assert.equal(refusal, 'unknownToken');
    });
  });

  describe('Verification tells nothing of a credential while', () => {
    const table: [fault: Fault, kind: ProblemKind][] = [
      [{ kind: 'refusal', status: 500 }, 'server'],
      [{ kind: 'rateLimited', retryAfter: 30 }, 'rateLimited'],
      [{ kind: 'hang' }, 'timeout'],
      [{ kind: 'reset' }, 'network'],
      [{ kind: 'challenge' }, 'blocked'],
      [{ kind: 'emptyBody' }, 'badResponse'],
    ];
    const calls: [path: RegExp, credential: SampleToken | Credential][] = [
      [/^\/user\/tokens\/verify/, 'user'],
      [/^\/accounts\?/, 'user'],
      [/^\/accounts\?/, 'account'],
      [/^\/accounts\?/, key],
      [/^\/accounts\/\w+\/tokens\/verify/, 'account'],
    ];
    for (const [fault, kind] of table) {
      for (const [path, credential] of calls) {
        const name = typeof credential === 'string' ? credential : credential.kind;
        it(`${path.source} has ${fault.kind} (${name})`, async () => {
          server.fail(path, fault);
          const timeoutMs = fault.kind === 'hang' ? 200 : 15_000;
          assert.equal((await problemOf(verify(credential, { timeoutMs }))).kind, kind);
        });
      }
    }
  });

  describe('Who gives up in the middle of verification', () => {
    for (const path of ['/user/tokens/verify', '/accounts?', `/accounts/${sampleAccountId}/tokens/verify`]) {
      it(`gets the reason of it, at ${path}`, async () => {
        server.fail(path, { kind: 'hang' });
        const caller = new AbortController();
        const reason = new Error('closed');
        const arrival = server.arrival(path);
        const failure = assert.rejects(
          verify('account', { signal: caller.signal }),
          (error) => error === reason,
        );
        await arrival;
        const before = server.requests.length;
        caller.abort(reason);
        await failure;
        assert.equal(server.requests.length, before);
      });
    }
  });
});
