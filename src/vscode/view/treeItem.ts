import * as vscode from 'vscode';
import { describeRow } from '../../tunnels/rows/rowWords.ts';
import type { Moment } from '../../tunnels/text/time.ts';
import type { IngressRule, TunnelStatus } from '../../tunnels/model/tunnel.ts';
import type { ProblemNode, TreeNode, TunnelNode } from '../../tunnels/rows/nodes.ts';
import { isCatchAll, skipsVerification } from '../../tunnels/model/routes.ts';

/** The row as VS Code shows it. Its hover is made when it is asked for, see hover.ts. */
export function treeItem(node: TreeNode, moment: Moment): vscode.TreeItem {
  const { label, description, sentence } = describeRow(node, moment);
  const item = new vscode.TreeItem(label, collapsibleState(node));
  item.id = node.id;
  item.description = description;
  item.accessibilityInformation = { label: sentence, role: 'treeitem' };
  item.iconPath = icon(node);
  item.contextValue = contextValue(node);
  const command = node.kind === 'problem' ? problemCommand(node) : undefined;
  if (command !== undefined) item.command = command;
  return item;
}

function collapsibleState(node: TreeNode): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'account':
      return Expanded;
    case 'tunnel':
    case 'connector':
    case 'routes':
      return Collapsed;
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
      return new vscode.ThemeIcon('cloud');
    case 'tunnel':
      return statusIcon(node.tunnel.status);
    case 'connector':
      return new vscode.ThemeIcon('server-process');
    case 'connection':
      return new vscode.ThemeIcon(node.connection.pendingReconnect ? 'debug-disconnect' : 'plug');
    case 'routes':
      return new vscode.ThemeIcon('globe');
    case 'route':
      return routeIcon(node.rule);
    case 'problem':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'missing':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground'));
    case 'empty':
      return new vscode.ThemeIcon('info');
  }
}

function routeIcon(rule: IngressRule): vscode.ThemeIcon {
  if (skipsVerification(rule)) {
    return new vscode.ThemeIcon('unverified', new vscode.ThemeColor('list.warningForeground'));
  }
  return new vscode.ThemeIcon(isCatchAll(rule) ? 'ellipsis' : 'arrow-right');
}

/** Shape and colour both tell the status. */
function statusIcon(status: TunnelStatus): vscode.ThemeIcon {
  switch (status) {
    case 'healthy':
      return new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed'));
    case 'degraded':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'down':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    case 'inactive':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('disabledForeground'));
    case 'unknown':
      return new vscode.ThemeIcon('question');
  }
}

/** Words that package.json's menus look for: what the row is, and what can be done with it. */
function contextValue(node: TreeNode): string {
  switch (node.kind) {
    case 'account':
      return 'account refresh dashboard id';
    case 'tunnel':
      return tunnelContext(node);
    case 'connector':
      return node.connector.id === undefined
        ? 'connector refresh details json'
        : 'connector refresh details json id';
    case 'connection':
      return node.connection.id === undefined
        ? 'connection refresh details json'
        : 'connection refresh details json id';
    case 'routes':
      return 'routes refresh';
    case 'route':
      return 'route json';
    case 'problem':
      return problemContext(node);
    case 'missing':
      return 'missing id';
    case 'empty':
      return 'empty refresh';
  }
}

function tunnelContext({ tunnel, muted }: TunnelNode): string {
  const known = tunnel.id === undefined ? '' : 'refresh dashboard id';
  return `tunnel details json ${muted ? 'muted' : 'audible'} ${known}`.trimEnd();
}

function problemContext({ problem }: ProblemNode): string {
  if (problem.kind === 'settings') return 'problem';
  return isAboutSignIn(problem) ? 'problem refresh signIn' : 'problem refresh';
}

function isAboutSignIn({ kind }: ProblemNode['problem']): boolean {
  return kind === 'auth' || kind === 'forbidden' || kind === 'keychain';
}

/** What a click on the row does: the one thing that helps. */
function problemCommand(node: ProblemNode): vscode.Command | undefined {
  const { problem } = node;
  if (problem.setting !== undefined) {
    return {
      command: 'workbench.action.openSettings',
      title: '',
      arguments: [`@id:${problem.setting}`],
    };
  }
  return isAboutSignIn(problem)
    ? { command: 'tunnelExplorer.updateCredentials', title: '', arguments: [node] }
    : undefined;
}
