import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { credentialSchema, readSecret } from '../../../src/cloudflare/credentials.ts';
import { sampleKey, sampleTokens } from '../../support/sampleCompany.ts';

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
