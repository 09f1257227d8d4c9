import assert from 'node:assert/strict';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import {
  day,
  findTunnel,
  sampleAccountId,
  sampleTime,
  secondAccountId,
} from '../../support/sampleCompany.ts';
import { bearer, get, tunnelsPath } from './ask.ts';
import type { Envelope } from './ask.ts';

let server: CloudflareServer;
let now: number;

describe('Signing in at the stand-in', () => {
  beforeEach(async () => {
    now = sampleTime;
    server = await startCloudflareServer({ now: () => now });
  });
  afterEach(() => server.close());

  const firstTunnel = () => findTunnel(server.company, 'web-prod');
  const pathOf = (name: string) => `${tunnelsPath}/${findTunnel(server.company, name).tunnel.id!}`;
  const idsIn = ({ result }: Envelope) => (result as { id: string }[]).map(({ id }) => id);

  describe('signing in', () => {
    const userVerify = '/user/tokens/verify';
    const accountVerify = `/accounts/${sampleAccountId}/tokens/verify`;
    const t = sampleTokens;
    const keyHeaders = { 'x-auth-email': sampleKey.email, 'x-auth-key': sampleKey.key };

    const refusals: [
      what: string,
      path: string,
      headers: Record<string, string>,
      status: number,
      ...codes: number[],
    ][] = [
      ['no credential', '/accounts', {}, 400, 9106],
      ['a token that is too short', '/accounts', bearer('abc'), 400, 6003, 6111],
      ['"Bearer" twice', '/accounts', bearer(`Bearer ${t.user}`), 400, 6003, 6111],
      ['quotes around a token', '/accounts', bearer(`"${t.user}"`), 400, 6003, 6111],
      ['another scheme', '/accounts', { authorization: `Basic ${t.user}` }, 400, 6003, 6111],
      ['a global key as a token', '/accounts', bearer(sampleKey.key), 400, 6003, 6111],
      [
        'a global key of today’s form as a token',
        '/accounts',
        bearer(`cfk_${'0'.repeat(48)}`),
        400,
        6003,
        6111,
      ],
      ['a token as a global key', '/accounts', { ...keyHeaders, 'x-auth-key': t.user }, 400, 6003, 6103],
      ['a malformed email', '/accounts', { ...keyHeaders, 'x-auth-email': 'me' }, 400, 6003, 6102],
      ['a malformed pair', '/accounts', { 'x-auth-email': 'me', 'x-auth-key': 'x' }, 400, 6003, 6102, 6103],
      ['a key without an email', '/accounts', { 'x-auth-key': sampleKey.key }, 400, 6003, 6102],
      ['an unknown key', '/accounts', { ...keyHeaders, 'x-auth-key': '0'.repeat(37) }, 403, 9103],
      [
        'another person’s key',
        tunnelsPath,
        { ...keyHeaders, 'x-auth-email': 'b@larkfield.example' },
        403,
        9103,
      ],
      ['a revoked token, verified', userVerify, bearer(t.revoked), 401, 1000],
      ['a revoked token on a user route', '/accounts', bearer(t.revoked), 403, 9109],
      ['a revoked token on an account’s route', tunnelsPath, bearer(t.revoked), 401, 10000],
      ['an account’s token, verified as a user’s', userVerify, bearer(t.account), 401, 1000],
      ['a user’s token, verified as an account’s', accountVerify, bearer(t.user), 401, 1000],
      [
        'an account’s token, verified at another account',
        `/accounts/${secondAccountId}/tokens/verify`,
        bearer(t.account),
        401,
        1000,
      ],
      ['a key, verified as a token', userVerify, keyHeaders, 400, 9106],
      ['an expired token', tunnelsPath, bearer(t.expired), 401, 10000],
      ['a disabled token', tunnelsPath, bearer(t.disabled), 401, 10000],
      ['a token before its time', tunnelsPath, bearer(t.notYetValid), 401, 10000],
      ['a token from another address', tunnelsPath, bearer(t.ipFiltered), 403, 9109],
      ['a token from another address, verified', userVerify, bearer(t.ipFiltered), 403, 9109],
      ['a token without the permission', tunnelsPath, bearer(t.withoutTunnelPermission), 403, 10000],
      ['somebody else’s account', `/accounts/${'0'.repeat(32)}/cfd_tunnel`, bearer(t.user), 403, 10000],
      [
        'an account that this token cannot see',
        `/accounts/${secondAccountId}/cfd_tunnel`,
        bearer(t.user),
        403,
        10000,
      ],
      ['an account id of another form', '/accounts/web-prod/cfd_tunnel', bearer(t.user), 404, 7003],
      ['a path that does not exist', '/zones', bearer(t.user), 404, 7003],
      ['an account’s token of the time without lists', '/accounts', bearer(t.accountWithoutList), 400, 1001],
    ];

    for (const [what, path, headers, status, code, ...chain] of refusals) {
      it(`refuses ${what} with ${[code, ...chain].join(', ')}`, async () => {
        const answer = await get(server, path, headers);
        assert.equal(answer.status, status);
        assert.equal(answer.json.success, false);
        assert.equal(answer.json.result, null);
        const [error] = answer.json.errors;
        assert.equal(error!.code, code);
        assert.deepEqual(
          (error!.error_chain ?? []).map((link) => link.code),
          chain,
        );
      });
    }

    it('names the address that a filter refuses', async () => {
      const { json } = await get(server, tunnelsPath, bearer(t.ipFiltered));
      assert.match(json.errors[0]!.message, /from location: 203\.0\.113\.254/);
    });

    for (const kind of ['user', 'older', 'account', 'expiringSoon', 'emptyAccountList'] as const) {
      it(`lets the token "${kind}" read the account’s tunnels`, async () => {
        const { status, json } = await get(server, tunnelsPath, bearer(t[kind]));
        assert.equal(status, 200);
        assert.equal(json.success, true);
        assert.equal(idsIn(json)[0], firstTunnel().tunnel.id);
      });
    }

    it('lets a person with their key read the tunnels of each account', async () => {
      for (const account of [sampleAccountId, secondAccountId]) {
        assert.equal((await get(server, `/accounts/${account}/cfd_tunnel`, keyHeaders)).status, 200);
      }
    });

    it('verifies a token that is not in force as what it is', async () => {
      const verified = async (token: string) => (await get(server, userVerify, bearer(token))).json;
      const expiresOn = (json: Envelope) => Date.parse((json.result as { expires_on: string }).expires_on);
      const notBefore = (json: Envelope) => Date.parse((json.result as { not_before: string }).not_before);
      const statusOf = (json: Envelope) => (json.result as { status: string }).status;
      assert.equal(statusOf(await verified(t.user)), 'active');
      assert.deepEqual((await verified(t.user)).messages, [
        { code: 10000, message: 'This API Token is valid and active', type: null },
      ]);
      assert.equal(statusOf(await verified(t.disabled)), 'disabled');
      assert.equal(statusOf(await verified(t.expired)), 'expired');
      assert.ok(expiresOn(await verified(t.expired)) < now);
      assert.deepEqual((await verified(t.expired)).messages, []);
      assert.ok(expiresOn(await verified(t.expiringSoon)) - now < 14 * day);
      assert.ok(notBefore(await verified(t.notYetValid)) > now);
    });

    it('verifies an account’s token at its account', async () => {
      const { json } = await get(server, accountVerify, bearer(t.account));
      assert.equal((json.result as { status: string }).status, 'active');
    });

    it('stops accepting a token when its time is over, and begins when it has come', async () => {
      now += 4 * day;
      assert.equal((await get(server, tunnelsPath, bearer(t.expiringSoon))).status, 200);
      assert.equal((await get(server, tunnelsPath, bearer(t.notYetValid))).status, 200);
      now += 2 * day;
      assert.equal((await get(server, tunnelsPath, bearer(t.expiringSoon))).status, 401);
    });

    it('lists the accounts that the credential can see', async () => {
      const accounts = async (headers: Record<string, string>) =>
        idsIn((await get(server, '/accounts', headers)).json);
      assert.deepEqual(await accounts(bearer(t.user)), [sampleAccountId]);
      assert.deepEqual(await accounts(bearer(t.account)), [sampleAccountId]);
      assert.deepEqual(await accounts(bearer(t.several)), [sampleAccountId, secondAccountId]);
      assert.deepEqual(await accounts(keyHeaders), [sampleAccountId, secondAccountId]);
      assert.deepEqual(await accounts(bearer(t.emptyAccountList)), []);
    });

    it('lists only the tunnels that the token has rights on, and shows no other', async () => {
      const list = async (token: string) => idsIn((await get(server, tunnelsPath, bearer(token))).json);
      const mine = ['web-prod', 'staging'].map((name) => findTunnel(server.company, name).tunnel.id);
      assert.deepEqual(await list(t.someTunnels), mine);
      assert.deepEqual(await list(t.noTunnels), []);
      assert.equal((await get(server, pathOf('staging'), bearer(t.someTunnels))).status, 200);
      const other = `${pathOf('warehouse')}/connections`;
      assert.equal((await get(server, other, bearer(t.someTunnels))).status, 403);
    });
  });
});
