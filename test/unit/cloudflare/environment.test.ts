import assert from 'node:assert/strict';
import { environmentCredentials } from '../../../src/cloudflare/environment.ts';
import type { Environment, EnvironmentCredential } from '../../../src/cloudflare/environment.ts';
import { sampleAccountId, sampleKey, sampleTokens } from '../../support/sampleCompany.ts';

const token = sampleTokens.user;
const { email, key } = sampleKey;

type Found = EnvironmentCredential['found'];
const asToken: Found = { credential: { kind: 'token', token } };
const asKey: Found = { credential: { kind: 'key', email, key } };

describe('The environment offers', () => {
  const table: [what: string, environment: Environment, offers: readonly (readonly [string, Found])[]][] = [
    ['nothing where nothing is set', { PATH: '/bin' }, []],
    ['nothing for what is empty', { CLOUDFLARE_API_TOKEN: '', CLOUDFLARE_EMAIL: ' ' }, []],
    ['the token', { CLOUDFLARE_API_TOKEN: token }, [['CLOUDFLARE_API_TOKEN', asToken]]],
    [
      'the token without what came along',
      { CLOUDFLARE_API_TOKEN: ` "Bearer ${token}"\n` },
      [['CLOUDFLARE_API_TOKEN', asToken]],
    ],
    [
      'the key with its email',
      { CLOUDFLARE_API_KEY: ` ${key}\n`, CLOUDFLARE_EMAIL: ` ${email} ` },
      [['CLOUDFLARE_API_KEY', asKey]],
    ],
    ['no key without an email', { CLOUDFLARE_API_KEY: key }, []],
    ['no key with an email that is none', { CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: 'me' }, []],
    ['no email without a key', { CLOUDFLARE_EMAIL: email }, []],
    [
      'both, the token first',
      { CLOUDFLARE_API_KEY: key, CLOUDFLARE_EMAIL: email, CLOUDFLARE_API_TOKEN: token },
      [
        ['CLOUDFLARE_API_TOKEN', asToken],
        ['CLOUDFLARE_API_KEY', asKey],
      ],
    ],
    [
      'a token that is a key, with that flaw',
      { CLOUDFLARE_API_TOKEN: key },
      [['CLOUDFLARE_API_TOKEN', { flaw: 'keyForToken' }]],
    ],
    [
      'a key that is a token, with that flaw',
      { CLOUDFLARE_API_KEY: token, CLOUDFLARE_EMAIL: email },
      [['CLOUDFLARE_API_KEY', { flaw: 'tokenForKey' }]],
    ],
    [
      'what cannot be sent, with its flaw',
      { CLOUDFLARE_API_TOKEN: 'two words' },
      [['CLOUDFLARE_API_TOKEN', { flaw: 'space' }]],
    ],
  ];
  for (const [what, environment, offers] of table) {
    it(what, () => {
      const found = environmentCredentials(environment);
      assert.deepEqual(
        found.map((offer) => [offer.variable, offer.found]),
        offers,
      );
      assert.ok(found.every(({ accountId }) => accountId === undefined));
    });
  }
});

describe('The account that the environment names', () => {
  const table: [text: string, id: string | undefined][] = [
    [sampleAccountId, sampleAccountId],
    [` ${sampleAccountId.toUpperCase()}\n`, sampleAccountId],
    ['', undefined],
    [sampleAccountId.slice(1), undefined],
    [`${sampleAccountId}0`, undefined],
    [`${sampleAccountId}/../x`, undefined],
    ['larkfield', undefined],
  ];
  for (const [text, id] of table) {
    it(`is ${id === undefined ? 'none' : 'read'} from ${JSON.stringify(text)}`, () => {
      const offers = environmentCredentials({
        CLOUDFLARE_API_TOKEN: token,
        CLOUDFLARE_API_KEY: key,
        CLOUDFLARE_EMAIL: email,
        CLOUDFLARE_ACCOUNT_ID: text,
      });
      assert.deepEqual(
        offers.map(({ accountId }) => accountId),
        [id, id],
      );
    });
  }
});
