import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import type { CredentialStore, StoredCredential } from '../storage/credentialStore.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import type { CurrentApiAccess } from '../apiAccess.ts';

interface HeldBack {
  readonly account: WatchedAccount;
  readonly stored: StoredCredential;
}

/**
 * A credential is for the API address at which it was given. After that address was changed in the settings it is held
 * back, until the person agrees that it goes to the new one.
 */
export class AddressConsent {
  readonly #settings: SettingsStore;
  readonly #credentials: CredentialStore;
  readonly #connection: CurrentApiAccess;

  constructor(settings: SettingsStore, credentials: CredentialStore, connection: CurrentApiAccess) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#connection = connection;
  }

  /** Right after the change: in a message that does not get in the way. */
  async offer(): Promise<void> {
    const { origin } = this.#connection();
    const heldBack = await this.#heldBack(this.#settings.current.accounts, origin);
    if (heldBack.length === 0) return;
    const send = t('Send There');
    const answer = await vscode.window.showWarningMessage(
      withoutLinks(`${question(heldBack, origin)} ${t('Nothing is sent until you agree.')}`),
      send,
    );
    if (answer === send) await this.#agree(heldBack, origin);
  }

  /** `settled`: nothing more to do; `signIn`: the account's credential is not held back, or another one is wanted. */
  async ask(account: WatchedAccount): Promise<'settled' | 'signIn'> {
    const { origin } = this.#connection();
    const heldBack = await this.#heldBack([account], origin);
    if (heldBack.length === 0) return 'signIn';
    const send = t('Send There');
    const another = t('Sign In Again…');
    const answer = await vscode.window.showWarningMessage(
      withoutLinks(question(heldBack, origin)),
      {
        modal: true,
        detail: t('The address in tunnelExplorer.apiBaseUrl is not the one you signed in with.'),
      },
      send,
      another,
    );
    if (answer === send) await this.#agree(heldBack, origin);
    return answer === another ? 'signIn' : 'settled';
  }

  async #heldBack(accounts: readonly WatchedAccount[], origin: string): Promise<readonly HeldBack[]> {
    const found: HeldBack[] = [];
    for (const account of accounts) {
      // One that cannot be read is not sent either; its row says why.
      const stored = await this.#credentials.get(account.id).catch(() => undefined);
      if (stored !== undefined && stored.origin !== origin) found.push({ account, stored });
    }
    return found;
  }

  /** For the address that was shown, not for one that came into the settings meanwhile. */
  async #agree(heldBack: readonly HeldBack[], origin: string): Promise<void> {
    for (const { account, stored } of heldBack) {
      await this.#credentials.set(account.id, { ...stored, origin });
    }
  }
}

function question(heldBack: readonly HeldBack[], origin: string): string {
  const names = heldBack.map(({ account }) => account.name).join(', ');
  return t('The API address has changed. Send the stored credentials for {0} to {1}?', names, origin);
}
