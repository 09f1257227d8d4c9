import { watchedGapMs } from '../model/seen.ts';
import type { Instant } from '../text/time.ts';

/**
 * Tells a clock that can be relied on from one that was wrong once. It is steady when it was looked at for more than 15
 * minutes, each time at most so much after the time before: that are three looks in a row at least. One look at a wrong
 * time, be it earlier or later, begins anew, and so does the next at the right one.
 */
export class SteadyClock {
  readonly #now: () => Instant;
  #since = NaN;
  #last = NaN;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** Looks at the clock; `undefined`: it is not known to be right. */
  look(): Instant | undefined {
    const now = this.#now();
    const step = now - this.#last;
    this.#last = now;
    if (!(step >= 0 && step <= watchedGapMs)) this.#since = now;
    return now - this.#since > watchedGapMs ? now : undefined;
  }
}
