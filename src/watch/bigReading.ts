import type { Problem } from '../tunnels/problems/problem.ts';
import type { Instant } from '../tunnels/text/time.ts';
import type { Clock } from './ports.ts';
import type { ReadingQueue } from './readingQueue.ts';

/** How often something is asked for anew where the API asks to wait. */
const triesAtMost = 10;
/** How long to wait where the API says that it is too much, but not until when. */
const unnamedWaitMs = 60_000;
/** As many as the queue reads at a time: others who come meanwhile need not wait until all is read. */
const itemsAtATime = 6;

/** Runs it for all, a few at a time, in their order. */
export async function forEachOfMany<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const runRest = async () => {
    for (const item of rest) await run(item);
  };
  await Promise.all(Array.from({ length: itemsAtATime }, runRest));
}

interface Patience<T> {
  readonly queue: ReadingQueue;
  readonly clock: Clock;
  readonly problemOf: (answer: T) => Problem | undefined;
  /** Called when the API asked to wait: the queue is held. */
  readonly onHeld: () => void;
}

/** One of many readings, of a purpose that waits: where the API asks to wait, it is read again after that. */
export async function readPatiently<T>(
  read: () => Promise<T>,
  { queue, clock, problemOf, onHeld }: Patience<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const answer = await read();
    const retryAt = retryTime(problemOf(answer), clock.now());
    if (retryAt === undefined || tries === triesAtMost) return answer;
    queue.hold(retryAt);
    onHeld();
  }
}

/** When to ask again, where the API asks to wait. */
function retryTime(problem: Problem | undefined, now: Instant): Instant | undefined {
  if (problem?.retryAt !== undefined) return Math.max(problem.retryAt, now);
  return problem?.kind === 'rateLimited' ? now + unnamedWaitMs : undefined;
}
