import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestBackoffMs, nextRefresh } from '../../../src/watch/schedule.ts';
import type { Situation } from '../../../src/watch/schedule.ts';

const now = 1_000_000_000;
const second = 1000;
const usual: Situation = {
  now,
  intervalMs: 60 * second,
  visible: true,
  lastEndedAt: now,
  failures: 0,
  retryAt: undefined,
  random: 0,
};

describe('The next refresh', () => {
  const table: [what: string, change: Partial<Situation>, inSeconds: number | undefined][] = [
    ['one interval after the last', {}, 60],
    ['what is left of the interval', { lastEndedAt: now - 50 * second }, 10],
    ['now where the interval is over', { lastEndedAt: now - 500 * second }, 0],
    ['now for a view that shows nothing yet', { lastEndedAt: undefined }, 0],
    ['now for the first, also with an interval of 0', { lastEndedAt: undefined, intervalMs: 0 }, 0],
    ['never with an interval of 0', { intervalMs: 0 }, undefined],
    ['never while hidden', { visible: false }, undefined],
    ['never while hidden, also the first', { visible: false, lastEndedAt: undefined }, undefined],
    ['twice as late after a failure', { failures: 1 }, 120],
    ['four times as late after two', { failures: 2 }, 240],
    ['fifteen minutes after many', { failures: 50 }, 900],
    ['as late after a failure where an asked wait is over', { failures: 2, retryAt: now - second }, 240],
    ['up to a fifth earlier after a failure', { failures: 1, random: 1 }, 96],
    ['not earlier after a good one', { random: 1 }, 60],
    ['no earlier than the interval', { failures: 1, intervalMs: 3600 * second, random: 1 }, 3600],
    ['not before the API wants to be asked', { retryAt: now + 300 * second }, 300],
    ['not earlier for a time to retry that is sooner', { retryAt: now + 5 * second }, 60],
    ['one interval from now where the clock was set back', { lastEndedAt: now + 9999 * second }, 60],
  ];
  for (const [what, change, inSeconds] of table) {
    it(`comes ${what}`, () => {
      const at = nextRefresh({ ...usual, ...change });
      assert.equal(at, inSeconds === undefined ? undefined : now + inSeconds * second);
    });
  }

  const situation = fc.record<Situation>({
    now: fc.constant(now),
    intervalMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 10, max: 3600 }).map((s) => s * second),
    ),
    visible: fc.boolean(),
    lastEndedAt: fc.option(fc.integer({ min: 0, max: 2 * now }), { nil: undefined }),
    failures: fc.nat(2000),
    retryAt: fc.option(fc.integer({ min: 0, max: 2 * now }), { nil: undefined }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it('is a time from now on, never before the API wants it, and never too late', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const at = nextRefresh(given);
        const planned = given.visible && (given.intervalMs > 0 || given.lastEndedAt === undefined);
        assert.equal(at !== undefined, planned);
        if (at === undefined) return;
        assert.ok(Number.isFinite(at) && at >= now);
        if (given.lastEndedAt !== undefined) assert.ok(at >= (given.retryAt ?? 0));
        const latest = now + Math.max(longestBackoffMs, given.intervalMs);
        assert.ok(at <= Math.max(latest, given.retryAt ?? 0));
      }),
    );
  });
});
