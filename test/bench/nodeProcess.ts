// What is measured in plain Node. Tells its parent the outcome of each case as it comes.
import { run } from './benchCase.ts';
import type { BenchCase } from './benchCase.ts';
import { heapCase } from './cases/heap.ts';
import { readingCases } from './cases/reading.ts';
import { showingCases } from './cases/showing.ts';
import { sweepingCases } from './cases/sweeping.ts';
import { accounts } from './fleet.ts';
import { readerOf } from './reader.ts';

const [, , api = ''] = process.argv;

void main().then(() => process.exit());

async function main(): Promise<void> {
  const opened = await readerOf(api, accounts.opened.id);
  await opened.refresh();
  await opened.openAll();
  const before = await opened.refresh();
  const after = await opened.refresh();
  const cases: readonly BenchCase[] = [
    ...(await readingCases(api, opened)),
    ...showingCases(before, after),
    ...sweepingCases(api),
    heapCase(api),
  ];
  for (const one of cases) {
    const outcome = await run(one);
    await new Promise((resolve) => process.send?.(outcome, resolve));
  }
}
