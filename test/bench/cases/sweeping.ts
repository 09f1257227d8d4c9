import { fetchBare } from '../bare.ts';
import { cpuTimed, inTurns } from '../benchCase.ts';
import type { BenchCase } from '../benchCase.ts';
import { accounts } from '../fleet.ts';
import { sweep } from '../sweep.ts';
import type { Swept } from '../sweep.ts';

const { id, tunnels } = accounts.thousand;
const secondMs = 1000;

/** What is read of tunnels that nobody opened, from the first refresh until all of them are known. */
export function sweepingCases(api: string): readonly BenchCase[] {
  let latest: Swept | undefined;
  const sweepAll = async () => (latest = await sweep(api, id));
  const swept = async () => latest ?? (await sweepAll());
  return [
    {
      name: '1,000 tunnels that nobody opened, processor time for each until all are known and drawn',
      target: { of: 'figure', atMost: 2 },
      whyMissed: `It is not profiled whole. Rows take much of it: each batch and each step of the refreshes that come meanwhile make all 1,000 anew,
        put them into words and compare those with what is drawn.`,
      floorIs: 'bare `fetch` and `JSON.parse` of the same, six at a time',
      unit: 'ms',
      rounds: 3,
      round: inTurns(
        async () => {
          const { asked } = await swept();
          return (await cpuTimed(() => fetchBare(asked))) / tunnels;
        },
        async () => (await cpuTimed(sweepAll)) / tunnels,
      ),
    },
    {
      name: 'the same, how often rows are drawn anew at most',
      target: { of: 'figure', atMost: 2 },
      floorIs: 'once in a second',
      unit: 'a second',
      rounds: 1,
      round: async () => ({ floor: 1, figure: mostWithin((await swept()).redrawn, secondMs) }),
    },
  ];
}

/** Of times in order, as many as lie closer together than this. */
function mostWithin(times: readonly number[], ms: number): number {
  const counts = times.map((from, index) => times.slice(index).filter((at) => at - from < ms).length);
  return Math.max(...counts);
}
