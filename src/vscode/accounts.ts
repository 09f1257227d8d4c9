import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Credential } from '../cloudflare/credentials.ts';
import { ProblemError } from '../tunnels/problem.ts';
import type { WatchedAccount } from '../tunnels/state.ts';
import { visible, withoutIcons } from '../tunnels/text.ts';
import type { CredentialStore } from './secrets.ts';
import type { SettingsStore } from './settings.ts';
import { signIn } from './signIn/signIn.ts';
import type { SignIn } from './signIn/signIn.ts';
import type { Connect } from './source.ts';

/** Adds and removes accounts: the credential in the secret storage, all else in the settings. */
export class Accounts {
  readonly #settings: SettingsStore;
  readonly #credentials: CredentialStore;
  readonly #connect: Connect;

  constructor(settings: SettingsStore, credentials: CredentialStore, connect: Connect) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#connect = connect;
  }

  /** `Add Account…`: nothing is stored unless all steps are taken. */
  async add(): Promise<void> {
    const result = await signIn(this.#connect);
    if (result === undefined) return;
    const known = new Set(this.#settings.current.accounts.map(({ id }) => id));
    let added = false;
    try {
      added = await this.#storeAll(result);
    } finally {
      // Half an account is none: a credential without its account could not be removed by anyone.
      const leftOver = added ? [] : result.accounts.filter(({ accountId }) => !known.has(accountId));
      for (const { accountId } of leftOver) await this.#credentials.delete(accountId);
    }
  }

  async #storeAll({ accounts, credential }: SignIn): Promise<boolean> {
    for (const { accountId } of accounts) {
      // The credential first: an account without one would show as signed out for a moment.
      if (!(await this.#store(accountId, credential))) return false;
    }
    await this.#settings.putAccounts(accounts);
    return true;
  }

  /** `Update Credentials…`: the old one stays until the new one is verified. */
  async updateCredentials(account?: WatchedAccount): Promise<void> {
    const chosen = account ?? (await this.#choose(t('Whose credentials do you want to update?')));
    if (chosen === undefined) return;
    const result = await signIn(this.#connect, chosen);
    if (result !== undefined) await this.#store(chosen.id, result.credential);
  }

  /** `Remove Account…`: asks once. */
  async remove(account?: WatchedAccount): Promise<void> {
    const chosen = account ?? (await this.#choose(t('Which account do you want to remove?')));
    if (chosen === undefined) return;
    const remove = t('Remove');
    const answer = await vscode.window.showWarningMessage(
      t('Remove {0} from this view?', visible(chosen.name)),
      {
        modal: true,
        detail: t('Its credential is deleted from VS Code’s secret storage. Nothing changes at Cloudflare.'),
      },
      remove,
    );
    if (answer !== remove) return;
    // The setting first: an account that lost its credential would show as signed out for a moment.
    await this.#settings.removeAccount(chosen);
    await this.#credentials.delete(chosen.id);
  }

  /** `false`: the secret storage failed, and the person does not want to go on without it. */
  async #store(accountId: string, credential: Credential): Promise<boolean> {
    try {
      await this.#credentials.set(accountId, credential);
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.kind !== 'keychain') throw error;
      const keep = t('Keep for This Window');
      const answer = await vscode.window.showErrorMessage(
        t('VS Code’s secret storage failed, so the credential could not be stored.'),
        { modal: true, detail: t('It can be kept in memory until this window closes.') },
        keep,
      );
      if (answer !== keep) return false;
      this.#credentials.keepForThisWindow(accountId, credential);
      return true;
    }
  }

  async #choose(placeHolder: string): Promise<WatchedAccount | undefined> {
    const { accounts } = this.#settings.current;
    if (accounts.length === 0) {
      const add = t('Add Account…');
      const answer = await vscode.window.showInformationMessage(t('There is no account yet.'), add);
      if (answer === add) await this.add();
      return undefined;
    }
    if (accounts.length === 1) return accounts[0];
    const items = accounts.map((account) => ({
      label: withoutIcons(account.name),
      description: account.id,
      account,
    }));
    const picked = await vscode.window.showQuickPick(items, { placeHolder });
    return picked?.account;
  }
}
