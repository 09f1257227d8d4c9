import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const asidePrefix = 'removed-';

/**
 * The files that are kept about each account, in a folder named by its id. With the account they are set aside, from
 * where they come back with it, or are deleted.
 */
export class AccountFiles {
  readonly #folder: string;

  /** `folder`: where the extension may keep files; it need not be there. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async delete(accountId: string): Promise<void> {
    await rm(this.#of(accountId), { recursive: true, force: true });
  }

  async setAside(accountId: string): Promise<void> {
    await this.deleteSetAside(accountId);
    await whereThere(rename(this.#of(accountId), this.#aside(accountId)));
  }

  /** Files that were written meanwhile stay. */
  async bringBack(accountId: string): Promise<void> {
    await rename(this.#aside(accountId), this.#of(accountId)).catch(() => undefined);
  }

  async deleteSetAside(accountId: string): Promise<void> {
    await rm(this.#aside(accountId), { recursive: true, force: true });
  }

  /** Deletes what a window that ended too soon left aside, `olderThan` milliseconds ago. */
  async deleteLeftAside(olderThan: number): Promise<void> {
    const names = (await whereThere(readdir(this.#folder))) ?? [];
    for (const name of names.filter((one) => one.startsWith(asidePrefix))) {
      const path = join(this.#folder, name);
      const { ctimeMs } = await stat(path);
      if (Date.now() - ctimeMs >= olderThan) await rm(path, { recursive: true, force: true });
    }
  }

  #of(accountId: string): string {
    return join(this.#folder, accountId);
  }

  #aside(accountId: string): string {
    return join(this.#folder, asidePrefix + accountId);
  }
}

async function whereThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
