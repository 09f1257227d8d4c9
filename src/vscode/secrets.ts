import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { credentialSchema } from '../cloudflare/credentials.ts';
import type { Credential } from '../cloudflare/credentials.ts';
import { ProblemError } from '../tunnels/problem.ts';

const prefix = 'tunnelExplorer.credential.';

/**
 * The credentials, one per account, in VS Code's secret storage and nowhere else. Where that fails, and the person
 * agrees, one is kept in memory until the window closes.
 */
export class CredentialStore implements vscode.Disposable {
  readonly #storage: vscode.SecretStorage;
  readonly #forThisWindow = new Map<string, Credential>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;

  /** Gives the id of an account whose credential was stored, replaced or removed, in this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(storage: vscode.SecretStorage) {
    this.#storage = storage;
    this.#subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.#changed.fire(key.slice(prefix.length));
    });
  }

  /** `undefined`: none is stored. Rejects with a `ProblemError` where the storage fails or holds something else. */
  async get(accountId: string): Promise<Credential | undefined> {
    const kept = this.#forThisWindow.get(accountId);
    if (kept !== undefined) return kept;
    const text = await orKeychainProblem(this.#storage.get(prefix + accountId));
    if (text === undefined) return undefined;
    const { data } = z.safeParse(credentialSchema, parseJson(text));
    if (data !== undefined) return data;
    throw new ProblemError({ kind: 'auth', detail: 'the stored credential cannot be read' });
  }

  /** Rejects with a `ProblemError` of kind `keychain` where the storage fails. */
  async set(accountId: string, credential: Credential): Promise<void> {
    const text = JSON.stringify(z.parse(credentialSchema, credential));
    await orKeychainProblem(this.#storage.store(prefix + accountId, text));
    this.#forThisWindow.delete(accountId);
  }

  keepForThisWindow(accountId: string, credential: Credential): void {
    this.#forThisWindow.set(accountId, credential);
    this.#changed.fire(accountId);
  }

  async delete(accountId: string): Promise<void> {
    this.#forThisWindow.delete(accountId);
    await orKeychainProblem(this.#storage.delete(prefix + accountId));
  }

  dispose(): void {
    this.#forThisWindow.clear();
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

async function orKeychainProblem<T>(work: Thenable<T>): Promise<T> {
  try {
    return await work;
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
