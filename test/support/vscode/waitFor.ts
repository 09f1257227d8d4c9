import { setTimeout } from 'node:timers/promises';

/** How long a machine that is busy with something else may take, in milliseconds. */
export const patience = 30_000;

/** Between one look and the next. */
export const pause = () => setTimeout(50);

/**
 * Asks again and again until the answer is no longer `undefined`, and gives it. Fails with `what` after `timeout`
 * milliseconds; `whatInstead` can say what there was at the end.
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  { timeout = patience, whatInstead }: { timeout?: number; whatInstead?: () => Promise<string> } = {},
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > end) {
      const instead = whatInstead === undefined ? '' : `; there is: ${await whatInstead()}`;
      throw new Error(`Waited ${timeout} ms in vain for ${what}${instead}`);
    }
    await pause();
  }
}
