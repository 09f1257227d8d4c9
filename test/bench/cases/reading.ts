import { inTurns, timed } from '../benchCase.ts';
import type { BenchCase } from '../benchCase.ts';
import { accounts } from '../fleet.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { rootRowsInWords } from './showing.ts';

const bare = { unit: 'ms', floorIs: 'bare `fetch` and `JSON.parse` of the same' } as const;

/** What is read over HTTP, up to the state or the rows. */
export async function readingCases(api: string, opened: Reader): Promise<readonly BenchCase[]> {
  const thousand = await readerOf(api, accounts.thousand.id);
  const tenThousand = await readerOf(api, accounts.tenThousand.id);
  for (const reader of [thousand, tenThousand]) await reader.refresh();
  return [
    {
      ...bare,
      name: '1,000 tunnels, request to new state',
      target: { of: 'ratio', atMost: 1.5 },
      rounds: 101,
      round: inTurns(
        () => timed(thousand.bare),
        () => timed(thousand.refresh),
      ),
    },
    {
      ...bare,
      name: '1,000 tunnels, request to root rows with their words',
      target: { of: 'ratio', atMost: 2 },
      rounds: 101,
      round: inTurns(
        () => timed(thousand.bare),
        () => timed(async () => rootRowsInWords(await thousand.refresh())),
      ),
    },
    {
      name: '10,000 tunnels over ten pages, request to new state',
      target: { of: 'ratio', atMost: 1 },
      unit: 'ms',
      floorIs: 'ten times 1,000 tunnels',
      rounds: 15,
      round: inTurns(
        () =>
          timed(async () => {
            for (let time = 0; time < 10; time++) await thousand.refresh();
          }),
        () => timed(tenThousand.refresh),
      ),
    },
    {
      ...bare,
      name: '1,000 × 2 × 4 all opened, a refresh',
      target: { of: 'ratio', atMost: 1.3 },
      floorIs: `${bare.floorIs}, six at a time`,
      rounds: 9,
      round: inTurns(
        () => timed(opened.bare),
        () => timed(opened.refresh),
      ),
    },
  ];
}
