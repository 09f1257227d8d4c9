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
 * - `search`: a person waits for it, but it takes many requests; where the limit is nearly used up, it waits.
 * - `audit`: it is wanted as a whole; where the limit is nearly used up, it waits.
 * - `sweep`: nobody asked for it; where the limit is nearly used up, it is left out this time.
 */
const purposes = ['row', 'command', 'timer', 'search', 'audit', 'sweep'] as const;
export type Purpose = (typeof purposes)[number];

/** What comes again by itself is left out where the limit is nearly used up. */
const comesAgain = (purpose: Purpose) => purpose === 'timer' || purpose === 'sweep';

/** A person who asks does not mind the limit. */
const isOnDemand = (purpose: Purpose) => purpose === 'row' || purpose === 'command';

const atATime = 6;

/** So many readings of sweeps are remembered: more than fit any allowance. */
const sweptAtMost = 1000;

/** When a reading was sent, among those of its account: a greater one was sent later. Not a time, since clocks are set. */
export type SendOrder = number;

interface Waiting {
  readonly signal: AbortSignal;
  readonly start: () => void;
  readonly leave: () => void;
}

/** All readings of one account, at most six at a time, the most urgent first. */
export class ReadingQueue {
  readonly #clock: Clock;
  readonly #limit: () => RateLimit | undefined;
  readonly #waiting: Readonly<Record<Purpose, Waiting[]>> = {
    row: [],
    command: [],
    timer: [],
    search: [],
    audit: [],
    sweep: [],
  };
  /** While anything waits: one listener is enough for all that waits under a signal. */
  readonly #listeners = new Map<AbortSignal, () => void>();
  #running = 0;
  #sent = 0;
  #heldUntil: Instant | undefined;
  #swept: readonly number[] = [];
  #cancelTimer: () => void = () => undefined;

  /** `limit`: what the API last said of its limit. */
  constructor(clock: Clock, limit: () => RateLimit | undefined) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Whether anything is under way or waits for its turn. */
  get isBusy(): boolean {
    return this.#running > 0 || this.#isAnyWaiting;
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

  /** When readings of sweeps ended within the latest so many milliseconds, oldest first; as {@link Clock.elapsed} counts. */
  sweptWithin(ms: number): readonly number[] {
    const since = this.#clock.elapsed() - ms;
    return this.#swept.filter((at) => at > since);
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
    this.#listenTo(signal);
    return new Promise((resolve, reject) => {
      this.#waiting[purpose].push({
        signal,
        start: () => {
          this.#running++;
          task(++this.#sent)
            .finally(() => {
              this.#running--;
              if (purpose === 'sweep')
                this.#swept = [...this.#swept.slice(-sweptAtMost), this.#clock.elapsed()];
            })
            .then(resolve, reject)
            .finally(() => {
              this.#next();
            });
        },
        leave: () => {
          resolve(undefined);
        },
      });
      this.#next();
    });
  }

  #listenTo(signal: AbortSignal): void {
    if (this.#listeners.has(signal)) return;
    const leave = () => {
      for (const purpose of purposes) this.#letGo(purpose, (entry) => entry.signal === signal);
      if (!this.#isAnyWaiting) this.#rest();
    };
    this.#listeners.set(signal, leave);
    signal.addEventListener('abort', leave);
  }

  /** Nothing waits: nothing is to be heard of. */
  #rest(): void {
    this.#cancelTimer();
    for (const [signal, leave] of this.#listeners) signal.removeEventListener('abort', leave);
    this.#listeners.clear();
  }

  /** Starts what may start, and lets go what will not. */
  #next(): void {
    this.#cancelTimer();
    const { closedUntil } = this;
    if (closedUntil !== undefined) {
      for (const purpose of purposes.filter(comesAgain)) this.#letGo(purpose, () => true);
    }
    while (this.#running < atATime) {
      const entry = this.#takeNext(closedUntil === undefined ? purposes : purposes.filter(isOnDemand));
      if (entry === undefined) break;
      entry.start();
    }
    if (!this.#isAnyWaiting) this.#rest();
    else if (closedUntil !== undefined) {
      this.#cancelTimer = this.#clock.startTimer(closedUntil - this.#clock.now(), () => {
        this.#next();
      });
    }
  }

  get #isAnyWaiting(): boolean {
    return purposes.some((purpose) => this.#waiting[purpose].length > 0);
  }

  #takeNext(allowed: readonly Purpose[]): Waiting | undefined {
    const purpose = allowed.find((one) => this.#waiting[one].length > 0);
    if (purpose === undefined) return undefined;
    const entries = this.#waiting[purpose];
    return purpose === 'row' ? entries.pop() : entries.shift();
  }

  #letGo(purpose: Purpose, isMeant: (entry: Waiting) => boolean): void {
    const entries = this.#waiting[purpose];
    const leaving = entries.filter(isMeant);
    entries.splice(0, Infinity, ...entries.filter((entry) => !isMeant(entry)));
    for (const entry of leaving) entry.leave();
  }
}
