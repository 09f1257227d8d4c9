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

/** All others are about accounts: where there is none, they say so. */
const needNoAccount: ReadonlySet<string> = new Set<keyof typeof viewCommands>([
  'tunnelExplorer.addAccount',
  'tunnelExplorer.openSettings',
  'tunnelExplorer.showLog',
]);

/** Runs a command by its id. Whatever it throws is logged, and shown in words. */
export function commandRunner(services: Services): (id: string, argument: unknown) => Promise<void> {
  const ofView = new Map<string, ViewCommand>(Object.entries(viewCommands));
  const ofRows = new Map<string, RowCommand>(Object.entries(rowCommands));
  const { accounts, log, tree } = services;
  const orReport = async (id: string, work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      reportFailure(id, error, log);
    }
  };
  return async (id, argument) => {
    const row = rowOf(argument, tree);
    const [runOnView, runOnRow] = [ofView.get(id), ofRows.get(id)];
    if (row !== undefined && runOnRow !== undefined) await orReport(id, () => runOnRow(services, row));
    else if (accounts.thereIsNone && !needNoAccount.has(id)) {
      // Whoever ran it need not wait until the message is answered.
      void orReport(id, () => accounts.offerFirst());
    } else if (runOnView !== undefined) await orReport(id, () => runOnView(services));
    else sayThatRowsChanged();
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
