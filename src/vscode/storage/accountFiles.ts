import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const asidePrefix = 'removed-';

/** A file that is larger is none of ours, and is neither written nor read. */
const bytesAtMost = 4 * 1024 * 1024;

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

  /** `undefined`: there is none. Rejects where it cannot be read, or is larger than any that is written here. */
  async read(accountId: string, name: string): Promise<string | undefined> {
    const path = join(this.#of(accountId), name);
    const found = await whereThere(stat(path));
    if (found === undefined) return undefined;
    if (found.size > bytesAtMost) throw new RangeError('The file is too large.');
    return whereThere(readFile(path, 'utf8'));
  }

  /** Whole or not at all, whatever happens meanwhile. Rejects where it cannot be written. */
  async write(accountId: string, name: string, text: string): Promise<void> {
    if (Buffer.byteLength(text) > bytesAtMost) throw new RangeError('The file would be too large.');
    const path = join(this.#of(accountId), name);
    const whole = `${path}.${randomUUID()}`;
    await mkdir(this.#of(accountId), { recursive: true });
    try {
      await writeFile(whole, text);
      await rename(whole, path);
    } catch (error) {
      await rm(whole, { force: true });
      throw error;
    }
  }

  /** Takes a file that cannot be used out of the way, beside those before it, and gives the name that it has now. */
  async putAway(accountId: string, name: string): Promise<string> {
    const folder = this.#of(accountId);
    const names = new Set(await whereThere(readdir(folder)));
    let away = `unusable-${name}`;
    for (let count = 2; names.has(away); count++) away = `unusable-${count}-${name}`;
    await whereThere(rename(join(folder, name), join(folder, away)));
    return away;
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
