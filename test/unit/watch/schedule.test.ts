import assert from 'node:assert/strict';
import fc from 'fast-check';
import { budgetedIntervalMs, isScarce } from '../../../src/watch/budget.ts';
import { isWatched, longestBackoffMs, nextRefresh } from '../../../src/watch/schedule.ts';
import type { RefreshWhen, ScheduleInput } from '../../../src/watch/schedule.ts';

const now = 1_000_000_000;
const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
/** As Cloudflare's limit is documented, with so much left of it for so long. */
const limit = (remaining: number, resetsInSeconds: number, requests = 1200, windowSeconds = 300) => ({
  remaining,
  resetsAt: now + resetsInSeconds * second,
  requests,
  windowMs: windowSeconds * second,
});
const usual: ScheduleInput = {
  now,
  intervalMs: 60 * second,
  refreshWhen: 'viewVisible',
  visible: true,
  focused: true,
  lastEndedAt: now,
  failures: 0,
  retryAt: undefined,
  rateLimit: undefined,
  requestsPerRefresh: 1,
  random: 0,
};

describe('The next refresh', () => {
  const table: [what: string, change: Partial<ScheduleInput>, inSeconds: number | undefined][] = [
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
    ['now, once, where the clock was set forward or the machine slept', { lastEndedAt: now - day }, 0],
    ['as late as usual while much of the limit is left', { rateLimit: limit(1000, 300) }, 60],
    ['as late as usual with just a fifth left', { rateLimit: limit(240, 250) }, 60],
    ['when the window ends where less than a fifth is left', { rateLimit: limit(239, 250) }, 250],
    ['as late as usual where the window ends before', { rateLimit: limit(0, 20) }, 60],
    ['as late as usual where the window has ended', { rateLimit: limit(0, -1) }, 60],
    ['in fifteen minutes for a window that ends much later', { rateLimit: limit(0, 5000) }, 900],
    [
      'when the window ends, though to be asked again sooner',
      { rateLimit: limit(0, 250), retryAt: now + 90 * second },
      250,
    ],
    [
      'when the API wants to be asked, though the window ends sooner',
      { rateLimit: limit(0, 90), retryAt: now + 250 * second },
      250,
    ],
    ['after backoff, though the window ends sooner', { rateLimit: limit(0, 90), failures: 2 }, 240],
    ['no more than once a minute for 60 requests', { requestsPerRefresh: 60 }, 60],
    ['as late as its requests make it, a quarter of 1,200 in 5 minutes', { requestsPerRefresh: 100 }, 100],
    ['late enough for whole refreshes to fit in a quarter', { requestsPerRefresh: 80 }, 100],
    [
      'as late as a smaller limit makes it',
      { requestsPerRefresh: 10, rateLimit: limit(50, 30, 50, 100) },
      100,
    ],
    ['not the sooner for a larger limit', { rateLimit: limit(9999, 30, 10_000, 60) }, 60],
    ['twice as late as the limit makes it after a failure', { requestsPerRefresh: 100, failures: 1 }, 200],
    [
      'in a day at the latest, whatever limit is announced',
      { rateLimit: limit(1, 1, 1, 999_999) },
      24 * 3600,
    ],
    ['now when it was hidden for longer than the interval', { lastEndedAt: now - 61 * second }, 0],
    ['not at once when it was hidden for less', { lastEndedAt: now - 59 * second }, 1],
    [
      'now, though many failed before, when it was hidden for long',
      { failures: 9, lastEndedAt: now - day },
      0,
    ],
    [
      'not at once while backoff lasts, when it was hidden',
      { failures: 3, lastEndedAt: now - 61 * second },
      419,
    ],
  ];
  for (const [what, change, inSeconds] of table) {
    it(`comes ${what}`, () => {
      const at = nextRefresh({ ...usual, ...change });
      assert.equal(at, inSeconds === undefined ? undefined : now + inSeconds * second);
    });
  }

  const watched: [RefreshWhen, visible: boolean, focused: boolean, isWatched: boolean][] = [
    ['viewVisible', true, true, true],
    ['viewVisible', true, false, false],
    ['viewVisible', false, true, false],
    ['viewVisible', false, false, false],
    ['windowFocused', true, true, true],
    ['windowFocused', true, false, false],
    ['windowFocused', false, true, true],
    ['windowFocused', false, false, false],
    ['always', true, true, true],
    ['always', true, false, true],
    ['always', false, true, true],
    ['always', false, false, true],
  ];
  for (const [refreshWhen, visible, focused, is] of watched) {
    const view = `${visible ? 'visible' : 'hidden'} view of a window ${focused ? 'with' : 'without'} focus`;
    it(`${is ? 'comes' : 'does not come'} for a ${view} with ${refreshWhen}`, () => {
      const given = { ...usual, refreshWhen, visible, focused };
      assert.equal(nextRefresh(given), is ? now + minute : undefined);
      assert.equal(nextRefresh({ ...given, lastEndedAt: undefined }), is ? now : undefined);
    });
  }

  const situation = fc.record<ScheduleInput>({
    now: fc.constant(now),
    intervalMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 10, max: 3600 }).map((s) => s * second),
    ),
    refreshWhen: fc.constantFrom('viewVisible', 'windowFocused', 'always'),
    visible: fc.boolean(),
    focused: fc.boolean(),
    lastEndedAt: fc.option(
      fc.oneof(fc.integer({ min: now - 2 * day, max: now }), fc.integer({ min: 0, max: 2 * now })),
      { nil: undefined },
    ),
    failures: fc.oneof(fc.nat(5), fc.nat(2000)),
    retryAt: fc.option(fc.integer({ min: now - day, max: now + day }), { nil: undefined }),
    rateLimit: fc.option(
      fc.record({
        remaining: fc.nat(2000),
        resetsAt: fc.integer({ min: now - 10 * minute, max: now + day }),
        requests: fc.integer({ min: 1, max: 10_000 }),
        windowMs: fc.integer({ min: 1, max: 999_999 }).map((s) => s * second),
      }),
      { nil: undefined },
    ),
    requestsPerRefresh: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 10_000 })),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it('is planned just while someone watches', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const isPlanned = isWatched(given) && (given.intervalMs > 0 || given.lastEndedAt === undefined);
        assert.equal(nextRefresh(given) !== undefined, isPlanned);
      }),
    );
  });

  /** A situation in which one refresh follows another. */
  const following = situation.filter(
    ({ intervalMs, lastEndedAt }) => intervalMs > 0 && lastEndedAt !== undefined,
  );
  const planned = (given: ScheduleInput) => {
    const at = nextRefresh({ ...given, refreshWhen: 'always' });
    assert.ok(at !== undefined && given.lastEndedAt !== undefined);
    return { at, from: Math.min(given.lastEndedAt, now) };
  };

  it('is never below its floor: the interval, the budget, the time to retry, the end of a scarce window', () => {
    fc.assert(
      fc.property(following, (given) => {
        const { at, from } = planned(given);
        const { intervalMs, rateLimit, requestsPerRefresh, retryAt } = given;
        assert.ok(at >= now);
        assert.ok(at >= from + intervalMs);
        assert.ok(at >= from + Math.min(budgetedIntervalMs(rateLimit, requestsPerRefresh), day));
        assert.ok(at >= (retryAt ?? 0));
        if (rateLimit !== undefined && isScarce(rateLimit, now)) {
          assert.ok(at >= Math.min(rateLimit.resetsAt, now + longestBackoffMs));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is never above its ceiling: fifteen minutes, or as long as interval, budget or API ask for', () => {
    fc.assert(
      fc.property(following, (given) => {
        const { at, from } = planned(given);
        const { intervalMs, rateLimit, requestsPerRefresh, retryAt } = given;
        const budgeted = Math.min(budgetedIntervalMs(rateLimit, requestsPerRefresh), day);
        const latest = from + Math.max(longestBackoffMs, intervalMs, budgeted);
        const isKept = rateLimit !== undefined && isScarce(rateLimit, now);
        assert.ok(at <= Math.max(now, latest, retryAt ?? 0, isKept ? now + longestBackoffMs : 0));
        // What a timer can wait for.
        assert.ok(at - now < 2 ** 31);
      }),
      { numRuns: 1000 },
    );
  });

  it('never plans on more than a quarter of the limit, unless once a day is more', () => {
    fc.assert(
      fc.property(following, (given) => {
        const { at, from } = planned({ ...given, lastEndedAt: now });
        const { requests, windowMs } = given.rateLimit ?? { requests: 1200, windowMs: 5 * minute };
        // Requests per refresh times refreshes per window, without a division that rounds.
        const isWithin = 4 * given.requestsPerRefresh * windowMs <= requests * (at - from);
        assert.ok(isWithin || at - from >= day);
      }),
      { numRuns: 1000 },
    );
  });

  it('is never earlier for one more failure, as far as chance is the same', () => {
    fc.assert(
      fc.property(following, (given) => {
        // The first failure brings chance in, which takes up to a fifth off.
        const failures = Math.max(1, given.failures);
        const { at } = planned({ ...given, failures });
        assert.ok(planned({ ...given, failures: failures + 1 }).at >= at);
      }),
    );
  });
});
