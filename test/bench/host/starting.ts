import type { BenchCase } from '../benchCase.ts';
import { accounts } from '../fleet.ts';
import type { BenchWindow } from './benchWindow.ts';

const ours = 'tunnel-explorer.tunnel-explorer';
const empty = 'bench.empty';

/** What a person who has an account has in the settings. */
export const accountSetting = { 'tunnelExplorer.accounts': [{ accountId: accounts.thousand.id }] };

/** Each round in a new extension host, in which nothing of either has been loaded. */
export function startCase({ renew, start }: BenchWindow, name: string): BenchCase {
  return {
    name,
    floorIs: 'an extension that does nothing',
    unit: 'ms',
    rounds: 5,
    round: async (isFloorFirst) => {
      await renew();
      const ids = isFloorFirst ? [empty, ours] : [ours, empty];
      const { [empty]: floor, [ours]: figure, error } = await start(ids);
      if (floor === undefined || figure === undefined) throw new Error(String(error));
      return { floor, figure };
    },
  };
}
