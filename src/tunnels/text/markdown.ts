import { visible } from './text.ts';

/** Parts of a Markdown document. All text comes in safe: see `inCode`. */

/** A heading with what stands below it; `otherwise` says in one line that there is nothing. */
export function section(heading: string, lines: readonly string[], otherwise: string): string {
  return [`## ${heading}`, '', ...(lines.length === 0 ? [otherwise] : lines), ''].join('\n');
}

export type TableLine = readonly (string | number)[];

/**
 * A table of labels and values. The first stands in the head, which Markdown wants and which gives it weight: so the most
 * important comes first.
 */
export function factList(facts: readonly (readonly [label: string, value: string])[]): readonly string[] {
  return facts.length === 0 ? [] : rowsOf([facts[0] ?? [], ['---', '---'], ...facts.slice(1)]);
}

/** Nothing where there are no lines. Columns in which every cell is a number are aligned to the right. */
export function table(
  head: readonly string[],
  lines: readonly TableLine[],
  written: (number: number) => string = String,
): readonly string[] {
  if (lines.length === 0) return [];
  const rule = head.map((_, column) =>
    lines.every((line) => typeof line[column] === 'number') ? '---:' : '---',
  );
  const inWords = (cell: string | number) => (typeof cell === 'number' ? written(cell) : cell);
  return rowsOf([head, rule, ...lines.map((line) => line.map(inWords))]);
}

function rowsOf(lines: readonly (readonly string[])[]): readonly string[] {
  // A bar ends a cell, also within code.
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return lines.map((line) => `| ${line.map(cell).join(' | ')} |`);
}

/**
 * A picture, for a document or a hover. `alt` is plain text, which is made safe here; `uri` has no brackets. The preview
 * leaves out of a picture's words what is escaped in them: so that is as little as can be.
 */
export function imageMarkdown({ alt, uri }: { readonly alt: string; readonly uri: string }): string {
  const safe = visible(alt).replace(/[[\]\\`*_<>!&~|$]|:(?=\/\/)/g, (mark) =>
    mark === '$' ? '&#36;' : `\\${mark}`,
  );
  return `![${safe}](${uri})`;
}
