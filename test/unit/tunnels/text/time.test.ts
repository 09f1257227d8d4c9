import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  calendarDay,
  clockTime,
  durationText,
  fullTime,
  longDay,
  recentTime,
  shortTime,
} from '../../../../src/tunnels/text/time.ts';

const berlin = { timeZone: 'Europe/Berlin' };
const newYork = { timeZone: 'America/New_York' };
const utc = { timeZone: 'UTC' };
const at = Date.UTC(2026, 10, 23, 21, 14, 5);

describe('A duration', () => {
  it('is told by its two greatest units, and is not rounded up', () => {
    const [minute, hour] = [60_000, 3_600_000];
    const words = [
      [-1, '0 s'],
      [999, '0 s'],
      [minute - 1, '59 s'],
      [6 * minute + 43_999, '6 min 43 s'],
      [hour, '1 h'],
      [47 * hour + 5.9 * minute, '47 h 5 min'],
      [48 * hour + 59 * minute, '2 d'],
      [6 * 24 * hour + 4 * hour, '6 d 4 h'],
    ] as const;
    for (const [ms, text] of words) assert.equal(durationText(ms), text);
  });
});

describe('A time', () => {
  it('of the clock is written in the zone of the reader', () => {
    assert.equal(clockTime(at, berlin), '22:14:05');
    assert.equal(clockTime(Date.UTC(2026, 10, 23), utc), '00:00:00');
  });

  it('of a day is written in full, by the day of the reader', () => {
    assert.equal(longDay(at, utc), 'Monday 23 November 2026');
    assert.equal(longDay(at + 3 * 3_600_000, berlin), 'Tuesday 24 November 2026');
    assert.equal(longDay(at + 3 * 3_600_000, newYork), 'Monday 23 November 2026');
  });

  it('is as short as it can be told apart', () => {
    assert.equal(shortTime(at, at + 60_000, berlin), '22:14');
    assert.equal(shortTime(at, at + 3 * 3_600_000, utc), '23 Nov 21:14');
    assert.equal(shortTime(at, Date.UTC(2027, 0, 1), utc), '23 Nov 2026 21:14');
  });

  it('is as short in the machine’s own zone as where that zone is named', () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const instant = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(instant, instant, (then, now) => {
        assert.equal(shortTime(then, now), shortTime(then, now, { timeZone }));
      }),
    );
  });

  it('may be the last that there is', () => {
    assert.match(shortTime(8.64e15, at), /^1[23] Sept? 275760 \d\d:\d\d$/);
  });

  it('is of today by the day of the reader', () => {
    const now = at + 3 * 3_600_000;
    assert.equal(shortTime(at, now, utc), '23 Nov 21:14');
    assert.equal(shortTime(at, now, newYork), '16:14');
  });

  it('of these days has its seconds today, and its weekday on another day', () => {
    const hours = 3_600_000;
    assert.equal(recentTime(at, at + 60_000, berlin), '22:14:05');
    assert.equal(recentTime(at, at + 3 * hours, utc), 'Mon 21:14');
    assert.equal(recentTime(at, at + 3 * hours, newYork), '16:14:05');
    assert.equal(recentTime(at, at - 30 * hours, utc), 'Mon 21:14', 'one that is to come');
    assert.equal(recentTime(at, at + 3 * hours, { ...utc, locale: 'de' }), 'Mo 21:14');
    assert.equal(recentTime(at, at + 7 * 24 * hours, utc), '23 Nov 21:14', 'a weekday would be today’s');
  });

  it('in full has UTC beside, with the day where it is another', () => {
    assert.equal(fullTime(at, berlin), '23 Nov 2026 22:14:05 GMT+1 (21:14:05 UTC)');
    const late = Date.UTC(2026, 10, 23, 23, 30);
    assert.equal(fullTime(late, berlin), '24 Nov 2026 00:30:00 GMT+1 (23 Nov 2026 23:30:00 UTC)');
    assert.equal(fullTime(at, utc), '23 Nov 2026 21:14:05 UTC');
  });

  it('is written as the language of the reader writes it, the clock as always', () => {
    const german = { ...berlin, locale: 'de' };
    assert.equal(clockTime(at, german), '22:14:05');
    assert.equal(calendarDay(at, german), '23. Nov. 2026');
    assert.equal(longDay(at, german), 'Montag, 23. November 2026');
    assert.equal(shortTime(at, at + 60_000, german), '22:14');
    assert.equal(shortTime(at, at + 3 * 3_600_000, german), '23. Nov. 22:14');
    assert.equal(shortTime(at, Date.UTC(2027, 0, 1), german), '23. Nov. 2026 22:14');
    assert.equal(fullTime(at, german), '23. Nov. 2026 22:14:05 MEZ (21:14:05 UTC)');
    assert.equal(calendarDay(Date.UTC(2026, 4, 3), german), '3. Mai 2026');
    assert.equal(calendarDay(at, { ...berlin, locale: 'ja' }), '2026年11月23日');
  });

  it('is one also at the end of all time, east and west of UTC', () => {
    const last = 8.64e15;
    for (const timeZone of ['Asia/Tokyo', 'UTC', 'America/Los_Angeles', undefined]) {
      assert.match(shortTime(last, at, timeZone === undefined ? {} : { timeZone }), /275760 \d\d:\d\d$/);
    }
  });

  it('is the same in each English', () => {
    for (const locale of ['en', 'en-us', 'en-gb']) {
      assert.equal(shortTime(at, at + 3 * 3_600_000, { ...utc, locale }), '23 Nov 21:14');
      assert.equal(longDay(at, { ...utc, locale }), 'Monday 23 November 2026');
    }
  });
});
