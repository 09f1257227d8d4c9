/** One thing that is measured, beside the least that could be done in its place. */
export interface BenchCase {
  readonly name: string;
  /** Left out, it is only told. */
  readonly target?: Target;
  /** In a few words. */
  readonly floorIs: string;
  readonly unit: 'ms' | 'MB' | 'a second';
  readonly rounds: number;
  readonly round: Round;
  /** What the time goes into, told where the target is missed. */
  readonly whyMissed?: string;
}

/** What it may take at most, in the case's unit or as a multiple of its floor. */
export interface Target {
  readonly of: 'figure' | 'ratio';
  readonly atMost: number;
}

/** In the case's unit. */
export interface Figures {
  readonly floor: number;
  readonly figure: number;
}

/** Measures the case and its floor once, in every other round the floor first: what else the machine does befalls both. */
export type Round = (isFloorFirst: boolean) => Promise<Figures>;

export type Outcome = Measured | Failed;

type About = Omit<BenchCase, 'round'>;

/** Medians. */
interface Measured extends About, Figures {
  readonly kind: 'measured';
}

interface Failed extends About {
  readonly kind: 'failed';
  readonly error: string;
}

/** Rounds before those that count, in which code and connections get warm. */
const warmUp = 1;

/** Never rejects. */
export async function run({ round, ...about }: BenchCase): Promise<Outcome> {
  try {
    const all: Figures[] = [];
    for (let index = 0; index < warmUp + about.rounds; index++) all.push(await round(index % 2 === 0));
    const counted = all.slice(warmUp);
    const floor = median(counted.map((figures) => figures.floor));
    return { ...about, kind: 'measured', floor, figure: median(counted.map(({ figure }) => figure)) };
  } catch (error) {
    return { ...about, kind: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}

export function inTurns(floor: () => Promise<number>, measure: () => Promise<number>): Round {
  return async (isFloorFirst) => {
    const first = isFloorFirst ? await floor() : undefined;
    const figure = await measure();
    return { floor: first ?? (await floor()), figure };
  };
}

export function isMet({ target, figure, floor }: Measured): boolean {
  return target === undefined || (target.of === 'ratio' ? figure / floor : figure) <= target.atMost;
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [upper = NaN, lower = NaN] = [sorted[middle], sorted[sorted.length - 1 - middle]];
  return (upper + lower) / 2;
}

/** How many milliseconds `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How many milliseconds of the processors `work` takes, of all threads of this process. */
export async function cpuTimed(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
