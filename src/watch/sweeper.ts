import type { Tunnel } from '../tunnels/model/tunnel.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import type { Instant } from '../tunnels/text/time.ts';
import type { Allowance } from './budget.ts';
import type { Parts } from './newest.ts';
import type { Clock } from './ports.ts';
import type { ReadingQueue } from './readingQueue.ts';
import { anEnd } from './session.ts';
import { dueParts, idsOf, partId } from './sweep.ts';
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
  /** All that there are, also those of which there is nothing to read at the moment. */
  readonly tunnels: readonly Tunnel[];
}

export interface SweeperContext {
  readonly clock: Clock;
  readonly queue: ReadingQueue;
  /** As things are now; `undefined`: nothing is read. `askedAt`: as in {@link SweepInput}. */
  readonly sweepable: (askedAt: ReadonlyMap<string, Instant>) => Sweepable | undefined;
  /** Never rejects. Tells of each part that was answered, also in vain. Gives what went wrong last. */
  readonly read: (
    parts: readonly SweptPart[],
    signal: AbortSignal,
    onAnswer: (read: Parts) => void,
  ) => Promise<Problem | undefined>;
}

/** Reads what nobody asked for, batch by batch, from what refreshes leave of the limit. */
export class Sweeper {
  readonly #context: SweeperContext;
  readonly #askedAt = new Map<string, Instant>();
  /** When one was given up last, as {@link Clock.elapsed} counts. */
  #givenUpAt = -Infinity;
  /** Of the batch under way. */
  #end: AbortController | undefined;
  #timer: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(context: SweeperContext) {
    this.#context = context;
  }

  /** To be called when anything has changed that it rests on. */
  plan(): void {
    const sweepable = this.#context.sweepable(this.#askedAt);
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
    const sweepable = this.#context.sweepable(this.#askedAt);
    if (sweepable === undefined) return;
    const waitMs = this.#waitMs(sweepable, 0);
    if (waitMs > 0) this.#wait(waitMs);
    else void this.#read(sweepable);
  }

  async #read({ parts, allowance, tunnels }: Sweepable): Promise<void> {
    const { clock, queue, read } = this.#context;
    const atMost = allowance.requests - queue.sweptWithin(allowance.everyMs).length;
    const due = dueParts(parts, { now: clock.now(), atMost });
    const end = anEnd();
    this.#end = end;
    const answered = new Set<string>();
    const problem = await read(due, end.signal, (answer) => {
      for (const id of idsOf(answer)) {
        answered.add(id);
        this.#askedAt.set(id, clock.now());
      }
    });
    this.#end = undefined;
    if (problem !== undefined && !end.signal.aborted && answered.size < due.length) {
      this.#givenUpAt = clock.elapsed();
    }
    this.#forgetAllBut(tunnels);
    this.plan();
  }

  #forgetAllBut(tunnels: readonly Tunnel[]): void {
    const known = new Set(
      tunnels.flatMap(({ key }) => [partId({ kind: 'connectors', key }), partId({ kind: 'routes', key })]),
    );
    for (const id of this.#askedAt.keys()) if (!known.has(id)) this.#askedAt.delete(id);
  }

  /**
   * How long until something is due, there is room for all of that which fits the allowance, and the queue is open; of an
   * allowance no more is used where a batch was given up.
   */
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
      this.#givenUpAt + allowance.everyMs - clock.elapsed(),
      (queue.closedUntil ?? now) - now,
    );
  }
}
