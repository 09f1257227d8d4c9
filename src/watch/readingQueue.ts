import type { RateLimit } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { isScarce } from './budget.ts';
import type { Clock } from './ports.ts';

/**
 * What something is read for, the most urgent first:
 *
 * - `row`: a person looks into it just now. What was asked for last comes first.
 * - `command`: a person had all of it refreshed.
 * - `timer`: it comes again by itself; where the API's limit is nearly used up, it is left out this time.
 * - `audit`: it is wanted as a whole; where the limit is nearly used up, it waits.
 */
const purposes = ['row', 'command', 'timer', 'audit'] as const;
export type Purpose = (typeof purposes)[number];

/** A person who asks does not mind the limit. */
const isOnDemand = (purpose: Purpose) => purpose === 'row' || purpose === 'command';

const atATime = 6;

/** When a reading was sent, among those of its account: a greater one was sent later. Not a time, since clocks are set. */
export type SendOrder = number;

interface Waiting {
  readonly purpose: Purpose;
  readonly start: () => void;
  readonly leave: () => void;
}

/** All readings of one account, at most six at a time, the most urgent first. */
export class ReadingQueue {
  readonly #clock: Clock;
  readonly #limit: () => RateLimit | undefined;
  readonly #waiting = new Set<Waiting>();
  #running = 0;
  #sent = 0;
  #heldUntil: Instant | undefined;
  #cancelTimer: () => void = () => undefined;

  /** `limit`: what the API last said of its limit. */
  constructor(clock: Clock, limit: () => RateLimit | undefined) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Whether anything is under way or waits for its turn. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#waiting.size > 0;
  }

  /**
   * Until when only what a person asks for is read: the API asked to wait, or its limit is nearly used up. `undefined`:
   * there is room.
   */
  get closedUntil(): Instant | undefined {
    const now = this.#clock.now();
    const limit = this.#limit();
    const scarceUntil = limit !== undefined && isScarce(limit, now) ? limit.resetsAt : now;
    const until = Math.max(scarceUntil, this.#heldUntil ?? now);
    return until > now ? until : undefined;
  }

  /** What {@link hold} was told; it may have passed. */
  get heldUntil(): Instant | undefined {
    return this.#heldUntil;
  }

  /** The API asked to wait until then. */
  hold(until: Instant): void {
    this.#heldUntil = Math.max(until, this.#heldUntil ?? until);
  }

  /**
   * Runs `task` when its turn comes, and gives what it gives. `undefined`: it was not run, since the signal was aborted
   * before, or it was left out to spare the limit.
   */
  run<T>(
    purpose: Purpose,
    signal: AbortSignal,
    task: (sent: SendOrder) => Promise<T>,
  ): Promise<T | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        purpose,
        start: () => {
          signal.removeEventListener('abort', leave);
          this.#running++;
          task(++this.#sent)
            .finally(() => {
              this.#running--;
            })
            .then(resolve, reject)
            .finally(() => {
              this.#next();
            });
        },
        leave: () => {
          signal.removeEventListener('abort', leave);
          resolve(undefined);
        },
      };
      const leave = () => {
        this.#waiting.delete(entry);
        entry.leave();
        if (this.#waiting.size === 0) this.#cancelTimer();
      };
      signal.addEventListener('abort', leave);
      this.#waiting.add(entry);
      this.#next();
    });
  }

  /** Starts what may start, and lets go what will not. */
  #next(): void {
    this.#cancelTimer();
    const { closedUntil } = this;
    for (const entry of this.#inTurn()) {
      if (closedUntil !== undefined && entry.purpose === 'timer') {
        this.#waiting.delete(entry);
        entry.leave();
      } else if (this.#running < atATime && (closedUntil === undefined || isOnDemand(entry.purpose))) {
        this.#waiting.delete(entry);
        entry.start();
      }
    }
    if (closedUntil === undefined || this.#waiting.size === 0) return;
    this.#cancelTimer = this.#clock.startTimer(closedUntil - this.#clock.now(), () => {
      this.#next();
    });
  }

  #inTurn(): readonly Waiting[] {
    return purposes.flatMap((purpose) => {
      const entries = [...this.#waiting].filter((entry) => entry.purpose === purpose);
      return purpose === 'row' ? entries.reverse() : entries;
    });
  }
}
