import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { credentialSchema, isEmailLike, readSecret } from '../../../src/cloudflare/credentials.ts';
import { sampleKey, sampleTokens, sampleTunnelToken } from '../../support/sampleCompany.ts';

/** Any text, lone surrogates too. */
const utf16 = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

describe('A pasted secret', () => {
  const token = sampleTokens.user;
  const good: [pasted: string, secret: string][] = [
    [token, token],
    [`  ${token}\r\n`, token],
    [`\u00a0${token}\ufeff`, token],
    [`"${token}"`, token],
    [`'${token}'`, token],
    [`\`${token}\``, token],
    [`" ${token} "`, token],
    [`Bearer ${token}`, token],
    [`bearer   ${token}`, token],
    [`Authorization: Bearer ${token}`, token],
    [`authorization:bearer "${token}"`, token],
    [`"Bearer ${token}"`, token],
    ['Bearerx', 'Bearerx'],
    [`"${token}`, `"${token}`],
    ['!~', '!~'],
    ['x'.repeat(1024), 'x'.repeat(1024)],
  ];
  for (const [pasted, secret] of good) {
    it(`is taken from ${JSON.stringify(pasted).slice(0, 40)}`, () => {
      assert.deepEqual(readSecret(pasted, 'token'), { secret });
    });
  }

  const flawed: [pasted: string, flaw: string][] = [
    ['', 'empty'],
    [' \t\n', 'empty'],
    ['""', 'empty'],
    ['Bearer ""', 'empty'],
    ['Bearer', 'empty'],
    [`${token} ${token}`, 'space'],
    ['two\nlines', 'space'],
    ['a\u00a0b', 'space'],
    [`Bearer Bearer ${token}`, 'space'],
    ['tökén', 'notAscii'],
    ['a\u200bb', 'notAscii'],
    ['a\u0000b', 'notAscii'],
    ['a\u007fb', 'notAscii'],
    ['•'.repeat(40), 'notAscii'],
    ['x'.repeat(1025), 'tooLong'],
  ];
  for (const [pasted, flaw] of flawed) {
    it(`has the flaw "${flaw}" in ${JSON.stringify(pasted).slice(0, 40)}`, () => {
      assert.deepEqual(readSecret(pasted, 'token'), { flaw });
    });
  }

  const ofToday = `cfk_${'0'.repeat(48)}`;
  const otherKind: [what: string, pasted: string, kind: 'token' | 'key', flaw: string | undefined][] = [
    ['a key', sampleKey.key, 'token', 'keyForToken'],
    ['a key', ` Bearer "${sampleKey.key}"`, 'token', 'keyForToken'],
    ['a key of today’s form', ofToday, 'token', 'keyForToken'],
    ['a person’s token', token, 'key', 'tokenForKey'],
    ['an account’s token', sampleTokens.account, 'key', 'tokenForKey'],
    ['a key', sampleKey.key, 'key', undefined],
    ['a key of today’s form', ofToday, 'key', undefined],
    ['a person’s token', token, 'token', undefined],
    // Of these the form does not tell: only the API can.
    ['a token of the older form', sampleTokens.older, 'token', undefined],
    ['a token of the older form', sampleTokens.older, 'key', undefined],
    [
      'an older token of hexadecimal digits alone',
      '0123456789abcdef'.repeat(3).slice(0, 40),
      'token',
      undefined,
    ],
    ['36 hexadecimal digits', sampleKey.key.slice(1), 'token', undefined],
    ['38 hexadecimal digits', `${sampleKey.key}0`, 'token', undefined],
  ];
  for (const [what, pasted, kind, flaw] of otherKind) {
    it(`${flaw === undefined ? 'may be' : 'is not'} ${what} (${pasted.length} signs) as a ${kind}`, () => {
      const read = readSecret(pasted, kind);
      assert.deepEqual(read, flaw === undefined ? { secret: pasted } : { flaw });
    });
  }

  const urlSafe = Buffer.from('{"a":"ÿ","t":"?","s":"?>~"}').toString('base64url');
  const somethingElse: [what: string, pasted: string, flaw: string][] = [
    ['the token of a tunnel', sampleTunnelToken, 'tunnelToken'],
    ['the token of a tunnel, in quotes', `"${sampleTunnelToken}"`, 'tunnelToken'],
    ['the token of a tunnel, without its padding', sampleTunnelToken.replace(/=+$/, ''), 'tunnelToken'],
    ['the token of a tunnel, in the alphabet of addresses', urlSafe, 'tunnelToken'],
    [
      'the command that installs a tunnel',
      `sudo cloudflared service install ${sampleTunnelToken}`,
      'tunnelToken',
    ],
    ['the command that runs a tunnel', `cloudflared tunnel run --token=${sampleTunnelToken}`, 'tunnelToken'],
    ['an address', 'https://dash.cloudflare.com/profile/api-tokens', 'webAddress'],
    ['an address without its scheme', 'dash.cloudflare.com/5a3b1e00/tunnels', 'webAddress'],
    ['an address with a user', 'https://me@larkfield.example/', 'webAddress'],
    ['an address with an umlaut', 'https://lärkfield.example/', 'webAddress'],
  ];
  for (const [what, pasted, flaw] of somethingElse) {
    for (const kind of ['token', 'key'] as const) {
      it(`is told from ${what}, where a ${kind} is wanted`, () => {
        assert.deepEqual(readSecret(pasted, kind), { flaw });
      });
    }
  }

  it('is told from an email address, which goes with the Global API key', () => {
    assert.deepEqual(readSecret(sampleKey.email, 'token'), { flaw: 'emailForToken' });
    assert.deepEqual(readSecret(sampleKey.email, 'key'), { flaw: 'emailForKey' });
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64');
  for (const other of [
    'eyJ',
    'eyJhbGciOiJIUzI1NiJ9',
    base64('{"a":"a","t":"t"}'),
    base64('{"a":1,"t":2,"s":3}'),
  ]) {
    it(`is not taken for the token of a tunnel: ${other}`, () => {
      assert.deepEqual(readSecret(other, 'token'), { secret: other });
    });
  }

  it('can be sent in a header, whatever was pasted', () => {
    fc.assert(
      fc.property(utf16, (pasted) => {
        const read = readSecret(pasted, 'token');
        if (!('secret' in read)) return;
        assert.equal(new Headers({ authorization: read.secret }).get('authorization'), read.secret);
      }),
    );
  });
});

describe('An email address', () => {
  for (const text of ['me@home', 'first.last+tag@sub.larkfield.example', '"odd"@larkfield.example']) {
    it(`may be ${text}`, () => {
      assert.equal(isEmailLike(text), true);
    });
  }

  const none = [
    '',
    '@',
    'me',
    'me@',
    '@home',
    'a@b@c',
    'a b@c',
    ' me@home',
    'me@home\n',
    'mé@home',
    'a@b\r\nx: y',
  ];
  for (const text of none) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.equal(isEmailLike(text), false);
    });
  }
});

describe('A stored credential', () => {
  it('is a token, or an email with a key', () => {
    const token = { kind: 'token', token: sampleTokens.user };
    const key = { kind: 'key', ...sampleKey };
    assert.deepEqual(z.parse(credentialSchema, token), token);
    assert.deepEqual(z.parse(credentialSchema, key), key);
  });

  const unfit: unknown[] = [
    undefined,
    null,
    'token',
    {},
    { kind: 'token' },
    { kind: 'token', token: '' },
    { kind: 'token', token: 'a b' },
    { kind: 'token', token: 'a\nb' },
    { kind: 'token', token: 5 },
    { kind: 'key', key: 'abc' },
    { kind: 'key', email: 'a@b.example' },
    { kind: 'other', token: 'abc' },
  ];
  for (const value of unfit) {
    it(`is not ${JSON.stringify(value)}`, () => {
      assert.equal(z.safeParse(credentialSchema, value).success, false);
    });
  }
});
