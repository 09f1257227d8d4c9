import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import type { AccountFiles } from '../storage/accountFiles.ts';
import type { CredentialStore, StoredCredential } from '../storage/credentialStore.ts';
import { Held } from '../storage/held.ts';
import type { OrphanedCredentials } from '../storage/orphanedCredentials.ts';
import type { SettingsStore, WrittenAccount } from '../storage/settingsStore.ts';

/** For so long a removal can be undone. */
export const undoForMs = 10 * 60_000;

interface Removed {
  readonly written: WrittenAccount | undefined;
  readonly stored: StoredCredential | undefined;
}

/** Removes an account with all that is kept about it, and brings it back where that was a mistake. */
export class AccountRemoval implements vscode.Disposable {
  readonly #settings: SettingsStore;
  readonly #credentials: CredentialStore;
  readonly #orphans: OrphanedCredentials;
  readonly #files: AccountFiles;
  readonly #held = new Set<Held<Removed>>();

  constructor(
    settings: SettingsStore,
    credentials: CredentialStore,
    orphans: OrphanedCredentials,
    files: AccountFiles,
  ) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#orphans = orphans;
    this.#files = files;
  }

  /** Resolves when the person has answered the offer to undo it. */
  async remove(account: WatchedAccount): Promise<void> {
    const { id, name } = account;
    // One that cannot be read can be deleted all the same; it just cannot come back.
    const stored = await this.#credentials.get(id).catch(() => undefined);
    const written = this.#settings.writtenAccount(id);
    // The setting first: an account that lost its credential would show as signed out for a moment.
    await this.#settings.removeAccount(account);
    // Before the credential, with which files go that are not set aside.
    await this.#files.setAside(id);
    await this.#orphans.deleteNow(id);
    const held = new Held<Removed>({ written, stored }, undoForMs, () => {
      this.#held.delete(held);
      void this.#files.deleteSetAside(id);
    });
    this.#held.add(held);
    const undo = t('Undo');
    const answer = await vscode.window.showInformationMessage(
      t('{0} was removed, with its credential.', withoutLinks(name)),
      undo,
    );
    if (answer === undo) await this.#undo(account, held);
    else held.drop();
  }

  /** What is held is dropped. */
  dispose(): void {
    for (const held of [...this.#held]) held.drop();
  }

  async #undo({ id, name }: WatchedAccount, held: Held<Removed>): Promise<void> {
    this.#held.delete(held);
    const removed = held.take();
    if (removed === undefined) {
      void vscode.window.showWarningMessage(
        t(
          '{0} cannot be brought back: its credential was held for ten minutes only. Add the account again.',
          withoutLinks(name),
        ),
      );
      return;
    }
    await this.#files.bringBack(id);
    const { stored, written } = removed;
    try {
      // One that was stored meanwhile is newer.
      if (stored !== undefined && (await this.#credentials.get(id)) === undefined) {
        await this.#orphans.remember(id);
        await this.#credentials.set(id, stored);
      }
    } finally {
      // Where the storage fails, the account is back at least, and asks for a sign-in.
      if (written !== undefined) await this.#settings.putBack(written);
    }
  }
}
