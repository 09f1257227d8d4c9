import type { Instant } from '../tunnels/text/time.ts';
import type { AuditCost } from './auditPlan.ts';
import type { Clock } from './ports.ts';

/** Spreads requests evenly: each is let pass at its own time. */
export class Pacer {
  readonly #clock: Clock;
  readonly #gapMs: number;
  #left: number;
  #next: Instant;

  constructor(clock: Clock, { requests, gapMs }: AuditCost) {
    this.#clock = clock;
    this.#gapMs = gapMs;
    this.#left = requests;
    this.#next = clock.now();
  }

  /** How long the requests that are still to come take. */
  get leftMs(): number {
    return this.#left * this.#gapMs;
  }

  /** Resolves when a request may be made, or at once where the signal is aborted. */
  async turn(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const now = this.#clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#gapMs;
    if (at > now) await this.#wait(at - now, signal);
    this.#left = Math.max(0, this.#left - 1);
  }

  #wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.#clock.startTimer(ms, done);
      signal.addEventListener('abort', done);
    });
  }
}
