import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { ProblemError } from '../../tunnels/problems/problem.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import type { Log } from '../log.ts';
import { problemSentence } from '../signIn/words.ts';
import type { TunnelTree } from '../view/tunnelTree.ts';
import { rowCommands } from './rowCommands.ts';
import type { RowServices } from './rowCommands.ts';
import { viewCommands } from './viewCommands.ts';
import type { ViewServices } from './viewCommands.ts';

interface Services extends ViewServices, RowServices {
  readonly tree: TunnelTree;
  readonly log: Log;
}

type ViewCommand = (services: ViewServices) => unknown;
type RowCommand = (services: RowServices, row: TreeNode) => unknown;

/** Those of package.json, as a test checks. */
export const commandIds: readonly string[] = [...Object.keys(viewCommands), ...Object.keys(rowCommands)];

/** Runs a command by its id. Whatever it throws is logged, and shown in words. */
export function commandRunner(services: Services): (id: string, argument: unknown) => Promise<void> {
  const ofView = new Map<string, ViewCommand>(Object.entries(viewCommands));
  const ofRows = new Map<string, RowCommand>(Object.entries(rowCommands));
  return async (id, argument) => {
    try {
      await ofView.get(id)?.(services);
      const runOnRow = ofRows.get(id);
      if (runOnRow === undefined) return;
      const row = rowOf(argument, services.tree);
      if (row === undefined) sayThatRowsChanged();
      else await runOnRow(services, row);
    } catch (error) {
      reportFailure(id, error, services.log);
    }
  };
}

/** Commands get whatever their caller passes; only what the tree made is a row. */
function rowOf(argument: unknown, tree: TunnelTree): TreeNode | undefined {
  return tree.isRow(argument) ? tree.current(argument) : undefined;
}

/** VS Code passes no row where a button is pressed in the moment in which it reads that row again. */
function sayThatRowsChanged(): void {
  void vscode.window.showInformationMessage(t('The rows changed at that moment. Try again.'));
}

function reportFailure(id: string, error: unknown, log: Log): void {
  log.failure(id, error);
  const words =
    error instanceof ProblemError ? problemSentence(error.problem) : t('An unexpected error occurred.');
  const showLog = t('Show Log');
  void vscode.window.showErrorMessage(withoutLinks(words), showLog).then((answer) => {
    if (answer === showLog) log.show();
  });
}
