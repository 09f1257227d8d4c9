import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import type { CurrentApiAccess } from '../apiAccess.ts';
import type { HeldBackCredentials } from './heldBack.ts';

/**
 * A credential is for the API address at which it was given. After that address was changed in the settings it is held
 * back, until the person agrees that it goes to the new one.
 */
export class AddressConsent {
  readonly #settings: SettingsStore;
  readonly #heldBack: HeldBackCredentials;
  readonly #access: CurrentApiAccess;

  constructor(settings: SettingsStore, heldBack: HeldBackCredentials, access: CurrentApiAccess) {
    this.#settings = settings;
    this.#heldBack = heldBack;
    this.#access = access;
  }

  /** Right after the change: in a message that does not get in the way. */
  async offer(): Promise<void> {
    const { origin } = this.#access();
    const heldBack = await this.#heldBack.among(this.#settings.current.accounts);
    if (heldBack.length === 0) return;
    const send = t('Send There');
    const answer = await vscode.window.showWarningMessage(
      withoutLinks(`${question(heldBack, origin)} ${t('Nothing is sent until you agree.')}`),
      send,
    );
    if (answer === send) await this.#heldBack.release(heldBack, origin);
  }

  /** `settled`: nothing more to do; `signIn`: the account's credential is not held back, or another one is wanted. */
  async ask(account: WatchedAccount): Promise<'settled' | 'signIn'> {
    const { origin } = this.#access();
    const heldBack = await this.#heldBack.among([account]);
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
    if (answer === send) await this.#heldBack.release(heldBack, origin);
    return answer === another ? 'signIn' : 'settled';
  }
}

function question(heldBack: readonly WatchedAccount[], origin: string): string {
  const names = heldBack.map(({ name }) => name).join(', ');
  return t('The API address has changed. Send the stored credentials for {0} to {1}?', names, origin);
}
