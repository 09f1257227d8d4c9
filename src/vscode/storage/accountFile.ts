import type { AccountFiles } from './accountFiles.ts';

interface Format<T> {
  /** `undefined`: the text is of another version, or broken. */
  readonly read: (text: string) => T | undefined;
  readonly write: (value: T) => string;
}

export interface FileEvents {
  /** A file could not be used; `name`: what it is called now. */
  readonly onUnusable: (accountId: string, name: string) => void;
  /** Of the file of this name. */
  readonly onFailure: (name: string, error: unknown) => void;
}

/** A file that is kept about each account. No method rejects: the log says what is wrong, and all goes on without it. */
export class AccountFile<T> {
  readonly #files: AccountFiles;
  readonly #name: string;
  readonly #format: Format<T>;
  readonly #events: FileEvents;
  /** The accounts whose file could not be read. */
  readonly #unread = new Set<string>();

  constructor(files: AccountFiles, name: string, format: Format<T>, events: FileEvents) {
    this.#files = files;
    this.#name = name;
    this.#format = format;
    this.#events = events;
  }

  /**
   * `undefined`: there is none, or it cannot be read now. One that cannot be understood is put away; one that cannot be
   * read may be a good one, and stays: it is not written over until it was read.
   */
  async read(accountId: string): Promise<T | undefined> {
    try {
      const value = await this.#readOrPutAway(accountId);
      this.#unread.delete(accountId);
      return value;
    } catch (error) {
      this.#unread.add(accountId);
      this.#events.onFailure(this.#name, error);
      return undefined;
    }
  }

  async write(accountId: string, value: T): Promise<void> {
    if (this.#unread.has(accountId)) return;
    try {
      await this.#files.write(accountId, this.#name, this.#format.write(value));
    } catch (error) {
      this.#events.onFailure(this.#name, error);
    }
  }

  async #readOrPutAway(accountId: string): Promise<T | undefined> {
    const text = await this.#files.read(accountId, this.#name).catch((error: unknown) => {
      if (isNoneOfOurs(error)) return '';
      throw error;
    });
    if (text === undefined) return undefined;
    const value = this.#format.read(text);
    if (value === undefined) {
      this.#events.onUnusable(accountId, await this.#files.putAway(accountId, this.#name));
    }
    return value;
  }
}

/** It is too large, or a folder. All else may pass. */
function isNoneOfOurs(error: unknown): boolean {
  return (
    error instanceof RangeError || (error instanceof Error && 'code' in error && error.code === 'EISDIR')
  );
}
