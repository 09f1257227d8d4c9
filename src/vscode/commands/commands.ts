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

/** Registers every command of package.json. Whatever one of them throws is logged, and shown in words. */
export function registerCommands(services: Services): vscode.Disposable {
  const { tree, log } = services;
  const register = (id: string, run: (argument: unknown) => unknown) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        reportFailure(id, error, log);
      }
    });
  return vscode.Disposable.from(
    ...Object.entries(viewCommands).map(([id, run]) => register(id, () => run(services))),
    ...Object.entries(rowCommands).map(([id, run]) =>
      register(id, async (argument) => {
        const row = rowOf(argument, tree);
        if (row === undefined) sayThatRowsChanged();
        else await run(services, row);
      }),
    ),
  );
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
