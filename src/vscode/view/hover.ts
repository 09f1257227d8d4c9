import * as vscode from 'vscode';
import type { Facts } from '../../tunnels/rows/factTable.ts';
import { escapeMarkdown } from '../../tunnels/text/text.ts';

/** Facts as a table. All text is escaped: what the API sends cannot become markup, a link or a command. */
export function hover({ kind, title, lines, notes }: Facts): vscode.MarkdownString {
  const table = [
    // The title is the table's head: Markdown has no table without one, and an empty one is a gap.
    tableRow(kind, title),
    '|:---|:---|',
    ...lines.map(({ label, value }) => tableRow(label, value)),
  ];
  const paragraphs = [table.join('\n'), ...notes.map((note) => `*${escapeMarkdown(note)}*`)];
  return new vscode.MarkdownString(paragraphs.join('\n\n'));
}

/** Labels stay in one line, with some room before the value. */
function tableRow(label: string, value: string): string {
  return `| ${escapeMarkdown(label).replaceAll(' ', '&nbsp;')}&nbsp;&nbsp; | ${escapeMarkdown(value)} |`;
}
