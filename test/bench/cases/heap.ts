import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BenchCase, Figures } from '../benchCase.ts';

/** Bundled beside this. */
const program = `${join(__dirname, 'heapProcess')}.cjs`;

/** Each round in a process of its own. */
export function heapCase(api: string): BenchCase {
  return {
    name: '1,000 × 2 × 4 all opened, heap of the state',
    target: { of: 'ratio', atMost: 1.5 },
    whyMissed: `The state holds what the API sent, which the details show, and beside it the same in the model’s own fields:
      an object for each of 8,000 connections and 2,000 connectors, with their lists.`,
    floorIs: 'that of the parsed JSON alone',
    unit: 'MB',
    rounds: 3,
    round: async () => {
      const child = fork(program, [api], { execArgv: ['--expose-gc'] });
      const [figures] = (await Promise.race([once(child, 'message'), ended(child)])) as [Figures];
      return figures;
    },
  };
}

async function ended(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`The process that measures the heap ended with ${code ?? 'a signal'}.`);
}
