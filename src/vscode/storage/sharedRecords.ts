import type { Clock } from '../../watch/ports.ts';
import type { AccountFile } from './accountFile.ts';

/** Each account's record is written so often at most. */
const everyMs = 60_000;

interface Kind<T> {
  readonly file: AccountFile<T>;
  readonly empty: T;
  /** All that either knows, as far as it is kept. */
  readonly merged: (mine: T, other: T) => T;
  /** Told of what another window or an earlier one knew. */
  readonly onLearned?: (accountId: string, value: T) => void;
}

interface Record<T> {
  /** `undefined` until the file was read. */
  value: T | undefined;
  /** What is to be done to the value when it is there. */
  waiting: ((value: T) => T)[];
  /** Is not all written. */
  isDirty: boolean;
  cancelTimer: (() => void) | undefined;
  /** When it was written last. */
  writtenAt: number;
  /** Resolves when what is under way is done. */
  work: Promise<void>;
}

/**
 * What is kept about each account in a file that several windows write: what a window knows is added to what the file
 * holds. No method throws or rejects.
 */
export class SharedRecords<T> {
  readonly #kind: Kind<T>;
  readonly #clock: Clock;
  readonly #records = new Map<string, Record<T>>();

  constructor(kind: Kind<T>, clock: Clock) {
    this.#kind = kind;
    this.#clock = clock;
  }

  /** By account, as far as they were read. */
  get all(): ReadonlyMap<string, T> {
    return new Map(
      [...this.#records].flatMap(([id, { value }]) => (value === undefined ? [] : [[id, value] as const])),
    );
  }

  /** Has the records of these accounts and of no others, of which what was not written yet is dropped with its account. */
  keep(accountIds: readonly string[]): void {
    for (const [id, record] of [...this.#records]) {
      if (accountIds.includes(id)) continue;
      record.cancelTimer?.();
      this.#records.delete(id);
    }
    for (const id of accountIds) if (!this.#records.has(id)) this.#begin(id);
  }

  /** Changes a record, when it was read at the latest. */
  update(accountId: string, change: (value: T) => T): void {
    const record = this.#records.get(accountId);
    if (record === undefined) return;
    if (record.value === undefined) {
      record.waiting.push(change);
      return;
    }
    record.value = change(record.value);
    this.#writeSoon(accountId, record);
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    await Promise.all(
      [...this.#records].map(async ([id, record]) => {
        await record.work;
        if (record.isDirty) this.#write(id, record);
        await record.work;
      }),
    );
  }

  #begin(id: string): void {
    const record: Record<T> = {
      value: undefined,
      waiting: [],
      isDirty: false,
      cancelTimer: undefined,
      writtenAt: -Infinity,
      work: Promise.resolve(),
    };
    this.#records.set(id, record);
    record.work = this.#load(id, record);
  }

  async #load(id: string, record: Record<T>): Promise<void> {
    const { file, empty, merged } = this.#kind;
    const kept = merged(empty, (await file.read(id)) ?? empty);
    if (this.#records.get(id) !== record) return;
    const { waiting } = record;
    record.waiting = [];
    record.value = waiting.reduce((value, change) => change(value), kept);
    this.#kind.onLearned?.(id, record.value);
    if (waiting.length > 0) this.#writeSoon(id, record);
  }

  #writeSoon(id: string, record: Record<T>): void {
    record.isDirty = true;
    const waitMs = record.writtenAt + everyMs - this.#clock.now();
    record.cancelTimer ??= this.#clock.startTimer(Math.min(everyMs, Math.max(0, waitMs)), () => {
      this.#write(id, record);
    });
  }

  #write(id: string, record: Record<T>): void {
    record.cancelTimer?.();
    record.cancelTimer = undefined;
    record.isDirty = false;
    record.writtenAt = this.#clock.now();
    record.work = record.work.then(() => this.#mergeAndWrite(id, record));
  }

  async #mergeAndWrite(id: string, record: Record<T>): Promise<void> {
    const { file, empty, merged, onLearned } = this.#kind;
    const other = (await file.read(id)) ?? empty;
    // With its account its files are gone.
    if (this.#records.get(id) !== record || record.value === undefined) return;
    record.value = merged(record.value, other);
    onLearned?.(id, record.value);
    await file.write(id, record.value);
  }
}
