import * as vscode from 'vscode';
import type { Facts } from '../../tunnels/rows/factTable.ts';
import { hoverText } from '../../tunnels/rows/hoverText.ts';

export function hover(facts: Facts): vscode.MarkdownString {
  return new vscode.MarkdownString(hoverText(facts), /* supportThemeIcons */ true);
}
