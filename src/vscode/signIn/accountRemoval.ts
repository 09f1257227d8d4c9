import type { WatchedAccount } from '../../tunnels/model/state.ts';
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
export class AccountRemoval {
  readonly #settings: Pick<SettingsStore, 'writtenAccount' | 'removeAccount' | 'putBack'>;
  readonly #credentials: CredentialStore;
  readonly #orphans: OrphanedCredentials;
  readonly #files: AccountFiles;
  readonly #held = new Set<Held<Removed>>();

  constructor(
    settings: Pick<SettingsStore, 'writtenAccount' | 'removeAccount' | 'putBack'>,
    credentials: CredentialStore,
    orphans: OrphanedCredentials,
    files: AccountFiles,
  ) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#orphans = orphans;
    this.#files = files;
  }

  /**
   * `offerUndo` asks, once all is removed, whether that was a mistake; `false` ends the offer. `tooLate`: it was, but
   * what could be brought back is held no more.
   */
  async remove(
    account: WatchedAccount,
    offerUndo: () => Promise<boolean>,
  ): Promise<'removed' | 'undone' | 'tooLate'> {
    const { id } = account;
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
      // What cannot be deleted now is by a later window.
      void this.#files.deleteSetAside(id).catch(() => undefined);
    });
    this.#held.add(held);
    if (await offerUndo()) return this.#undo(id, held);
    held.drop();
    return 'removed';
  }

  /** What is held is dropped. */
  dispose(): void {
    for (const held of [...this.#held]) held.drop();
  }

  async #undo(accountId: string, held: Held<Removed>): Promise<'undone' | 'tooLate'> {
    this.#held.delete(held);
    const removed = held.take();
    if (removed === undefined) return 'tooLate';
    await this.#files.bringBack(accountId);
    const { stored, written } = removed;
    try {
      // One that was stored meanwhile is newer.
      if (stored !== undefined && (await this.#credentials.get(accountId)) === undefined) {
        await this.#orphans.remember(accountId);
        await this.#credentials.set(accountId, stored);
      }
    } finally {
      // Where the storage fails, the account is back at least, and asks for a sign-in.
      if (written !== undefined) await this.#settings.putBack(written);
    }
    return 'undone';
  }
}
