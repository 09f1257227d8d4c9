import type { Credential } from '../../cloudflare/credentials.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import type { Account } from '../../tunnels/model/tunnel.ts';
import { ProblemError } from '../../tunnels/problems/problem.ts';
import type { CurrentApiAccess } from '../apiAccess.ts';
import type { CredentialStore } from '../storage/credentialStore.ts';
import type { Settings } from '../storage/settings.ts';

/** A credential that is of use for further accounts. */
export interface SharedCredential {
  /** The account that it is stored for. */
  readonly of: WatchedAccount;
  /** The accounts that it is wanted for, and sees. */
  readonly sees: readonly Account[];
}

/** The credentials that are stored for one account and see another one too: who added one need not look for them again. */
export class SharedCredentials {
  readonly #settings: { readonly current: Pick<Settings, 'accounts'> };
  readonly #credentials: Pick<CredentialStore, 'get'>;
  readonly #access: CurrentApiAccess;

  constructor(
    settings: { readonly current: Pick<Settings, 'accounts'> },
    credentials: Pick<CredentialStore, 'get'>,
    access: CurrentApiAccess,
  ) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#access = access;
  }

  /**
   * Those that see `wanted`; without it, those that see an account which the settings do not name yet. Each is asked for
   * its accounts once; what is refused, or ended by the signal, is left out.
   */
  async find(wanted: Account | undefined, signal: AbortSignal): Promise<readonly SharedCredential[]> {
    const { accounts } = this.#settings.current;
    const isWanted = ({ id }: Account) =>
      wanted === undefined ? accounts.every((account) => account.id !== id) : id === wanted.id;
    const credentials = new Map<string, { readonly of: WatchedAccount; readonly credential: Credential }>();
    // The account's own one comes first, and is left out with all that are the same.
    const own = accounts.filter((account) => account.id === wanted?.id);
    for (const of of [...own, ...accounts]) {
      const credential = await this.credentialOf(of.id);
      const key = JSON.stringify(credential);
      if (credential !== undefined && !credentials.has(key)) credentials.set(key, { of, credential });
    }
    const { apiWith } = this.#access();
    const found = [...credentials.values()].map(async ({ of, credential }) => {
      if (own.includes(of)) return [];
      try {
        const sees = (await apiWith(credential).listAccounts(signal)).filter(isWanted);
        return sees.length === 0 ? [] : [{ of, sees }];
      } catch (error) {
        if (error instanceof ProblemError || signal.aborted) return [];
        throw error;
      }
    });
    return (await Promise.all(found)).flat();
  }

  /** `undefined`: none is stored that can be read and may be sent to the address that the settings name. */
  async credentialOf(accountId: string): Promise<Credential | undefined> {
    const stored = await this.#credentials.get(accountId).catch(() => undefined);
    return stored?.origin === this.#access().origin ? stored.credential : undefined;
  }
}
