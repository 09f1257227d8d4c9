import assert from 'node:assert/strict';
import type { Problem, Refusal } from '../../../../src/tunnels/problems/problem.ts';
import { describeRefusal, sufficientPermissions } from '../../../../src/tunnels/problems/refusalWords.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const moment = { style: { timeZone: 'UTC' } };
const wordsOf = (refusal: Refusal, fields: Partial<Problem>) => {
  const { label, action } = describeRefusal(
    refusal,
    { kind: 'auth', detail: 'https://api.example\u0007', ...fields },
    'Larkfield',
    moment,
  );
  return [label, action];
};

describe('A refusal in words', () => {
  const table: Readonly<Record<Refusal, readonly [label: string, action: string]>> = {
    signedOut: ['Sign in to Larkfield', 'no credential is stored on this machine'],
    newAddress: [
      'Credential for Larkfield withheld',
      'it was added for a different API address: confirm that it may be sent to https://api.example\\u0007',
    ],
    malformedToken: [
      'This is not an API token',
      'copy the whole token, without quotes; a Global API key has its own sign-in method',
    ],
    malformedKey: [
      'This is not a Global API key',
      'copy the whole key; an API token has its own sign-in method',
    ],
    malformedEmail: ['This is not an email address', 'use the one you sign in to Cloudflare with'],
    unknownToken: [
      'Cloudflare does not recognize this token',
      'it was revoked, rolled or not copied in full: check it, or create a new one',
    ],
    unknownKey: [
      'Cloudflare does not recognize this email address with this key',
      'check both, or use an API token',
    ],
    expired: ['The token expired on 24 Nov 2026', 'create a new one and sign in with it'],
    disabled: ['The token is disabled', 'enable it on Cloudflare’s API tokens page, or create another'],
    notYetValid: ['The token is not valid before 24 Nov 2026', 'wait until it is valid, or create another'],
    accountToken: [
      'The token belongs to an account',
      'enter the account ID: an account-owned token cannot list accounts',
    ],
    addressFilter: [
      'The token does not allow this network',
      'its IP filter rejects your address: use your usual network or VPN, or widen the filter',
    ],
    challenge: [
      'Blocked by a challenge page',
      'a firewall expects a browser: try another network, or a proxy that lets the API through',
    ],
    noPermission: [
      'No permission to read tunnels',
      `the token needs one of these permissions: ${sufficientPermissions.join(', ')} (on the token page: Account, Cloudflare Tunnel, Read; in some accounts Argo Tunnel (Legacy)); if it has one, check the account ID`,
    ],
    wrongAccount: [
      'The token has no access to this account',
      'check the account ID, or add the account to the token',
    ],
  };
  for (const [refusal, [label, action]] of Object.entries(table)) {
    it(`is "${label}: ${action}" for ${refusal}`, () => {
      assert.deepEqual(wordsOf(refusal as Refusal, { validity: sampleTime }), [label, action]);
    });
  }

  it('leaves out a day that is not known', () => {
    assert.equal(wordsOf('expired', {})[0], 'The token has expired');
    assert.equal(wordsOf('notYetValid', {})[0], 'The token is not valid yet');
  });

  it('names the permissions of which one suffices, as the API’s page does', () => {
    assert.deepEqual(sufficientPermissions, [
      'Cloudflare Tunnel Read',
      'Cloudflare One Connectors Read',
      'Cloudflare One Connector: cloudflared Read',
    ]);
  });
});
