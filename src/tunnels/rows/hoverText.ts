import type { ThemeKind } from '../drawings/palette.ts';
import { stripImage } from '../drawings/strip.ts';
import type { Severity } from '../findings/finding.ts';
import { imageMarkdown } from '../text/markdown.ts';
import { escapeMarkdown } from '../text/text.ts';
import type { Moment } from '../text/time.ts';
import type { Facts, FoundFact, PartTable } from './factTable.ts';

/** How a hover is drawn. */
export type HoverLook = Moment & { readonly theme: ThemeKind };

/**
 * Facts as Markdown in which VS Code shows `$(name)` as an icon. All text is escaped: what the API sends cannot become
 * markup, an icon, a link or a command.
 */
export function hoverText(
  { kind, title, findings = [], past, lines, parts, notes }: Facts,
  look: HoverLook,
): string {
  const facts = [
    // The title is the table's head: Markdown has no table without one, and an empty one is a gap.
    factRow(kind, title),
    '|:---|:---|',
    ...lines.map(({ label, value }) => factRow(label, value)),
  ];
  return [
    ...(findings.length === 0 ? [] : [findings.map(findingLines).join(lineBreak)]),
    ...(past === undefined
      ? []
      : [imageMarkdown(stripImage(past.spans, 'day', look)), escapeMarkdown(past.words)]),
    // Before the facts: a hover is but so high.
    ...(parts === undefined ? [] : [partTable(parts)]),
    facts.join('\n'),
    ...notes.map(inItalics),
  ].join('\n\n');
}

const lineBreak = '  \n';

const icons: Readonly<Record<Severity, string>> = {
  error: '$(error)',
  warning: '$(warning)',
  info: '$(info)',
};

function findingLines({ severity, sentence, hint }: FoundFact): string {
  const line = `${icons[severity]} ${escapeMarkdown(sentence)}`;
  return hint === undefined ? line : `${line}${lineBreak}${inItalics(hint)}`;
}

function inItalics(text: string): string {
  return `*${escapeMarkdown(text)}*`;
}

/** Labels stay in one line, with some room before the value. */
function factRow(label: string, value: string): string {
  return `| ${inOneLine(label)}&nbsp;&nbsp; | ${escapeMarkdown(value)} |`;
}

function partTable({ head, rows }: PartTable): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => `${inOneLine(cell)}&nbsp;&nbsp;`).join(' | ')} |`;
  return [row(head), `|${':---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');
}

function inOneLine(text: string): string {
  return escapeMarkdown(text).replaceAll(' ', '&nbsp;');
}
