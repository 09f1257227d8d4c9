import { firstCharacters, visible } from '../text/text.ts';

/** A picture for a hover or a document, as an address that holds the whole of it, and the same in words. */
export interface Image {
  /** Plain text, not yet safe as markup. */
  readonly alt: string;
  readonly uri: string;
}

/** Part of a drawing. Strings are text, never markup: what is in them is escaped when it is written. */
export type Shape = Element | string;

interface Element {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly Shape[];
}

type Attributes = Readonly<Record<string, string | number>>;

export function shape(name: string, attributes: Attributes = {}, ...children: readonly Shape[]): Shape {
  return { name, attributes, children };
}

/** A line of words from `x` on, `y` being its base; `fields`: its colour and the like. */
export function words(text: string, x: number, y: number, fields: Attributes): Shape {
  return shape('text', { x, y, ...fields }, text);
}

/** Text from outside that stands in a place of so many characters: a longer one is cut. */
export function shortened(text: string, count: number): string {
  const shown = visible(text);
  const first = firstCharacters(shown, count);
  return first === shown ? shown : `${firstCharacters(shown, count - 1)}…`;
}

/** Both hovers and previews show a picture from an address of this form, and run nothing that is in it. */
export function imageOf(alt: string, width: number, height: number, shapes: readonly Shape[]): Image {
  const svg = shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'system-ui,sans-serif',
      'font-size': 11,
    },
    ...shapes,
  );
  return { alt, uri: `data:image/svg+xml;base64,${btoa(written(svg))}` };
}

function written(part: Shape): string {
  if (typeof part === 'string') return escaped(part);
  const { name, attributes, children } = part;
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const start = `<${name}${all.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.map(written).join('')}</${name}>`;
}

/** As XML in ASCII, which is the same in every encoding; of the characters that XML forbids, none is left. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']|[^ -~]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
