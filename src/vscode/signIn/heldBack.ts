import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { ApiAccess } from '../apiAccess.ts';
import type { CredentialStore, StoredCredential } from '../storage/credentialStore.ts';
import type { Settings } from '../storage/settings.ts';

/** The credentials that were given for another API address than the one that the settings name now. */
export class HeldBackCredentials {
  readonly #settings: { readonly current: Pick<Settings, 'accounts'> };
  readonly #credentials: Pick<CredentialStore, 'get' | 'set'>;
  readonly #access: () => Pick<ApiAccess, 'origin'>;

  constructor(
    settings: { readonly current: Pick<Settings, 'accounts'> },
    credentials: Pick<CredentialStore, 'get' | 'set'>,
    access: () => Pick<ApiAccess, 'origin'>,
  ) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#access = access;
  }

  /** Those of `accounts` whose credential is held back. Rejects where the settings name no address that can be used. */
  async among(accounts: readonly WatchedAccount[]): Promise<readonly WatchedAccount[]> {
    const found: WatchedAccount[] = [];
    for (const account of accounts) {
      if ((await this.#heldBack(account.id)) !== undefined) found.push(account);
    }
    return found;
  }

  /**
   * Has them go to `origin`, the address that the person was asked about, which may be hours ago: what counts is what is
   * stored now, held back now, and of an account that is still watched.
   */
  async release(accounts: readonly WatchedAccount[], origin: string): Promise<void> {
    for (const { id } of accounts) {
      const stored = await this.#heldBack(id);
      const isWatched = this.#settings.current.accounts.some((account) => account.id === id);
      if (stored !== undefined && isWatched) await this.#credentials.set(id, { ...stored, origin });
    }
  }

  async #heldBack(accountId: string): Promise<StoredCredential | undefined> {
    // One that cannot be read is not sent either; its row says why.
    const stored = await this.#credentials.get(accountId).catch(() => undefined);
    return stored === undefined || stored.origin === this.#access().origin ? undefined : stored;
  }
}
