import { EventEmitter } from 'node:events';
import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import { credentialSchema } from '../../cloudflare/credentials.ts';
import type { Credential } from '../../cloudflare/credentials.ts';
import { ProblemError } from '../../tunnels/problems/problem.ts';

const prefix = 'tunnelExplorer.credential.';

/** A credential with the one place that it may be sent to. */
export interface StoredCredential {
  readonly credential: Credential;
  /** Scheme, host and port of the API address for which it was given: `https://api.cloudflare.com`. */
  readonly origin: string;
}

const storedSchema: z.ZodMiniType<StoredCredential> = z.object({
  credential: credentialSchema,
  origin: z.string().check(z.regex(/^https?:\/\/[^/]+$/)),
});

/**
 * The credentials, one per account, in VS Code's secret storage and nowhere else. Where that fails, and the person
 * agrees, one is kept in memory until the window closes.
 */
export class CredentialStore {
  readonly #storage: vscode.SecretStorage;
  readonly #forThisWindow = new Map<string, StoredCredential>();
  readonly #events = new EventEmitter<{ change: [string] }>();
  readonly #subscription: { dispose(): unknown };

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#events.emit('change', key.slice(prefix.length));
    });
  }

  /**
   * Calls `listener` with the id of an account whose credential was stored, replaced or removed, in this window or
   * another, until the function returned is called.
   */
  onDidChange(listener: (accountId: string) => void): () => void {
    this.#events.on('change', listener);
    return () => this.#events.off('change', listener);
  }

  /** `undefined`: none is stored. Rejects with a `ProblemError` where the storage fails or holds something else. */
  async get(accountId: string): Promise<StoredCredential | undefined> {
    const kept = this.#forThisWindow.get(accountId);
    if (kept !== undefined) return kept;
    const text = await orKeychainProblem(() => this.#storage.get(prefix + accountId));
    if (text === undefined) return undefined;
    const { data } = z.safeParse(storedSchema, parseJson(text));
    if (data !== undefined) return data;
    throw new ProblemError({ kind: 'auth', detail: 'the stored credential cannot be read' });
  }

  /** Rejects with a `ProblemError` of kind `keychain` where the storage fails. */
  async set(accountId: string, stored: StoredCredential): Promise<void> {
    const text = JSON.stringify(z.parse(storedSchema, stored));
    await orKeychainProblem(() => this.#storage.store(prefix + accountId, text));
    // The storage has told of it already: whoever asked then may have got the one kept here.
    if (this.#forThisWindow.delete(accountId)) this.#events.emit('change', accountId);
  }

  keepForThisWindow(accountId: string, stored: StoredCredential): void {
    this.#forThisWindow.set(accountId, stored);
    this.#events.emit('change', accountId);
  }

  async delete(accountId: string): Promise<void> {
    this.#forThisWindow.delete(accountId);
    await orKeychainProblem(() => this.#storage.delete(prefix + accountId));
  }

  dispose(): void {
    this.#forThisWindow.clear();
    this.#subscription.dispose();
    this.#events.removeAllListeners();
  }
}

async function orKeychainProblem<T>(work: () => Thenable<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    // Its text comes from the operating system; it is not ours to repeat.
    throw new ProblemError({ kind: 'keychain', detail: 'the secret storage failed' }, { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
