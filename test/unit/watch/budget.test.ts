import assert from 'node:assert/strict';
import fc from 'fast-check';
import { budgetedIntervalMs, isScarce } from '../../../src/watch/budget.ts';

const limit = { remaining: 1200, resetsAt: 300_000, requests: 1200, windowMs: 300_000 };

describe('The budget', () => {
  const intervals: [requestsPerRefresh: number, requests: number, windowSeconds: number, seconds: number][] =
    [
      [1, 1200, 300, 1],
      [300, 1200, 300, 300],
      [20, 1200, 300, 20],
      [1, 100, 60, 2.4],
      [1, 3, 1, 1.334],
    ];
  for (const [perRefresh, requests, window, seconds] of intervals) {
    it(`of ${requests} requests in ${window} s lets ${perRefresh} be made every ${seconds} s`, () => {
      const given = { ...limit, requests, windowMs: window * 1000 };
      assert.equal(budgetedIntervalMs(given, perRefresh), seconds * 1000);
    });
  }

  it('is kept in any window where one refresh fits in, and on the average where none does', () => {
    const natural = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(natural, natural, fc.integer({ min: 1, max: 3600 }), (perRefresh, requests, seconds) => {
        const windowMs = seconds * 1000;
        const interval = budgetedIntervalMs({ ...limit, requests, windowMs }, perRefresh);
        // So many begin, at the most, from any moment on until just before the window is over.
        const most = Math.ceil(windowMs / interval) * perRefresh;
        if (perRefresh <= requests / 4) assert.ok(most <= requests / 4);
        else assert.ok(4 * perRefresh * windowMs <= requests * interval);
      }),
      { numRuns: 1000 },
    );
  });

  it('is that of the documentation where the API says nothing', () => {
    assert.equal(budgetedIntervalMs(undefined, 90), budgetedIntervalMs(limit, 90));
  });

  const table: [remaining: number, now: number, scarce: boolean][] = [
    [0, 0, true],
    [239, 299_999, true],
    [239, 300_000, false],
    [240, 0, false],
    [1200, 0, false],
  ];
  for (const [remaining, now, scarce] of table) {
    it(`is ${scarce ? '' : 'not '}scarce with ${remaining} of 1200 left at ${now} of 300000 ms`, () => {
      assert.equal(isScarce({ ...limit, remaining }, now), scarce);
    });
  }
});
