import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { ProblemError } from '../../tunnels/problems/problem.ts';
import type { AccountState, WatchedAccount } from '../../tunnels/model/state.ts';
import { withoutIcons, withoutLinks } from '../../tunnels/text/text.ts';
import type { AccountRemoval } from './accountRemoval.ts';
import type { AddressConsent } from './addressConsent.ts';
import type { CredentialStore, StoredCredential } from '../storage/credentialStore.ts';
import type { OrphanedCredentials } from '../storage/orphanedCredentials.ts';
import type { AccountEntry, SettingsStore } from '../storage/settingsStore.ts';
import { pickMany } from '../prompts.ts';
import type { SignIn, SignInContext } from './signIn.ts';
import type { SharedCredentials } from './sharedCredentials.ts';
import { chosenIds, settleChoice, tunnelChoices } from './tunnelChoice.ts';
import type { ChosenTunnel } from './tunnelChoice.ts';
import type { CurrentApiAccess } from '../apiAccess.ts';

interface AccountsContext {
  readonly settings: SettingsStore;
  readonly credentials: CredentialStore;
  readonly access: CurrentApiAccess;
  readonly consent: AddressConsent;
  readonly orphans: OrphanedCredentials;
  readonly removal: AccountRemoval;
  readonly shared: SharedCredentials;
}

/** Adds, changes and removes accounts: the credential in the secret storage, all else in the settings. */
export class Accounts {
  readonly #settings: SettingsStore;
  readonly #credentials: CredentialStore;
  readonly #access: CurrentApiAccess;
  readonly #consent: AddressConsent;
  readonly #orphans: OrphanedCredentials;
  readonly #removal: AccountRemoval;
  readonly #shared: SharedCredentials;

  constructor({ settings, credentials, access, consent, orphans, removal, shared }: AccountsContext) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#access = access;
    this.#consent = consent;
    this.#orphans = orphans;
    this.#removal = removal;
    this.#shared = shared;
  }

  /** `false` also where the settings cannot be read: then there may be some. */
  get thereIsNone(): boolean {
    return this.#settings.current.accounts.length === 0 && this.#settings.knowsAllAccounts;
  }

  /** Says that there is no account, to who wants something of one. */
  async offerFirst(): Promise<void> {
    const add = t('Add Account…');
    const answer = await vscode.window.showInformationMessage(t('There is no account yet.'), add);
    if (answer === add) await this.add();
  }

  /** `Add Account…`: nothing is stored unless all steps are taken. */
  async add(): Promise<void> {
    const { origin, apiWith } = this.#access();
    const { accounts: known } = this.#settings.current;
    const result = await askToSignIn({ apiWith, known, shared: this.#shared });
    if (result === undefined) return;
    const stored = { credential: result.credential, origin };
    await this.#addAll(result.accounts, stored);
    for (const account of result.updated) await this.#update(account, stored);
  }

  async #addAll(entries: readonly AccountEntry[], stored: StoredCredential): Promise<void> {
    if (entries.length === 0) return;
    const known = new Set(this.#settings.current.accounts.map(({ id }) => id));
    let added = false;
    try {
      added = await this.#storeAll(entries, stored);
    } finally {
      // Half an account is none: a credential without its account could not be removed by anyone.
      const leftOver = added ? [] : entries.filter(({ accountId }) => !known.has(accountId));
      for (const { accountId } of leftOver) await this.#credentials.delete(accountId);
    }
  }

  async #storeAll(entries: readonly AccountEntry[], stored: StoredCredential): Promise<boolean> {
    for (const { accountId } of entries) {
      // The credential first: an account without one would show as signed out for a moment.
      if (!(await this.#store(accountId, stored))) return false;
    }
    await this.#settings.putAccounts(entries);
    return true;
  }

  /** `Update Credentials…`: the old one stays until the new one is verified. */
  async updateCredentials(account?: WatchedAccount): Promise<void> {
    const chosen = account ?? (await this.#choose(t('Which account’s credentials do you want to update?')));
    if (chosen === undefined) return;
    if ((await this.#consent.ask(chosen)) === 'settled') return;
    const { origin, apiWith } = this.#access();
    const { accounts: known } = this.#settings.current;
    const result = await askToSignIn({ apiWith, known, shared: this.#shared }, chosen);
    if (result !== undefined) await this.#update(chosen, { credential: result.credential, origin });
  }

  async #update({ id, name }: WatchedAccount, stored: StoredCredential): Promise<void> {
    if (this.#settings.current.accounts.every((account) => account.id !== id)) {
      void vscode.window.showWarningMessage(
        t('{0} was removed meanwhile, so nothing was stored.', withoutLinks(name)),
      );
      return;
    }
    if (!(await this.#store(id, stored))) return;
    void vscode.window.showInformationMessage(t('Credentials of {0} updated.', withoutLinks(name)));
  }

  /** `Remove Account…`: asks once. */
  async remove(account?: WatchedAccount): Promise<void> {
    const chosen = account ?? (await this.#choose(t('Which account do you want to remove?')));
    if (chosen === undefined) return;
    const remove = t('Remove');
    const answer = await vscode.window.showWarningMessage(
      t('Remove {0} from this view?', withoutLinks(chosen.name)),
      {
        modal: true,
        detail: t(
          'Its credential will be deleted from VS Code’s secret storage. Nothing changes at Cloudflare.',
        ),
      },
      remove,
    );
    if (answer !== remove) return;
    const ended = await this.#removal.remove(chosen, async () => {
      const undo = t('Undo');
      const answer = await vscode.window.showInformationMessage(
        t('{0} was removed, with its credential.', withoutLinks(chosen.name)),
        undo,
      );
      return answer === undo;
    });
    if (ended !== 'tooLate') return;
    void vscode.window.showWarningMessage(
      t(
        '{0} cannot be brought back: its credential was held for ten minutes only. Add the account again.',
        withoutLinks(chosen.name),
      ),
    );
  }

  /** `Choose Tunnels…`: `stateOf` reads the account where its tunnels are not known yet. */
  async chooseTunnels(
    account: WatchedAccount | undefined,
    stateOf: (accountId: string) => Promise<AccountState | undefined>,
  ): Promise<void> {
    const chosen = account ?? (await this.#choose(t('Which account’s tunnels do you want to choose?')));
    const state = chosen && (await stateOf(chosen.id));
    if (state === undefined) return;
    const { id, name, tunnels: before } = state.account;
    const { value: tunnels } = state.tunnels;
    if (tunnels === undefined) {
      void vscode.window.showWarningMessage(
        t('The tunnels in {0} could not be read. See its row in the view.', withoutLinks(name)),
      );
      return;
    }
    const answer = await pickMany<ChosenTunnel>({
      title: t('Choose Tunnels in {0}', withoutIcons(name)),
      canGoBack: false,
      placeholder: t('Which tunnels do you want to see?'),
      choices: tunnelChoices({ accountId: id, name, tunnels, chosen: before }),
      settle: settleChoice,
    });
    if (typeof answer !== 'string') await this.#settings.chooseTunnels(id, chosenIds(answer.value, tunnels));
  }

  /** Takes one tunnel out of the account's list; the last one leaves the list empty, not "all". */
  async forgetTunnel(account: WatchedAccount, tunnelId: string): Promise<void> {
    const left = account.tunnels?.filter((id) => id !== tunnelId);
    await this.#settings.chooseTunnels(account.id, left);
  }

  /** `false`: the secret storage failed, and the person does not want to go on without it. */
  async #store(accountId: string, stored: StoredCredential): Promise<boolean> {
    await this.#orphans.remember(accountId);
    try {
      await this.#credentials.set(accountId, stored);
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
      this.#credentials.keepForThisWindow(accountId, stored);
      return true;
    }
  }

  async #choose(placeHolder: string): Promise<WatchedAccount | undefined> {
    const { accounts } = this.#settings.current;
    if (accounts.length < 2) return accounts[0];
    const items = accounts.map((account) => ({
      label: withoutIcons(account.name),
      description: account.id,
      account,
    }));
    const picked = await vscode.window.showQuickPick(items, { placeHolder });
    return picked?.account;
  }
}

/** The steps are a file of their own in the package, loaded when a person signs in for the first time in this window. */
async function askToSignIn(context: SignInContext, only?: WatchedAccount): Promise<SignIn | undefined> {
  const { signIn } = await import('./signIn.ts');
  return signIn(context, only);
}
