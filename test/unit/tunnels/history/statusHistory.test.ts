import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  merged,
  mergedHistory,
  withList,
  withReading,
} from '../../../../src/tunnels/history/statusHistory.ts';
import type { StatusHistory, StatusReading } from '../../../../src/tunnels/history/statusHistory.ts';
import { pastOf } from '../../../../src/tunnels/history/past.ts';
import { readHistory, writeHistory } from '../../../../src/tunnels/history/keptHistory.ts';
import { SteadyClock } from '../../../../src/tunnels/history/steadyClock.ts';
import type { StatusSpan } from '../../../../src/tunnels/history/statusSpan.ts';
import { tunnelStatuses } from '../../../../src/tunnels/model/tunnel.ts';
import type { TunnelStatus } from '../../../../src/tunnels/model/tunnel.ts';
import { tunnelOf } from '../../../support/models.ts';
import { minute, sampleTime } from '../../../support/sampleCompany.ts';

const at = (minutes: number) => sampleTime + minutes * minute;
const span = (status: TunnelStatus, from: number, until: number): StatusSpan => ({
  status,
  from: at(from),
  until: at(until),
});
type Told = readonly [minutes: number, status: TunnelStatus];
const after = (...readings: readonly Told[]) =>
  readings.reduce<readonly StatusSpan[]>(
    (spans, [time, status]) => withReading(spans, { at: at(time), status }),
    [],
  );
const isInOrder = (spans: readonly StatusSpan[]) =>
  spans.every(({ from, until }, index) => from <= until && from >= (spans[index - 1]?.until ?? -Infinity));
const lengthOf = (spans: readonly StatusSpan[]) =>
  spans.reduce((sum, { from, until }) => sum + until - from, 0);

describe('The statuses that were observed', () => {
  it('reach from one reading to the next, with that of the earlier', () => {
    assert.deepEqual(after([0, 'healthy']), [span('healthy', 0, 0)]);
    assert.deepEqual(after([0, 'healthy'], [1, 'healthy'], [3, 'down'], [4, 'down'], [5, 'healthy']), [
      span('healthy', 0, 3),
      span('down', 3, 5),
      span('healthy', 5, 5),
    ]);
  });

  it('have a gap where readings are more than 15 minutes apart', () => {
    assert.deepEqual(after([0, 'healthy'], [15, 'healthy']), [span('healthy', 0, 15)]);
    const apart = after([0, 'healthy'], [1, 'healthy'], [16.01, 'healthy'], [17, 'healthy']);
    assert.deepEqual(apart, [span('healthy', 0, 1), span('healthy', 16.01, 17)]);
  });

  it('are none between readings that are all too far apart', () => {
    assert.deepEqual(after([0, 'healthy'], [60, 'down'], [120, 'down']), [span('down', 120, 120)]);
  });

  it('are as they were after a reading that is older than the last', () => {
    const spans = after([0, 'healthy'], [5, 'degraded'], [6, 'degraded']);
    assert.equal(withReading(spans, { at: at(5), status: 'down' }), spans);
    assert.deepEqual(withReading(spans, { at: at(7), status: 'degraded' }).at(-1), span('degraded', 5, 7));
  });

  for (const [what, wrong] of [
    ['40 days back', at(-40 * 24 * 60)],
    ['in 1970', 1000],
    ['an hour back', at(-60)],
    ['40 days ahead', at(40 * 24 * 60)],
  ] as const) {
    it(`are all there after one reading and one write of a clock that was ${what}`, () => {
      const kept: StatusHistory = new Map([
        ['w', [span('down', -28_000, -20_000), span('healthy', -600, 0)]],
      ]);
      const tunnels = [tunnelOf({ id: 'w' })];
      const read = withList(mergedHistory(new Map(), kept, undefined), tunnels, wrong);
      const written = readHistory(writeHistory(mergedHistory(read, kept, undefined))) ?? new Map();
      const right = mergedHistory(new Map(), written, at(1));
      assert.deepEqual(right.get('w'), kept.get('w'));
      assert.deepEqual(withList(right, tunnels, at(1)).get('w')?.at(-1), span('healthy', -600, 1));
    });
  }

  it('go on after a clock that was days ahead, once it is steady again', () => {
    const ahead = after([0, 'healthy'], [2, 'healthy'], [5000, 'healthy'], [5010, 'healthy']);
    const early = withReading(ahead, { at: at(3), status: 'down' });
    assert.equal(early, ahead);
    const history = mergedHistory(new Map([['w', early]]), new Map(), at(4)).get('w') ?? [];
    const back = [4, 5].reduce(
      (spans, time) => withReading(spans, { at: at(time), status: 'down' }),
      history,
    );
    assert.deepEqual(back, [span('healthy', 0, 4), span('down', 4, 5)]);
  });

  it('of a window that was ahead, in the file of another, do not come back', () => {
    const history = (spans: readonly StatusSpan[]): StatusHistory => new Map([['w', spans]]);
    const both = mergedHistory(
      history([span('down', 0, 5)]),
      history([span('healthy', 0, 5), span('healthy', 900, 5000)]),
      at(5),
    );
    assert.deepEqual(both.get('w'), [span('down', 0, 5)]);
  });
});

describe('A clock', () => {
  const looks = (...minutes: readonly number[]) => {
    let time = 0;
    const steady = new SteadyClock(() => time);
    return minutes.map((each) => {
      time = at(each);
      return steady.look() === time;
    });
  };

  it('is steady when it went on for more than 15 minutes without a gap', () => {
    assert.deepEqual(looks(0, 10, 15, 16, 30), [false, false, false, true, true]);
    assert.deepEqual(looks(0, 16, 32, 48), [false, false, false, false]);
  });

  it('is not where it was set back or ahead, nor at once when it is right again', () => {
    assert.deepEqual(looks(0, 10, 20, -57_600, 21, 30, 37), [false, false, true, false, false, false, true]);
    assert.deepEqual(looks(0, 10, 20, 57_600, 21, 30, 37), [false, false, true, false, false, false, true]);
  });
});

describe('The statuses that two windows observed', () => {
  it('are of the time that either watched, none of it twice', () => {
    assert.deepEqual(merged([span('healthy', 0, 10)], [span('healthy', 5, 15), span('healthy', 20, 25)]), [
      span('healthy', 0, 15),
      span('healthy', 20, 25),
    ]);
  });

  it('are the worse where they differ: an outage that one of them saw is not lost', () => {
    const seldom = [span('healthy', 0, 10)];
    const often = [span('healthy', 0, 2), span('down', 2, 4), span('healthy', 4, 6)];
    const both = [span('healthy', 0, 2), span('down', 2, 4), span('healthy', 4, 10)];
    assert.deepEqual([merged(seldom, often), merged(often, seldom)], [both, both]);
  });

  it('end with the last reading of either', () => {
    const readOnce = [span('down', 7, 7)];
    assert.deepEqual(merged(readOnce, [span('healthy', 0, 5)]), [span('healthy', 0, 5), span('down', 7, 7)]);
    assert.deepEqual(merged([span('healthy', 5, 5)], [span('healthy', 0, 5)]), [span('healthy', 0, 5)]);
    assert.deepEqual(merged(readOnce, [span('healthy', 0, 9)]), [span('healthy', 0, 9)]);
  });
});

describe('Any statuses that are observed', () => {
  const readingsBy = (min: number) =>
    fc
      .array(fc.record({ step: fc.integer({ min, max: 40 }), status: fc.constantFrom(...tunnelStatuses) }), {
        maxLength: 60,
      })
      .map((steps) => {
        let time = 0;
        const taken: StatusReading[] = steps.map(({ step, status }) => ({ at: at((time += step)), status }));
        return { taken, spans: taken.reduce<readonly StatusSpan[]>(withReading, []) };
      });
  const watched = readingsBy(-40);

  it('are the time between readings, never that of a gap, and each as the earlier of the two said', () => {
    fc.assert(
      fc.property(readingsBy(0), ({ taken, spans }) => {
        const expected = new Map<TunnelStatus, number>();
        for (const [index, { at: from, status }] of taken.entries()) {
          const ms = (taken[index + 1]?.at ?? from) - from;
          if (ms <= 15 * minute) expected.set(status, (expected.get(status) ?? 0) + ms);
        }
        for (const status of tunnelStatuses) {
          const ms = lengthOf(spans.filter((each) => each.status === status));
          assert.equal(ms, expected.get(status) ?? 0);
        }
      }),
    );
  });

  it('are in order, and of no time but that of the readings, also where the clock was set back', () => {
    fc.assert(
      fc.property(watched, ({ taken, spans }) => {
        assert.ok(isInOrder(spans));
        const times = taken.map((reading) => reading.at);
        assert.ok(lengthOf(spans) <= Math.max(...times) - Math.min(...times) || taken.length === 0);
        assert.equal(spans.at(-1)?.until ?? -Infinity, Math.max(...times), 'nothing that was known is cut');
      }),
    );
  });

  it('are together those of two windows, in whatever order they are put together, and any number of times', () => {
    fc.assert(
      fc.property(watched, watched, ({ spans: one }, { spans: other }) => {
        const both = merged(one, other);
        assert.ok(isInOrder(both));
        assert.deepEqual(lengthOf(merged(other, one)), lengthOf(both));
        assert.ok(lengthOf(both) <= lengthOf(one) + lengthOf(other));
        assert.ok(lengthOf(both) >= Math.max(lengthOf(one), lengthOf(other)));
        const ms = (spans: readonly StatusSpan[], status: TunnelStatus) =>
          lengthOf(spans.filter((each) => each.status === status));
        assert.ok(ms(both, 'down') >= Math.max(ms(one, 'down'), ms(other, 'down')));
        const { upMs, watchedMs } = pastOf(both, at(-5000), at(5000));
        assert.ok(upMs <= watchedMs && watchedMs === lengthOf(both));
        assert.deepEqual(merged(both, one), both);
        assert.deepEqual(merged(both, both), both);
      }),
    );
  });

  it('are read from a file as they were written', () => {
    fc.assert(
      fc.property(watched, ({ spans }) => {
        const history = new Map([['w', spans]]);
        assert.deepEqual(readHistory(writeHistory(history)), history);
      }),
    );
  });
});

describe('The history of an account', () => {
  const list = (count: number, status = 'healthy') =>
    Array.from({ length: count }, (_, index) => tunnelOf({ id: idOf(index), status }));
  const idOf = (index: number) => `${String(index).padStart(8, '0')}-aaaa-4bbb-8ccc-dddddddddddd`;

  it('has one for each tunnel of a list, and none for one without an id', () => {
    const nameless = { ...tunnelOf({ name: 'web' }), id: undefined, key: '#1' };
    const first = withList(new Map(), [...list(2), nameless], at(0));
    assert.deepEqual([...first.keys()], [idOf(0), idOf(1)]);
    const next = withList(first, list(1, 'something new'), at(1));
    assert.deepEqual(next.get(idOf(0)), [span('healthy', 0, 1), span('unknown', 1, 1)]);
    assert.deepEqual(next.get(idOf(1)), [span('healthy', 0, 0)]);
  });

  it('is another one for a tunnel that was deleted and made again with the same name', () => {
    const made = (id: string) => tunnelOf({ id, name: 'web' });
    const history = withList(withList(new Map(), [made('one')], at(0)), [made('two')], at(1));
    assert.deepEqual([...history.values()], [[span('healthy', 0, 0)], [span('healthy', 1, 1)]]);
  });

  it('goes back 30 days', () => {
    const month = 30 * 24 * 60;
    const old: StatusHistory = new Map([
      [idOf(0), [span('down', -month - 9, -month - 6), span('healthy', -month - 5, -month + 5)]],
      [idOf(1), [span('healthy', -month - 5, -month - 1)]],
    ]);
    const now = withList(mergedHistory(old, new Map(), at(0)), list(1), at(0));
    assert.deepEqual([...now], [[idOf(0), [span('healthy', -month, -month + 5), span('healthy', 0, 0)]]]);
  });

  it('is of a thousand tunnels at most: those that were read last, and known first', () => {
    const history = withList(withList(new Map(), list(1001), at(0)), list(1200).slice(1), at(1));
    assert.deepEqual(
      [...history.keys()],
      list(1001)
        .map(({ key }) => key)
        .slice(1),
    );
  });

  it('is less than a megabyte, whatever happened: the oldest goes', () => {
    const flapping = Array.from({ length: 90 }, (_, index) =>
      span(index % 2 === 0 ? 'degraded' : 'down', 400 * (index - 90) + 0.4321, 400 * (index - 89)),
    );
    const all = new Map(list(1000).map(({ key }) => [key, flapping]));
    const now = withList(all, list(1000), at(0));
    const text = writeHistory(now);
    assert.ok(text.length <= 1_000_000 && text.length > 600_000, `${text.length}`);
    assert.deepEqual(now.get(idOf(999))?.at(-1), span('healthy', 0, 0));
    assert.deepEqual(readHistory(text), now);
  });

  for (const [what, text] of [
    ['of another version', '{"version":2,"tunnels":[]}'],
    ['cut off', writeHistory(new Map([['w', [span('down', 0, 1)]]])).slice(0, -4)],
    ['something else', '[]'],
    ['of times that are none', '{"version":1,"tunnels":[{"key":"w","spans":[1,-5,2]}]}'],
  ] as const) {
    it(`is not read from a file that is ${what}`, () => {
      assert.equal(readHistory(text), undefined);
    });
  }

  it('takes a status that this version does not know for unknown', () => {
    assert.deepEqual(
      readHistory('{"version":1,"tunnels":[{"key":"w","spans":[77,5,5,1,0,2,1]}]}')?.get('w'),
      [
        { status: 'unknown', from: 5, until: 10 },
        { status: 'healthy', from: 10, until: 12 },
      ],
    );
  });
});
