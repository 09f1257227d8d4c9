import assert from 'node:assert/strict';
import { forEachAtMost } from '../../../src/watch/concurrency.ts';
import { settled } from '../../support/fakeClock.ts';

describe('Doing something for each, at most so many at a time', () => {
  for (const count of [0, 1, 6, 7, 20]) {
    it(`does it for all of ${count}, at most 6 at a time`, async () => {
      const items = Array.from({ length: count }, (_, index) => index);
      const begun: number[] = [];
      const waiting: (() => void)[] = [];
      let most = 0;
      let over = false;
      const all = forEachAtMost(6, items, (item) => {
        begun.push(item);
        return new Promise<void>((resolve) => {
          most = Math.max(most, waiting.push(resolve));
        });
      }).then(() => {
        over = true;
      });
      await settled();
      assert.equal(begun.length, Math.min(6, count));
      while (waiting.length > 0) {
        assert.equal(over, false);
        waiting.shift()?.();
        await settled();
      }
      await all;
      assert.deepEqual(begun, items);
      assert.equal(most, Math.min(6, count));
    });
  }
});
