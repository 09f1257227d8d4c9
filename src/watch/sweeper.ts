import type { Problem } from '../tunnels/problems/problem.ts';
import type { Instant } from '../tunnels/text/time.ts';
import type { Allowance } from './budget.ts';
import type { Clock } from './ports.ts';
import type { ReadingQueue } from './readingQueue.ts';
import { anEnd } from './session.ts';
import { dueParts, partId } from './sweep.ts';
import type { SweptPart } from './sweep.ts';

/**
 * It begins so long after something is due: what falls due together is read together, and a view that is shown for a
 * moment costs nothing.
 */
const gatherMs = 3_000;

/** Timers have their ends: after so long it looks again whether it is time. */
const longestWaitMs = 3_600_000;

/** What there is to read, the longest unread first, and how much of it may be read. */
export interface Sweepable {
  readonly parts: readonly SweptPart[];
  readonly allowance: Allowance;
}

export interface SweeperContext {
  readonly clock: Clock;
  readonly queue: ReadingQueue;
  /** As things are now; `undefined`: nothing is read. `failedAt`: when parts were asked for in vain. */
  readonly sweepable: (failedAt: ReadonlyMap<string, Instant>) => Sweepable | undefined;
  /** Never rejects. Gives what went wrong last. */
  readonly read: (parts: readonly SweptPart[], signal: AbortSignal) => Promise<Problem | undefined>;
}

/** Reads what nobody asked for, batch by batch, from what refreshes leave of the limit. */
export class Sweeper {
  readonly #context: SweeperContext;
  #failedAt: ReadonlyMap<string, Instant> = new Map();
  /** Of the batch under way. */
  #end: AbortController | undefined;
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(context: SweeperContext) {
    this.#context = context;
  }

  /** To be called when anything has changed that it rests on. */
  plan(): void {
    const sweepable = this.#context.sweepable(this.#failedAt);
    if (sweepable === undefined) this.stop();
    // When the batch under way has ended, it is planned again.
    else if (this.#end === undefined) this.#wait(this.#waitMs(sweepable, gatherMs));
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#end?.abort();
  }

  /** Until then, unless it is to begin earlier anyway: plans come often, and do not put it off. */
  #wait(ms: number): void {
    const { clock } = this.#context;
    const at = clock.elapsed() + Math.min(ms, longestWaitMs);
    if (this.#timer !== undefined && this.#timer.at <= at) return;
    this.#timer?.cancel();
    const cancel = clock.startTimer(at - clock.elapsed(), () => {
      this.#timer = undefined;
      this.#begin();
    });
    this.#timer = { at, cancel };
  }

  #begin(): void {
    const sweepable = this.#context.sweepable(this.#failedAt);
    if (sweepable === undefined) return;
    const waitMs = this.#waitMs(sweepable, 0);
    if (waitMs > 0) this.#wait(waitMs);
    else void this.#read(sweepable);
  }

  async #read({ parts, allowance }: Sweepable): Promise<void> {
    const { clock, queue, read } = this.#context;
    const now = clock.now();
    const atMost = allowance.requests - queue.sweptWithin(allowance.everyMs).length;
    const due = dueParts(parts, { now, atMost });
    this.#end = anEnd();
    const problem = await read(due, this.#end.signal);
    this.#end = undefined;
    // Which of them it was is not asked: those that were read are not due again before the others.
    if (problem !== undefined) {
      const known = new Set(parts.map(partId));
      const before = [...this.#failedAt].filter(([id]) => known.has(id));
      this.#failedAt = new Map([...before, ...due.map((part) => [partId(part), now] as const)]);
    }
    this.plan();
  }

  /** How long until something is due, there is room for all of that which fits the allowance, and the queue is open. */
  #waitMs({ parts, allowance }: Sweepable, gather: number): number {
    const { clock, queue } = this.#context;
    const now = clock.now();
    const dueAt = parts.reduce((earliest, part) => Math.min(earliest, part.dueAt), Infinity);
    const due = dueParts(parts, { now: Math.max(now, dueAt), atMost: allowance.requests });
    const swept = queue.sweptWithin(allowance.everyMs);
    // Those that have to be over before there is room.
    const last = swept[due.length + swept.length - allowance.requests - 1];
    return Math.max(
      Math.max(0, dueAt - now) + gather,
      last === undefined ? 0 : last + allowance.everyMs - clock.elapsed(),
      (queue.closedUntil ?? now) - now,
    );
  }
}
