import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compareText,
  escapeMarkdown,
  inCode,
  visible,
  withoutIcons,
  withoutLinks,
} from '../../../../src/tunnels/text/text.ts';
import { hostileName } from '../../../support/sampleCompany.ts';

/** Any text, lone surrogates too. */
const utf16 = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

describe('Text from outside', () => {
  const table: [text: string, shown: string][] = [
    ['web-prod', 'web-prod'],
    ['Büro 東京 🚇', 'Büro 東京 🚇'],
    ['a\u0000b\n\t', 'a\\u0000b\\u000A\\u0009'],
    ['a\u007f\u0085', 'a\\u007F\\u0085'],
    ['\u202Egnp\u2066x\u2069', '\\u202Egnp\\u2066x\\u2069'],
    ['a\u200bb\ufeff\u00ad', 'a\\u200Bb\\uFEFF\\u00AD'],
    ['a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['\u{E0041}\u{E007F}', '\\u{E0041}\\u{E007F}'],
    ['\ud800x\udc00', '\\uD800x\\uDC00'],
    ['a\u0600b\ufff9', 'a\\u0600b\\uFFF9'],
    ['\u3164\u115f', '\\u3164\\u115F'],
  ];
  for (const [text, shown] of table) {
    it(`is shown as ${JSON.stringify(shown)}`, () => {
      assert.equal(visible(text), shown);
    });
  }

  it('is no icon', () => {
    assert.equal(withoutIcons('$(zap) $5 (x)'), '\\$(zap) $5 (x)');
    assert.doesNotMatch(withoutIcons(hostileName), /(?<!\\)\$\(/);
  });

  it('is no link in a message', () => {
    assert.equal(withoutLinks('[x](command:y) (z) [a]'), '[x] (command:y) (z) [a]');
    assert.doesNotMatch(withoutLinks(hostileName), /\]\(|\u202E/);
  });

  it('is no markup, link, HTML, icon or table cell', () => {
    assert.equal(escapeMarkdown('**a** [x](command:y)'), '\\*\\*a\\*\\* \\[x\\]\\(command\\:y\\)');
    assert.equal(escapeMarkdown('<b>|`$(zap)`\n'), '\\<b\\>\\|\\`&#36;\\(zap\\)\\`\\\\u000A');
  });

  it('is the same again when Markdown has taken the escapes away', () => {
    fc.assert(
      fc.property(fc.oneof(utf16, fc.string()), (text) => {
        const escaped = escapeMarkdown(text);
        const unescaped = escaped.replace(/&#36;/g, '\\$').replace(/\\([!-/:-@[-`{-~])/g, '$1');
        assert.equal(unescaped, visible(text));
        assert.doesNotMatch(escaped.replace(/\\.|&#36;/g, ''), /[!-/:-@[-`{-~\n]/);
      }),
    );
  });

  const codes: [text: string, code: string][] = [
    ['web-prod', '`web-prod`'],
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    ['`a', '`` `a ``'],
    [' a ', '`  a  `'],
    ['', '`  `'],
    ['a\n# b', '`a\\u000A# b`'],
  ];
  for (const [text, code] of codes) {
    it(`is in a document ${code}`, () => {
      assert.equal(inCode(text), code);
    });
  }

  it('is one piece of code in a document, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(utf16, fc.string(), fc.stringMatching(/^[` a]*$/)), (text) => {
        const code = inCode(text);
        const fence = /^`+/.exec(code)?.[0] ?? '';
        const within = code.slice(fence.length, -fence.length);
        assert.ok(code.endsWith(fence) && !within.startsWith('`') && !within.endsWith('`'));
        assert.ok([...within.matchAll(/`+/g)].every(([run]) => run.length !== fence.length));
        const isPadded = within.startsWith(' ') && within.endsWith(' ') && within.trim() !== '';
        if (text.trim() !== '') assert.equal(isPadded ? within.slice(1, -1) : within, visible(text));
        assert.doesNotMatch(code, /\n/);
      }),
    );
  });
});

describe('The order of texts', () => {
  it('is that of a person, and tells apart what differs in case alone', () => {
    const sorted = ['API', 'api', 'web-2', 'web-10', 'Ź'];
    assert.deepEqual(sorted.toReversed().toSorted(compareText), sorted);
    assert.equal(compareText('web', 'web'), 0);
  });
});
