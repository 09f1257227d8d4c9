import * as vscode from 'vscode';
import { describeRow } from '../../tunnels/rows/rowWords.ts';
import type { Moment } from '../../tunnels/text/time.ts';
import type { IngressRule } from '../../tunnels/model/tunnel.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { isCatchAll, skipsVerification } from '../../tunnels/model/routes.ts';
import { contextValue, isAboutSignIn } from './contextValue.ts';
import { errorLook, statusIcons, warningColor } from './statusIcons.ts';
import type { IconLook } from './statusIcons.ts';

/**
 * The row as VS Code shows it, expanded where it was: VS Code itself forgets that of rows that come under another one.
 * Its hover is made when it is asked for, see hover.ts.
 */
export function treeItem(node: TreeNode, moment: Moment, wasExpanded: boolean): vscode.TreeItem {
  const { label, description, sentence } = describeRow(node, moment);
  const item = new vscode.TreeItem(label, collapsibleState(node, wasExpanded));
  item.id = node.id;
  item.description = description;
  item.accessibilityInformation = { label: sentence, role: 'treeitem' };
  item.iconPath = icon(node);
  item.contextValue = contextValue(node);
  const command = commandOf(node);
  if (command !== undefined) item.command = command;
  return item;
}

function collapsibleState(node: TreeNode, wasExpanded: boolean): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'account':
      return Expanded;
    case 'tunnel':
    case 'connector':
    case 'routes':
      return wasExpanded ? Expanded : Collapsed;
    case 'connection':
    case 'route':
    case 'problem':
    case 'missing':
    case 'empty':
      return None;
  }
}

function icon(node: TreeNode): vscode.ThemeIcon {
  switch (node.kind) {
    case 'account':
      return node.state.tunnels.problem === undefined ? new vscode.ThemeIcon('cloud') : themeIcon(errorLook);
    case 'tunnel':
      return themeIcon(statusIcons[node.tunnel.status]);
    case 'connector':
      return new vscode.ThemeIcon('server-process');
    case 'connection':
      return new vscode.ThemeIcon(node.connection.pendingReconnect ? 'debug-disconnect' : 'plug');
    case 'routes':
      return new vscode.ThemeIcon('globe');
    case 'route':
      return routeIcon(node.rule);
    case 'problem':
      return themeIcon(errorLook);
    case 'missing':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    case 'empty':
      return new vscode.ThemeIcon('info');
  }
}

function routeIcon(rule: IngressRule): vscode.ThemeIcon {
  if (skipsVerification(rule)) return themeIcon({ icon: 'unverified', color: warningColor });
  return new vscode.ThemeIcon(isCatchAll(rule) ? 'ellipsis' : 'arrow-right');
}

function themeIcon({ icon, color }: IconLook): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** What a click on the row, or Enter, does: the one thing that helps. Rows that expand do that. */
function commandOf(node: TreeNode): vscode.Command | undefined {
  switch (node.kind) {
    case 'connection':
    case 'route':
      return onRow('tunnelExplorer.showDetails', node);
    case 'problem':
      if (node.problem.setting !== undefined) return onRow('tunnelExplorer.openSetting', node);
      return isAboutSignIn(node.problem) ? onRow('tunnelExplorer.updateCredentialsRow', node) : undefined;
    case 'account':
    case 'tunnel':
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
