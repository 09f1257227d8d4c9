import type { Clock } from './ports.ts';

/**
 * Gathers what comes in quick succession, so that all that follows from it is done once for all of it. While more is
 * coming, what came is handed over every so many milliseconds.
 */
export class Batch<T> {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #take: (items: readonly T[]) => void;
  #items: T[] = [];
  #waiting: (() => void)[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, everyMs: number, take: (items: readonly T[]) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#take = take;
  }

  /** Resolves when the item has been handed over, which is at once where no more is coming. */
  add(item: T, isMoreComing: boolean): Promise<void> {
    this.#items.push(item);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (!isMoreComing) this.#handOver();
      else
        this.#cancelTimer ??= this.#clock.startTimer(this.#everyMs, () => {
          this.#handOver();
        });
    });
  }

  /** What was not handed over is dropped. */
  dispose(): void {
    this.#cancelTimer?.();
    this.#items = [];
    this.#settle();
  }

  #handOver(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const items = this.#items;
    this.#items = [];
    this.#take(items);
    this.#settle();
  }

  #settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
