import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SecretFilter } from '../../../src/vscode/secretFilter.ts';
import { sampleKey, sampleTokens } from '../../support/sampleCompany.ts';

const secret = sampleTokens.user;
const other = sampleKey.key;

function filterFor(...secrets: readonly string[]): SecretFilter {
  const filter = new SecretFilter();
  for (const one of secrets) filter.learn(one);
  return filter;
}

describe('A secret in a line of the log', () => {
  const table: [what: string, text: string, cleaned: string][] = [
    ['alone', secret, '[secret]'],
    ['between words', `token ${secret} refused`, 'token [secret] refused'],
    ['in a URL', `https://x.example/a?t=${secret}&b=1#c`, 'https://x.example/a?t=[secret]&b=1#c'],
    ['in JSON', `{"token":"${secret}"}`, '{"token":"[secret]"}'],
    ['twice', `${secret} ${secret}`, '[secret] [secret]'],
    ['twice, glued', secret + secret, '[secret][secret]'],
    ['glued to letters', `abc${secret}abc`, 'abc[secret]abc'],
    ['with another', `${secret}/${other}`, '[secret]/[secret]'],
    ['in several lines', `a\n${secret}\r\n${other}`, 'a\n[secret]\r\n[secret]'],
    ['beside letters of other scripts', `é${secret}…`, 'é[secret]…'],
  ];
  for (const [what, text, cleaned] of table) {
    it(`is taken out: ${what}`, () => {
      assert.equal(filterFor(secret, other).clean(text), cleaned);
    });
  }

  it('leaves all else as it was', () => {
    const texts = [
      '',
      'GET /client/v4/accounts 200 12 ms cf-ray=8f0a-FRA',
      secret.replace(/.$/, '-'),
      secret.replace(/^./, 'C'),
      secret.toUpperCase(),
      secret.slice(1),
      `${secret.slice(0, 20)} ${secret.slice(20)}`,
      secret.split('').toReversed().join(''),
      'x'.repeat(secret.length),
      'x'.repeat(other.length * 10),
    ];
    for (const text of texts) assert.equal(filterFor(secret, other).clean(text), text);
    assert.equal(new SecretFilter().clean(secret), secret);
  });

  it('is not looked for where it is so short that words would be blotted out', () => {
    const filter = filterFor('', 'GET', 'accounts', 'x'.repeat(15), 'y'.repeat(16));
    assert.equal(filter.clean(`GET accounts ${'x'.repeat(15)}`), `GET accounts ${'x'.repeat(15)}`);
    assert.equal(filter.clean('y'.repeat(17)), '[secret]y');
  });

  it('is taken out whole where another is a part of it', () => {
    const long = `${secret}${other}`;
    for (const learned of [
      [secret, long],
      [long, secret],
    ]) {
      const cleaned = filterFor(...learned).clean(`a ${long} b ${secret}`);
      assert.ok(!cleaned.includes(secret) && !cleaned.includes(long));
    }
  });

  it('is taken out where it comes together by the removal of another', () => {
    const outer = `abcdefgh[secret]${'z'.repeat(8)}`;
    for (const learned of [
      [outer, secret],
      [secret, outer],
    ]) {
      assert.equal(filterFor(...learned).clean(`abcdefgh${secret}${'z'.repeat(8)}`), '[secret]');
    }
  });

  const printable = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  });
  const anySecret = fc.oneof(
    fc.constantFrom(secret, other, 'a'.repeat(16), 'ab'.repeat(9), '[secret][secret]', '[secret]'.repeat(3)),
    printable.map((text) => text.padEnd(16, 'x')),
  );

  it('is not in the cleaned text, whatever stands around it', () => {
    const around = fc.oneof(fc.string(), printable, fc.constantFrom('[sec', 'ret]', 'a', 'ab', '[secret]'));
    fc.assert(
      fc.property(anySecret, anySecret, fc.array(around, { minLength: 1 }), (one, two, pieces) => {
        const cleaned = filterFor(one, two).clean(pieces.join(one) + two);
        for (const learned of [one, two]) assert.ok(!cleaned.includes(learned));
      }),
    );
  });

  it('is taken out of a long line as often as it is there', () => {
    const line = `${secret},`.repeat(500);
    assert.equal(filterFor(secret, other).clean(line), '[secret],'.repeat(500));
  });
});
