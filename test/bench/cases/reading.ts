import { inTurns, timed } from '../benchCase.ts';
import type { BenchCase } from '../benchCase.ts';
import { accounts } from '../fleet.ts';
import { readerOf } from '../reader.ts';
import type { Reader } from '../reader.ts';
import { rootRowsInWords } from './showing.ts';

const bare = { unit: 'ms', floorIs: 'bare `fetch` and `JSON.parse` of the same' } as const;

const reading = `Nearly all that comes on top is zod/mini, which interprets its schema for each field of each tunnel, and
  \`Date.parse\` for each time. Code made from the schema would be quicker, but takes \`new Function\`.`;

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
      whyMissed: reading,
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
      whyMissed: `${reading} Of what the rows take beyond that, about a fourth goes into the time that each row tells in the
        machine’s zone, and about a fifth each into names sorted as people do (\`Intl.Collator\`), words put together by
        \`@vscode/l10n\`, the rows themselves, and the rules for findings.`,
      rounds: 101,
      round: inTurns(
        () => timed(thousand.bare),
        () => timed(async () => rootRowsInWords(await thousand.refresh())),
      ),
    },
    {
      name: '10,000 tunnels over ten pages, request to new state',
      target: { of: 'ratio', atMost: 1 },
      whyMissed: `All ten pages are alive until the last has come, and the garbage collector moves what is alive: it takes a
        fifth of the time, against a tenth where one page comes after the other has gone.`,
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
      whyMissed: `Each request has a client of the SDK of its own, since one that is kept would keep the credential: that, with
        the headers and controllers that the SDK makes, is about a fourth of what comes on top. A request that can be given
        up is another, and so is reading the answer (zod/mini, as above), the credential and the limit. The rest is promises
        and garbage.`,
      floorIs: `${bare.floorIs}, six at a time`,
      rounds: 9,
      round: inTurns(
        () => timed(opened.bare),
        () => timed(opened.refresh),
      ),
    },
  ];
}
