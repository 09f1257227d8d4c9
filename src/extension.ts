import * as vscode from 'vscode';
import type { App } from './app.ts';
import type { TreeNode } from './tunnels/rows/nodes.ts';
import { knowsAccounts } from './vscode/storage/knownAccounts.ts';

let stop: () => Promise<void> = () => Promise.resolve();

/**
 * What VS Code starts: it stands in for the commands and the rows, and loads the rest, which is in a file of its own,
 * where there is an account to watch or to clean up after, a command is run, or the view is looked at.
 */
export function activate(context: vscode.ExtensionContext): void {
  const { extension, globalState, subscriptions } = context;
  let app: Promise<App> | undefined;
  stop = async () => (await app)?.flush();
  const load = () =>
    (app ??= import('./app.ts').then(({ startApp }) => {
      const started = startApp(context, view);
      subscriptions.push(
        started.rows.onDidChangeTreeData((rows) => {
          changed.fire(rows);
        }),
      );
      return started;
    }));

  const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  const view = vscode.window.createTreeView<TreeNode>('tunnelExplorer.tunnels', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (row) => (await load()).rows.getChildren(row),
      getParent: async (row) => (await load()).rows.getParent(row),
      getTreeItem: async (row) => (await load()).rows.getTreeItem(row),
      resolveTreeItem: async (item, row) => (await load()).rows.resolveTreeItem(item, row),
    },
    showCollapseAll: true,
  });
  const loadForAccounts = () => {
    if (namesAccounts() || knowsAccounts(globalState)) void load();
  };
  subscriptions.push(
    changed,
    view,
    ...commandsOf(extension.packageJSON).map((id) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        await (await load()).run(id, argument);
      }),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('tunnelExplorer.accounts')) loadForAccounts();
    }),
  );
  loadForAccounts();
}

/** VS Code waits for it before the window closes. */
export function deactivate(): Promise<void> {
  return stop();
}

/** What cannot be read is no reason to stay away: the rows say what is wrong with it. */
function namesAccounts(): boolean {
  const accounts = vscode.workspace.getConfiguration('tunnelExplorer').get<unknown>('accounts');
  return !Array.isArray(accounts) || accounts.length > 0;
}

function commandsOf(manifest: unknown): readonly string[] {
  if (!hasCommands(manifest)) throw new Error('package.json has no commands');
  return manifest.contributes.commands.map(({ command }) => command);
}

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** VS Code has checked the rest of it. */
function hasCommands(manifest: unknown): manifest is Manifest {
  return typeof manifest === 'object' && manifest !== null && 'contributes' in manifest;
}
