/** Holds a value in memory for some time, and no longer. */
export class Held<T> {
  readonly #onDropped: () => void;
  readonly #timer: NodeJS.Timeout;
  #value: T | undefined;

  /** `onDropped`: told when the value is dropped, and not when it was taken. */
  constructor(value: T, forMs: number, onDropped: () => void) {
    this.#value = value;
    this.#onDropped = onDropped;
    this.#timer = setTimeout(() => {
      this.drop();
    }, forMs);
  }

  /** Gives it away. `undefined`: it is held no longer. */
  take(): T | undefined {
    const value = this.#value;
    this.#value = undefined;
    clearTimeout(this.#timer);
    return value;
  }

  drop(): void {
    if (this.take() !== undefined) this.#onDropped();
  }
}
