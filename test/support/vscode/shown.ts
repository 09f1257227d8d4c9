import { AssertionError } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { patience, pause } from './waitFor.ts';

/** What is expected: the value itself, in which a regular expression stands for any text that it matches. */
export type Expected<T> = T extends string
  ? T | RegExp
  : T extends readonly (infer Item)[]
    ? readonly Expected<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Expected<T[Key]> }
      : T;

export type ExpectedPart<T> = Partial<Expected<NonNullable<T>>>;

/**
 * Something that changes while one looks: what a window shows, what a file holds, what a server was asked. It gives no
 * value that was not waited for, so that no test depends on how fast it is drawn. What cannot be read is read again too.
 */
export class Shown<T> {
  readonly #what: string;
  readonly #read: () => Promise<T> | T;
  readonly #around: (() => Promise<string>) | undefined;

  /** A failure calls it `what`, and tells what is `around` it. */
  constructor(what: string, read: () => Promise<T> | T, around?: () => Promise<string>) {
    this.#what = what;
    this.#read = read;
    this.#around = around;
  }

  /** Waits until it is exactly this, and gives it. */
  is(expected: Expected<T>, timeout?: number): Promise<T> {
    return this.#until(expected, (shown) => likened(shown, expected), timeout);
  }

  /** Waits until it is there and its properties that are named here are exactly these, and gives it. */
  async has(expected: ExpectedPart<T>, timeout?: number): Promise<NonNullable<T>> {
    const shown = await this.#until(expected, (all) => likened(partOf(all, expected), expected), timeout);
    return shown as NonNullable<T>;
  }

  isThere(timeout?: number): Promise<NonNullable<T>> {
    return this.has({}, timeout);
  }

  /** Waits until it is there no more. */
  async isGone(this: Shown<T | undefined>, timeout?: number): Promise<void> {
    await this.#until(undefined, (shown) => shown, timeout);
  }

  /** Waits until it is another than `before`, and gives that. */
  isNot(before: T): Promise<T> {
    const other = `other than ${JSON.stringify(before)}`;
    return this.#until(other, (shown) => (isDeepStrictEqual(shown, before) ? before : other));
  }

  /**
   * Fails where it is another after `during` than it was before. That has to wait for something that comes no sooner
   * than a change would.
   */
  async stays(during: () => Promise<unknown>): Promise<void> {
    const before = await this.#read();
    await during();
    const after = await this.#read();
    if (!isDeepStrictEqual(after, before)) throw await this.#failure(after, before);
  }

  /** What follows from it: one of its parts, or how many there are. */
  pick<U>(part: (shown: T) => U): Shown<U> {
    return new Shown(this.#what, async () => part(await this.#read()), this.#around);
  }

  /** Waits until `view`, which makes what is read comparable, gives what is expected. */
  async #until(expected: unknown, view: (shown: T) => unknown, timeout = patience): Promise<T> {
    const end = Date.now() + timeout;
    for (;;) {
      const isLast = Date.now() > end;
      try {
        const shown = await this.#read();
        const seen = view(shown);
        if (isDeepStrictEqual(seen, expected)) return shown;
        if (isLast) throw await this.#failure(seen, expected);
      } catch (error) {
        if (isLast) throw error;
      }
      await pause();
    }
  }

  async #failure(actual: unknown, expected: unknown): Promise<AssertionError> {
    const { message } = new AssertionError({ actual, expected, operator: 'deepStrictEqual' });
    const around = this.#around === undefined ? '' : `\nThere is:\n${await this.#around()}`;
    return new AssertionError({ message: `${this.#what}: ${message}${around}`, actual, expected });
  }
}

/** What is shown, with each text that a regular expression matches replaced by that expression. */
function likened(shown: unknown, expected: unknown): unknown {
  if (expected instanceof RegExp) {
    return typeof shown === 'string' && expected.test(shown) ? expected : shown;
  }
  if (Array.isArray(shown)) {
    const others: readonly unknown[] = Array.isArray(expected) ? expected : [];
    return shown.map((item: unknown, index) => likened(item, others[index]));
  }
  if (!isRecord(shown) || !isRecord(expected)) return shown;
  return Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [key, likened(value, expected[key])]),
  );
}

function partOf(shown: unknown, expected: object): unknown {
  if (!isRecord(shown)) return shown;
  return Object.fromEntries(Object.keys(expected).map((key) => [key, shown[key]]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
