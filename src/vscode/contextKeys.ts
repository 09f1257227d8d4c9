import * as vscode from 'vscode';
import type { TunnelsToShow } from '../tunnels/rows/shownTunnels.ts';

/** The context keys that package.json's `when` clauses ask for. The key is not set until the extension runs. */
export class ContextKeys {
  #accounts: 'none' | 'some' | undefined;

  /** `tunnelExplorer.show`: which of the two buttons that change it the title has. */
  setShow(show: TunnelsToShow): void {
    void vscode.commands.executeCommand('setContext', 'tunnelExplorer.show', show);
  }

  /** `tunnelExplorer.accounts`: `none` shows the welcome view. */
  setAccounts(count: number): void {
    const accounts = count === 0 ? 'none' : 'some';
    if (accounts === this.#accounts) return;
    this.#accounts = accounts;
    void vscode.commands.executeCommand('setContext', 'tunnelExplorer.accounts', accounts);
  }
}
