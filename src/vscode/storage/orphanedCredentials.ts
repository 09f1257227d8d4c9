import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { CredentialStore } from './credentialStore.ts';

const key = 'knownAccounts';
const idsSchema = z.array(z.string());

/**
 * Deletes the credentials of accounts that went out of the settings, also while no window was open. The secret storage
 * of older VS Codes cannot list what it holds, so the ids that were seen in the settings are remembered; only those are
 * ever cleaned up, never one that a sign-in in another window is about to write.
 */
export class OrphanedCredentials {
  readonly #memory: vscode.Memento;
  readonly #credentials: Pick<CredentialStore, 'delete'>;
  /** One after the other: two changes in a row must not write what they remember in the wrong order. */
  #last: Promise<void> = Promise.resolve();

  constructor(memory: vscode.Memento, credentials: Pick<CredentialStore, 'delete'>) {
    this.#memory = memory;
    this.#credentials = credentials;
  }

  /**
   * `ids`: all accounts that the settings name. Not to be called while they cannot be read in full, since an account
   * that is misspelt is not one that is gone. Never rejects: what could not be deleted is tried again the next time.
   */
  keepOnly(ids: readonly string[]): Promise<void> {
    this.#last = this.#last.then(() => this.#keepOnly(ids));
    return this.#last;
  }

  async #keepOnly(ids: readonly string[]): Promise<void> {
    const { data: known = [] } = z.safeParse(idsSchema, this.#memory.get(key));
    const left: string[] = [];
    for (const gone of known.filter((id) => !ids.includes(id))) {
      try {
        await this.#credentials.delete(gone);
      } catch {
        left.push(gone);
      }
    }
    const now = [...ids, ...left];
    const same = now.length === known.length && now.every((id, index) => id === known[index]);
    if (!same) await this.#memory.update(key, now).then(undefined, () => undefined);
  }
}
