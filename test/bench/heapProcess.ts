// Tells its parent how much heap a state takes, and how much the JSON takes that it was made of.
import { setTimeout } from 'node:timers/promises';
import type { AccountState } from '../../src/tunnels/model/state.ts';
import type { Figures } from './benchCase.ts';
import { accounts } from './fleet.ts';
import { readerOf } from './reader.ts';
import type { Reader } from './reader.ts';

const [, , api = ''] = process.argv;

void main().then((figures) => process.send?.(figures, () => process.exit()));

/** In MB. */
async function main(): Promise<Figures> {
  await warmUp();
  const start = await used();
  const reader = await readerOf(api, accounts.opened.id);
  const state = await read(reader);
  const withState = await used();
  const answers = await reader.bare();
  const withBoth = await used();
  if (state.connectors.size + 1 !== answers.length) throw new Error('Not all of it is there.');
  return { figure: withState - start, floor: withBoth - withState };
}

/** Makes all that is made once, and leaves nothing else: what a function has awaited is kept until it ends. */
async function warmUp(): Promise<void> {
  await read(await readerOf(api, accounts.opened.id));
}

async function read(reader: Reader): Promise<AccountState> {
  await reader.refresh();
  await reader.openAll();
  await reader.bare();
  return reader.refresh();
}

/** After all that nobody holds is gone: what has just ended may be held until a little later. */
async function used(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc.');
  for (let turn = 0; turn < 4; turn++) {
    await setTimeout(20);
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed / 1e6;
}
