import * as vscode from 'vscode';
import type { Facts } from '../../tunnels/facts.ts';
import { escapeMarkdown } from '../../tunnels/text.ts';

/** Facts as a table. All text is escaped: what the API sends cannot become markup, a link or a command. */
export function hover({ title, rows, notes }: Facts): vscode.MarkdownString {
  const table = rows.map(
    ({ label, value }) => `| ${escapeMarkdown(label)}&nbsp;&nbsp; | ${escapeMarkdown(value)} |`,
  );
  const parts = [
    `**${escapeMarkdown(title)}**`,
    ['| | |', '|:---|:---|', ...table].join('\n'),
    ...notes.map((note) => `*${escapeMarkdown(note)}*`),
  ];
  return new vscode.MarkdownString(parts.join('\n\n'));
}
