import * as vscode from 'vscode';
import type { Facts } from '../../tunnels/rows/factTable.ts';
import { hoverText } from '../../tunnels/rows/hoverText.ts';
import type { Moment } from '../../tunnels/text/time.ts';
import { themeKind } from './themeKind.ts';

export function hover(facts: Facts, moment: Moment): vscode.MarkdownString {
  return new vscode.MarkdownString(
    hoverText(facts, { ...moment, theme: themeKind() }),
    /* supportThemeIcons */ true,
  );
}
