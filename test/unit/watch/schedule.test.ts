import assert from 'node:assert/strict';
import fc from 'fast-check';
import { budgetedIntervalMs, isScarce } from '../../../src/watch/budget.ts';
import { longestBackoffMs, nextRefresh, paceInForce, readByItself } from '../../../src/watch/schedule.ts';
import type { Extent, RefreshWhen, ScheduleInput } from '../../../src/watch/schedule.ts';

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
  refreshWhen: 'windowFocused',
  visible: true,
  focused: true,
  lastEndedAt: now,
  lastAllEndedAt: now,
  failures: 0,
  transient: false,
  retryAt: undefined,
  rateLimit: undefined,
  requests: { list: 1, all: 1 },
  random: 0,
};
const requests = (all: number, list = 1) => ({ requests: { list, all } });
/** After a refresh that read all and ended so long ago. */
const ended = (secondsAgo: number) => ({
  lastEndedAt: now - secondsAgo * second,
  lastAllEndedAt: now - secondsAgo * second,
});
const nothing = { lastEndedAt: undefined, lastAllEndedAt: undefined };
const hidden = { visible: false };
const quick = (failures: number) => ({ failures, transient: true });

describe('The next refresh', () => {
  const table: [what: string, change: Partial<ScheduleInput>, inSeconds: number | undefined][] = [
    ['one interval after the last', {}, 60],
    ['what is left of the interval', ended(50), 10],
    ['now where the interval is over', ended(500), 0],
    ['now for a view that shows nothing yet', nothing, 0],
    ['now for the first, also with an interval of 0', { ...nothing, intervalMs: 0 }, 0],
    ['never with an interval of 0', { intervalMs: 0 }, undefined],
    ['five minutes after the last while hidden', hidden, 300],
    ['five intervals after the last while hidden', { ...hidden, intervalMs: 100 * second }, 500],
    ['now for the first while hidden', { ...hidden, ...nothing }, 0],
    ['never while hidden with an interval of 0', { ...hidden, intervalMs: 0 }, undefined],
    [
      'never while hidden with an interval of 0, also the first',
      { ...hidden, ...nothing, intervalMs: 0 },
      undefined,
    ],
    ['now for a view whose list alone was read, since it was hidden', { lastAllEndedAt: undefined }, 0],
    ['now for a view whose rows are old, though its list is not', { lastAllEndedAt: now - 61 * second }, 0],
    [
      'once the rows are an interval old, whenever the list was read',
      { lastAllEndedAt: now - 20 * second },
      40,
    ],
    ['five seconds after a fault that may be over in a moment', quick(1), 5],
    ['fifteen seconds after the second of them', quick(2), 15],
    ['twice as late as usual after the third', quick(3), 120],
    ['four times as late after the fourth', quick(4), 240],
    ['fifteen minutes after many of them', quick(50), 900],
    ['as soon after such faults while hidden', { ...hidden, ...quick(1) }, 5],
    ['twice as late as while hidden after three', { ...hidden, ...quick(3) }, 600],
    ['never after such a fault with an interval of 0', { ...quick(1), intervalMs: 0 }, undefined],
    ['never after such a fault while nobody looks', { ...quick(1), focused: false }, undefined],
    ['when the API asks for it after such a fault', { ...quick(1), retryAt: now + 100 * second }, 100],
    [
      'no sooner after such a fault where the API would allow it',
      { ...quick(1), retryAt: now + 2 * second },
      5,
    ],
    [
      'when the window ends after such a fault, with little left',
      { ...quick(1), rateLimit: limit(239, 250) },
      250,
    ],
    [
      'after such a fault no sooner than the limit allows for lists',
      { ...quick(1), ...requests(90, 20) },
      20,
    ],
    ['twice as late after a failure', { failures: 1 }, 120],
    ['four times as late after two', { failures: 2 }, 240],
    ['fifteen minutes after many', { failures: 50 }, 900],
    ['as late after a failure where an asked wait is over', { failures: 2, retryAt: now - second }, 240],
    ['up to a fifth earlier after a failure', { failures: 1, random: 1 }, 96],
    ['not earlier after a good one', { random: 1 }, 60],
    ['no earlier than the interval', { failures: 1, intervalMs: 3600 * second, random: 1 }, 3600],
    ['not before the API wants to be asked', { retryAt: now + 300 * second }, 300],
    ['not earlier for a time to retry that is sooner', { retryAt: now + 5 * second }, 60],
    ['one interval from now where the clock was set back', ended(-9999), 60],
    ['now, once, where the clock was set forward or the machine slept', ended(day / second), 0],
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
    ['no more than once a minute for 60 requests', requests(60), 60],
    ['as late as its requests make it, a quarter of 1,200 in 5 minutes', requests(100), 100],
    ['late enough for whole refreshes to fit in a quarter', requests(80), 100],
    ['as late as a smaller limit makes it', { ...requests(10), rateLimit: limit(50, 30, 50, 100) }, 100],
    ['not the sooner for a larger limit', { rateLimit: limit(9999, 30, 10_000, 60) }, 60],
    ['twice as late as the limit makes it after a failure', { ...requests(100), failures: 1 }, 200],
    [
      'in a day at the latest, whatever limit is announced',
      { rateLimit: limit(1, 1, 1, 999_999) },
      24 * 3600,
    ],
    ['now when it was hidden for longer than the interval', ended(61), 0],
    ['not at once when it was hidden for less', ended(59), 1],
    [
      'now, though many failed before, when it was hidden for long',
      { failures: 9, ...ended(day / second) },
      0,
    ],
    ['not at once while backoff lasts, when it was hidden', { failures: 3, ...ended(61) }, 419],
  ];
  for (const [what, change, inSeconds] of table) {
    it(`comes ${what}`, () => {
      const at = nextRefresh({ ...usual, ...change });
      assert.equal(at, inSeconds === undefined ? undefined : now + inSeconds * second);
    });
  }

  const read: [RefreshWhen, visible: boolean, focused: boolean, Extent | undefined][] = [
    ['viewVisible', true, true, 'all'],
    ['viewVisible', true, false, undefined],
    ['viewVisible', false, true, undefined],
    ['viewVisible', false, false, undefined],
    ['windowFocused', true, true, 'all'],
    ['windowFocused', true, false, undefined],
    ['windowFocused', false, true, 'list'],
    ['windowFocused', false, false, undefined],
    ['always', true, true, 'all'],
    ['always', true, false, 'all'],
    ['always', false, true, 'list'],
    ['always', false, false, 'list'],
  ];
  for (const [refreshWhen, visible, focused, extent] of read) {
    const view = `${visible ? 'visible' : 'hidden'} view of a window ${focused ? 'with' : 'without'} focus`;
    it(`reads ${extent ?? 'nothing'} for a ${view} with ${refreshWhen}`, () => {
      const given = { ...usual, refreshWhen, visible, focused };
      assert.equal(readByItself(given), extent);
      const inMinutes = { all: 1, list: 5 };
      assert.equal(nextRefresh(given), extent && now + inMinutes[extent] * minute);
      assert.equal(nextRefresh({ ...given, ...nothing }), extent && now);
    });
  }

  const paces: [what: string, change: Partial<ScheduleInput>, seconds: number | undefined][] = [
    ['the interval', {}, 60],
    ['the interval, though the window is without focus', { focused: false }, 60],
    ['what the limit makes of it', requests(100), 100],
    ['that of a hidden view', hidden, 300],
    ['that of a hidden view with a long interval', { ...hidden, intervalMs: 10 * minute }, 3000],
    ['what the limit makes of that', { ...hidden, ...requests(900, 400) }, 400],
    ['the interval, where a hidden view is not read', { ...hidden, refreshWhen: 'viewVisible' }, 60],
    ['none, where it is read on demand only', { intervalMs: 0 }, undefined],
  ];
  for (const [what, change, seconds] of paces) {
    it(`has as its pace ${what}`, () => {
      assert.equal(paceInForce({ ...usual, ...change }), seconds && seconds * second);
    });
  }

  const situation = fc.record<ScheduleInput>({
    now: fc.constant(now),
    intervalMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 10, max: 3600 }).map((s) => s * second),
    ),
    refreshWhen: fc.constantFrom('windowFocused', 'viewVisible', 'always'),
    visible: fc.boolean(),
    focused: fc.boolean(),
    lastEndedAt: fc.option(
      fc.oneof(fc.integer({ min: now - 2 * day, max: now }), fc.integer({ min: 0, max: 2 * now })),
      { nil: undefined },
    ),
    lastAllEndedAt: fc.option(fc.integer({ min: now - 2 * day, max: now }), { nil: undefined }),
    transient: fc.boolean(),
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
    requests: fc
      .tuple(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 50 })), fc.nat(10_000))
      .map(([list, parts]) => ({ list, all: list + parts })),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it('is planned just where something is read by itself', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const isFollowing = given.intervalMs > 0 || given.lastEndedAt === undefined;
        assert.equal(nextRefresh(given) !== undefined, readByItself(given) !== undefined && isFollowing);
      }),
    );
  });

  /** A situation in which one refresh follows another. */
  const following = situation.filter(
    ({ intervalMs, lastEndedAt }) => intervalMs > 0 && lastEndedAt !== undefined,
  );
  const isQuick = ({ transient, failures }: ScheduleInput) => transient && (failures === 1 || failures === 2);
  const planned = (some: ScheduleInput) => {
    const given: ScheduleInput = { ...some, refreshWhen: 'always' };
    const at = nextRefresh(given);
    const paceMs = paceInForce(given);
    assert.ok(at !== undefined && paceMs !== undefined);
    const last = given.visible && given.failures === 0 ? given.lastAllEndedAt : given.lastEndedAt;
    return { at, paceMs, from: Math.min(last ?? -Infinity, now) };
  };
  const budgetedMs = ({ rateLimit, requests: made }: ScheduleInput, extent: Extent) =>
    Math.min(budgetedIntervalMs(rateLimit, made[extent]), day);

  it('is never below its floor: the pace, the budget, the time to retry, the end of a scarce window', () => {
    fc.assert(
      fc.property(following, (given) => {
        const { at, from, paceMs } = planned(given);
        const { intervalMs, rateLimit, retryAt } = given;
        assert.ok(at >= now);
        assert.ok(at >= from + budgetedMs(given, 'list'));
        assert.ok(at >= from + (isQuick(given) ? 5 * second : Math.max(paceMs, intervalMs)));
        assert.ok(at >= (retryAt ?? 0));
        if (rateLimit !== undefined && isScarce(rateLimit, now)) {
          assert.ok(at >= Math.min(rateLimit.resetsAt, now + longestBackoffMs));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is never above its ceiling: fifteen minutes, or as long as pace or API ask for', () => {
    fc.assert(
      fc.property(following, (given) => {
        const { at, from, paceMs } = planned(given);
        const { rateLimit, retryAt } = given;
        const latest = from + Math.max(longestBackoffMs, paceMs);
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
        const { at, from } = planned({ ...given, ...ended(0) });
        const { requests: allowed, windowMs } = given.rateLimit ?? { requests: 1200, windowMs: 5 * minute };
        // A quick try makes the other requests only where it is good, and then it is the only one.
        const made = given.requests[given.visible && !isQuick(given) ? 'all' : 'list'];
        // Requests per refresh times refreshes per window, without a division that rounds.
        const isWithin = 4 * made * windowMs <= allowed * (at - from);
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
