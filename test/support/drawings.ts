import assert from 'node:assert/strict';
import type { Image } from '../../src/tunnels/drawings/svg.ts';

/** The SVG in a picture's address, after it was found to be well-formed and to run and load nothing. */
export function svgOf({ uri }: Pick<Image, 'uri'>): string {
  const [, base64] = /^data:image\/svg\+xml;base64,([A-Za-z0-9+/]+=*)$/.exec(uri) ?? [];
  assert.ok(base64 !== undefined, uri.slice(0, 60));
  const svg = Buffer.from(base64, 'base64').toString('latin1');
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)(\w+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g,
    (_, ...[end, name = '', attributes, empty]: string[]) => {
      assert.match(name, /^(?:svg|defs|pattern|g|path|rect|circle|text)$/);
      const names = attributes?.replace(/"[^"]*"/g, '') ?? '';
      assert.doesNotMatch(names, / (?:on\w+|[\w:]*href|style)=/);
      if (end === '/') assert.equal(open.pop(), name);
      else if (empty === '') open.push(name);
      return '';
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(rest, /[<>]|[^ -~]/);
  assert.doesNotMatch(svg, /&(?!#\d+;)/);
  return svg;
}

/** The words that stand in the picture, in their order. */
export function wordsIn(image: Pick<Image, 'uri'>): readonly string[] {
  return [...svgOf(image).matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
  );
}
