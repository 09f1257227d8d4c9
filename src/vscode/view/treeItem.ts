import * as vscode from 'vscode';
import { describeRow } from '../../tunnels/rows/rowWords.ts';
import type { Moment } from '../../tunnels/text/time.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { contextValue, isAboutSignIn } from './contextValue.ts';
import { badgeUri } from './findingBadges.ts';
import { rowIcon } from './rowIcon.ts';
import type { IconLook } from './statusIcons.ts';

/**
 * The row as VS Code shows it, expanded where it was: VS Code itself forgets that of rows that come under another one.
 * Its hover is made when it is asked for, see hover.ts.
 */
export function treeItem(node: TreeNode, moment: Moment, wasExpanded: boolean | undefined): vscode.TreeItem {
  const { label, description, sentence, warning } = describeRow(node, moment);
  const item = new vscode.TreeItem(label, collapsibleState(node, wasExpanded));
  item.id = node.id;
  item.description = description;
  item.accessibilityInformation = { label: sentence, role: 'treeitem' };
  item.iconPath = themeIcon(rowIcon(node, warning !== undefined));
  if (warning !== undefined) item.resourceUri = badgeUri(warning);
  item.contextValue = contextValue(node);
  const command = commandOf(node);
  if (command !== undefined) item.command = command;
  return item;
}

function collapsibleState(node: TreeNode, wasExpanded: boolean | undefined): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'account':
      return Expanded;
    case 'tunnel':
    case 'connector':
    case 'routes':
      return wasExpanded === true ? Expanded : Collapsed;
    case 'findings':
      return (wasExpanded ?? node.findings[0]?.severity !== 'info') ? Expanded : Collapsed;
    case 'finding':
    case 'connection':
    case 'route':
    case 'problem':
    case 'missing':
    case 'empty':
      return None;
  }
}

function themeIcon({ icon, color }: IconLook): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** What a click on the row, or Enter, does: the one thing that helps. Rows that expand do that. */
function commandOf(node: TreeNode): vscode.Command | undefined {
  switch (node.kind) {
    case 'finding':
    case 'connection':
    case 'route':
      return onRow('tunnelExplorer.showDetails', node);
    case 'problem':
      if (node.problem.setting !== undefined) return onRow('tunnelExplorer.openSetting', node);
      return isAboutSignIn(node.problem) ? onRow('tunnelExplorer.updateCredentialsRow', node) : undefined;
    case 'account':
    case 'tunnel':
    case 'findings':
    case 'connector':
    case 'routes':
    case 'missing':
    case 'empty':
      return undefined;
  }
}

function onRow(command: `tunnelExplorer.${string}`, node: TreeNode): vscode.Command {
  return { command, title: '', arguments: [node] };
}
