import * as vscode from 'vscode';
import { staleMessage } from '../../tunnels/staleness.ts';
import type { Overview } from '../../tunnels/state.ts';
import type { Watch } from '../../watch/watch.ts';

/** Shows on the view itself what is true of all its rows: that they are being loaded, or are old. */
export class ViewState implements vscode.Disposable {
  readonly #view: vscode.TreeView<unknown>;
  readonly #unsubscribe: () => void;
  #endProgress: (() => void) | undefined;

  constructor(view: vscode.TreeView<unknown>, watch: Watch) {
    this.#view = view;
    this.#unsubscribe = watch.onDidChange((overview) => {
      this.#show(overview);
    });
  }

  dispose(): void {
    this.#unsubscribe();
    this.#endProgress?.();
  }

  #show(overview: Overview): void {
    const message = staleMessage(overview, { style: {} }) ?? '';
    if (message !== this.#view.message) this.#view.message = message;
    const refreshing = overview.accounts.some((account) => account.refreshing);
    if (refreshing && this.#endProgress === undefined) {
      void vscode.window.withProgress(
        { location: { viewId: 'tunnelExplorer.tunnels' } },
        () =>
          new Promise<void>((resolve) => {
            this.#endProgress = resolve;
          }),
      );
    } else if (!refreshing) {
      this.#endProgress?.();
      this.#endProgress = undefined;
    }
  }
}
