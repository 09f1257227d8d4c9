/** Parts of a Markdown document. All text comes in safe: see `inCode`. */

/** A heading with what stands below it; `otherwise` says in one line that there is nothing. */
export function section(heading: string, lines: readonly string[], otherwise: string): string {
  return [`## ${heading}`, '', ...(lines.length === 0 ? [otherwise] : lines), ''].join('\n');
}

export type TableLine = readonly (string | number)[];

/** No lines where there are no rows. Columns in which every cell is a number are aligned to the right. */
export function table(head: readonly string[], rows: readonly TableLine[]): readonly string[] {
  if (rows.length === 0) return [];
  const rule = head.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number') ? '---:' : '---',
  );
  // A bar ends a cell, also within code.
  const cell = (text: string | number) => String(text).replaceAll('|', '\\|');
  return [head, rule, ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
}
