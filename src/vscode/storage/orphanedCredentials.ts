import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Instant } from '../../tunnels/text/time.ts';
import type { CredentialStore } from './credentialStore.ts';

const key = 'knownAccounts';
const day = 24 * 3_600_000;
const keptForMs = 30 * day;
/** What is remembered is only as exact as it need be: it is not written anew at each look. */
const exactToMs = day;

/** By account id: when it was last seen in the settings. */
type LastSeen = ReadonlyMap<string, Instant>;

/** Ids alone: what earlier versions wrote. */
const idsSchema = z.array(z.string());
const lastSeenSchema = z.record(z.string(), z.number());

/**
 * Deletes the credentials of accounts that have been out of the settings for 30 days, also while no window was open. Not
 * sooner, since a settings file that is broken, or emptied by mistake, looks just as if the accounts had been taken out.
 * The secret storage of older VS Codes cannot list what it holds, so the ids are remembered; only those are ever cleaned
 * up, never one that a sign-in in another window is about to write.
 */
export class OrphanedCredentials {
  readonly #memory: vscode.Memento;
  readonly #credentials: Pick<CredentialStore, 'delete'>;
  readonly #now: () => Instant;
  /** One after the other: two changes in a row must not write what they remember in the wrong order. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    memory: vscode.Memento,
    credentials: Pick<CredentialStore, 'delete'>,
    now: () => Instant = Date.now,
  ) {
    this.#memory = memory;
    this.#credentials = credentials;
    this.#now = now;
  }

  /** To be awaited before a credential is stored: one that nobody remembers would never be cleaned up. */
  async remember(accountId: string): Promise<void> {
    await this.#inTurn(async () => {
      const known = this.#read();
      if (!known.has(accountId)) await this.#write(new Map([...known, [accountId, this.#now()]]));
    });
  }

  /**
   * `ids`: all accounts that the settings name. Not to be called while they cannot be read in full, since an account
   * that is misspelt is not one that is gone. Never rejects: what could not be deleted is tried again the next time.
   */
  async lookAt(ids: readonly string[]): Promise<void> {
    await this.#inTurn(() => this.#lookAt(ids)).catch(() => undefined);
  }

  async #lookAt(ids: readonly string[]): Promise<void> {
    const now = this.#now();
    const known = this.#read();
    const next = new Map<string, Instant>();
    for (const id of new Set([...known.keys(), ...ids])) {
      const seen = known.get(id) ?? now;
      // A clock that was set back must neither shorten nor stretch the time.
      const last = seen > now ? now : seen;
      if (ids.includes(id)) next.set(id, now - last >= exactToMs || seen > now ? now : last);
      else if (now - last < keptForMs || !(await this.#delete(id))) next.set(id, last);
    }
    // What an earlier version wrote is read as of now each time, until it is written anew.
    const isCurrent = z.safeParse(lastSeenSchema, this.#memory.get(key)).success;
    const isSame =
      isCurrent && next.size === known.size && [...next].every(([id, at]) => known.get(id) === at);
    if (!isSame) await this.#write(next);
  }

  async #delete(accountId: string): Promise<boolean> {
    try {
      await this.#credentials.delete(accountId);
      return true;
    } catch {
      return false;
    }
  }

  #read(): LastSeen {
    const stored: unknown = this.#memory.get(key);
    const ids = z.safeParse(idsSchema, stored).data;
    if (ids !== undefined) return new Map(ids.map((id) => [id, this.#now()]));
    return new Map(Object.entries(z.safeParse(lastSeenSchema, stored).data ?? {}));
  }

  async #write(seen: LastSeen): Promise<void> {
    await this.#memory.update(key, Object.fromEntries(seen));
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
