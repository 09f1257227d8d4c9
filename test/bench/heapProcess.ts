// Tells its parent how much heap a state takes, and how much the JSON takes that it was made of.
import type { Figures } from './benchCase.ts';
import { accounts } from './fleet.ts';
import { readerOf } from './reader.ts';
import type { Reader } from './reader.ts';

const [, , api = ''] = process.argv;

void main().then((figures) => process.send?.(figures, () => process.exit()));

/** In MB. */
async function main(): Promise<Figures> {
  await read(await readerOf(api, accounts.opened.id));
  // All that is made once has been made by now.
  const start = used();
  const reader = await readerOf(api, accounts.opened.id);
  const state = await read(reader);
  const withState = used();
  const answers = await reader.bare();
  const withBoth = used();
  if (state.connectors.size + 1 !== answers.length) throw new Error('Not all of it is there.');
  return { figure: withState - start, floor: withBoth - withState };
}

async function read(reader: Reader) {
  await reader.refresh();
  await reader.openAll();
  await reader.bare();
  return reader.refresh();
}

/** After all that nobody holds is gone. */
function used(): number {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}
