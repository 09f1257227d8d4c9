import type { Clock } from '../../src/watch/ports.ts';

interface Timer {
  /** Of the time that passes, which setting the clock does not change. */
  readonly at: number;
  readonly action: () => void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  /** What `random` gives. */
  chance = 0;
  #passed = 0;
  #start: number;
  readonly #timers = new Set<Timer>();

  constructor(now: number) {
    this.#start = now;
  }

  now(): number {
    return this.#start + this.#passed;
  }

  elapsed(): number {
    return this.#passed;
  }

  random(): number {
    return this.chance;
  }

  startTimer(ms: number, action: () => void): () => void {
    // Node runs a timer at once that is to wait longer than this.
    if (!(ms >= 0 && ms < 2 ** 31)) throw new RangeError(`a timer of ${ms} ms`);
    const timer = { at: this.#passed + ms, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How much time has passed, whatever the clock was set to. */
  get passed(): number {
    return this.#passed;
  }

  /** In how many milliseconds the timers that run are due, soonest first. */
  get due(): readonly number[] {
    return [...this.#timers].map(({ at }) => at - this.#passed).toSorted((a, b) => a - b);
  }

  /** Sets the clock forward, or back: timers wait as long as before. */
  set(ms: number): void {
    this.#start += ms;
  }

  /** Lets time pass: what is due meanwhile runs at its time, and what follows from it by promises is done. */
  async advance(ms: number): Promise<void> {
    const end = this.#passed + ms;
    await settled();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#passed = Math.max(this.#passed, next.at);
      next.action();
      await settled();
    }
    this.#passed = end;
  }

  /** The machine sleeps: time passes, but what is due runs only when it wakes. */
  async sleep(ms: number): Promise<void> {
    this.#passed += ms;
    await this.advance(0);
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
  }
}

/** Resolves when all that promises alone keep going has come to rest. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
