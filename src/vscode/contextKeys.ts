import * as vscode from 'vscode';

/** The context keys that package.json's `when` clauses ask for. The key is not set until the extension runs. */
export class ContextKeys {
  #accounts: 'none' | 'some' | undefined;

  /** `tunnelExplorer.accounts`: `none` shows the welcome view. */
  setAccounts(count: number): void {
    const accounts = count === 0 ? 'none' : 'some';
    if (accounts === this.#accounts) return;
    this.#accounts = accounts;
    void vscode.commands.executeCommand('setContext', 'tunnelExplorer.accounts', accounts);
  }
}
