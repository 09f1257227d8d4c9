import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Instant } from '../../tunnels/text/time.ts';
import type { CredentialStore } from './credentialStore.ts';
import { knownAccountsKey } from './knownAccounts.ts';

const day = 24 * 3_600_000;
const keptForMs = 30 * day;
/** What is remembered is only as exact as it need be: it is not written anew at each look. */
const exactToMs = day;

/** What is known of an account that was in the settings, or whose credential was about to be stored. */
interface Known {
  /** At the latest look. */
  readonly missing: boolean;
  /**
   * When it was first missed, or last seen; several times where the clock was set back since, as one of them is right:
   * it is the latest of those that are not to come.
   */
  readonly at: readonly Instant[];
}

/** Ids alone: what earlier versions wrote. */
const idsSchema = z.array(z.string());
const knownSchema = z.record(z.string(), z.object({ missing: z.boolean(), at: z.array(z.number()) }));

/**
 * Deletes the credentials of accounts that have been out of the settings for 30 days, also while no window was open. Not
 * sooner, since a settings file that is broken, or emptied by mistake, looks just as if the accounts had been taken out;
 * and the days begin with the first look that misses the account, as it may have been there until then. The secret
 * storage of older VS Codes cannot list what it holds, so the ids are remembered; only those are ever cleaned up, never
 * one that a sign-in in another window is about to write.
 */
export class OrphanedCredentials {
  readonly #memory: vscode.Memento;
  readonly #credentials: Pick<CredentialStore, 'delete'>;
  readonly #now: () => Instant;
  /** One after the other: two changes in a row must not write what they remember in the wrong order. */
  #last: Promise<void> = Promise.resolve();

  /** `credentials`: deletes the credential of an account, and whatever else goes with it. */
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
    await this.#set(accountId, (before) => afterLook(before, false, this.#now()));
  }

  /** For one that the person removes. Rejects where the storage fails: then the next look deletes it. */
  async deleteNow(accountId: string): Promise<void> {
    await this.#set(accountId, () => ({ missing: true, at: [0] }));
    await this.#credentials.delete(accountId);
    await this.#set(accountId, () => undefined);
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
    const before = this.#read();
    const next = new Map<string, Known>();
    for (const id of new Set([...before.keys(), ...ids])) {
      const known = afterLook(before.get(id), !ids.includes(id), now);
      if (!isOver(known, now) || !(await this.#delete(id))) next.set(id, known);
    }
    const isSame = next.size === before.size && [...next].every(([id, known]) => before.get(id) === known);
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

  async #set(accountId: string, knownAfter: (before: Known | undefined) => Known | undefined): Promise<void> {
    await this.#inTurn(async () => {
      const next = new Map(this.#read());
      const known = knownAfter(next.get(accountId));
      if (known === undefined) next.delete(accountId);
      else next.set(accountId, known);
      await this.#write(next);
    });
  }

  #read(): ReadonlyMap<string, Known> {
    const stored: unknown = this.#memory.get(knownAccountsKey);
    const ids = z.safeParse(idsSchema, stored).data;
    if (ids !== undefined) return new Map(ids.map((id) => [id, { missing: false, at: [] }]));
    return new Map(Object.entries(z.safeParse(knownSchema, stored).data ?? {}));
  }

  async #write(known: ReadonlyMap<string, Known>): Promise<void> {
    await this.#memory.update(knownAccountsKey, Object.fromEntries(known));
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** The same where there is nothing new. Times to come stay: the clock may have been right before it was set back. */
function afterLook(before: Known | undefined, missing: boolean, now: Instant): Known {
  const { at = [] } = before ?? {};
  const isCurrent = at.some((time) => time <= now && (missing || now - time < exactToMs));
  if (before?.missing === missing && isCurrent) return before;
  return { missing, at: [now, ...at.filter((time) => time > now)] };
}

function isOver({ missing, at }: Known, now: Instant): boolean {
  return missing && now - Math.max(...at.filter((time) => time <= now)) >= keptForMs;
}
