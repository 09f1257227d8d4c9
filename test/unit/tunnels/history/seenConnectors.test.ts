import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSeen, writeSeen } from '../../../../src/tunnels/history/keptSeen.ts';
import { keptSeen, mergedSeen, seenWith } from '../../../../src/tunnels/history/seenConnectors.ts';
import type { Seen } from '../../../../src/tunnels/model/seen.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { connectorOf } from '../../../support/models.ts';
import { day, minute, sampleTime } from '../../../support/sampleCompany.ts';

const at = (minutes: number) => sampleTime + minutes * minute;
/** These tunnels' connectors, read so many minutes from the sample's time. */
const read = (minutes: number, byTunnel: Readonly<Record<string, readonly string[]>>) =>
  new Map(
    Object.entries(byTunnel).map(([key, ids]) => [
      key,
      { value: ids.map((id) => connectorOf({ id })), at: at(minutes), problem: undefined },
    ]),
  );
const after = (...readings: readonly AccountState['connectors'][]) =>
  readings.reduce<Seen>(seenWith, new Map());
/** When each was seen first, and the look before: in minutes. */
const firstsOf = (seen: Seen, tunnelKey = 'w') => {
  const minutes = (time: number | undefined) => time && (time - sampleTime) / minute;
  return Object.fromEntries(
    [...(seen.get(tunnelKey)?.connectors ?? [])].map(([key, { first, since }]) => [
      key,
      [minutes(first), minutes(since)],
    ]),
  );
};

describe('When a connector was first seen', () => {
  const problem = { kind: 'network', detail: 'x' } as const;

  it('is not known of those that were there at the first look at a tunnel', () => {
    const seen = after(read(1, { w: ['a'] }), read(2, { w: ['a'], x: ['b'] }));
    assert.deepEqual([firstsOf(seen), firstsOf(seen, 'x')], [{ a: [1, undefined] }, { b: [2, undefined] }]);
  });

  it('is the time of the reading that showed it, for one that came later, with the look before', () => {
    const seen = after(read(1, { w: ['a'] }), read(2, { w: ['a', 'b'] }), read(3, { w: ['a', 'b'] }));
    assert.deepEqual(firstsOf(seen), { a: [1, undefined], b: [2, 1] });
    assert.deepEqual(firstsOf(after(read(1, { w: [] }), read(2, { w: ['a'] }))), { a: [2, 1] });
  });

  it('is remembered of those of a tunnel that is down and up again: they were there before', () => {
    const up = [read(1, { w: ['a'] }), read(2, { w: ['a', 'b'] })];
    const seen = after(...up, read(3, { w: [] }), read(4, { w: ['a', 'b', 'c'] }));
    assert.deepEqual(firstsOf(seen), { a: [1, undefined], b: [2, 1], c: [4, 3] });
  });

  it('is not changed by a reading that failed', () => {
    const failed = new Map([
      ['w', { value: [connectorOf({ id: 'a' })], at: at(1), problem }],
      ['x', { value: undefined, at: undefined, problem }],
    ]);
    const before = after(read(1, { w: ['a'] }));
    assert.equal(seenWith(before, failed), before);
    assert.deepEqual(firstsOf(seenWith(seenWith(before, failed), read(2, { x: ['a'] })), 'x'), {
      a: [2, undefined],
    });
  });

  for (const [what, minutes] of [
    ['100 days back', -100 * (day / minute)],
    ['in 1970', (1000 - sampleTime) / minute],
  ] as const) {
    it(`is still known after one look and one write of a clock that was ${what}`, () => {
      const kept = after(read(-60, { w: ['a', 'gone'] }), read(0, { w: ['a', 'b'] }));
      const looked = seenWith(keptSeen(kept, undefined), read(minutes, { w: ['a', 'b', 'c'] }));
      const written = readSeen(writeSeen(keptSeen(mergedSeen(looked, kept), undefined))) ?? new Map();
      assert.deepEqual(keptSeen(written, at(1)), kept);
      assert.deepEqual(firstsOf(seenWith(written, read(1, { w: ['a', 'c'] })))['c'], [1, 0]);
    });
  }

  it('is forgotten of those that left before others, beyond 25 of a tunnel', () => {
    const many = Array.from({ length: 24 }, (_, index) => `c${index}`);
    const seen = after(read(1, { w: ['old', 'older'] }), read(2, { w: ['old'] }), read(3, { w: many }));
    assert.deepEqual(Object.keys(firstsOf(seen)), [...many, 'old']);
  });

  it('is kept of the thousand tunnels that were read last', () => {
    const all = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`t${index}`, ['a']]));
    const seen = seenWith(after(read(1, { w: ['a'] })), read(2, all));
    assert.deepEqual([seen.size, seen.has('w'), seen.has('t0')], [1000, false, true]);
  });
});

describe('What two windows saw of connectors, or one before another', () => {
  it('tells since when one is new: the look of the other that did not show it', () => {
    const before = after(read(-900, { w: ['a'] }));
    const now = after(read(0, { w: ['a', 'b'] }));
    const both = { a: [-900, undefined], b: [0, -900] };
    assert.deepEqual(firstsOf(mergedSeen(now, before)), both);
    assert.deepEqual(firstsOf(mergedSeen(before, now)), both);
  });

  it('tells nothing new of a tunnel at which nobody had looked', () => {
    const before = after(read(-900, { w: ['a'] }));
    const now = after(read(0, { x: ['b'] }));
    assert.deepEqual(firstsOf(mergedSeen(now, before), 'x'), { b: [0, undefined] });
  });

  it('takes the earlier of two first times, and the look before it', () => {
    const one = after(read(0, { w: [] }), read(2, { w: ['a'] }));
    const other = after(read(-5, { w: [] }), read(1, { w: ['a'] }), read(4, { w: ['a'] }));
    assert.deepEqual(firstsOf(mergedSeen(one, other)), { a: [1, -5] });
    assert.equal(mergedSeen(one, other).get('w')?.lastLook, at(4));
  });

  it('is the same as mine where the other knows nothing more', () => {
    const mine = after(read(0, { w: ['a'], x: ['b'] }), read(1, { w: ['a', 'c'] }));
    assert.equal(mergedSeen(mine, after(read(0, { w: ['a'] }))), mine);
    assert.equal(mergedSeen(mine, readSeen(writeSeen(mine)) ?? new Map()), mine);
  });
});

describe('What is kept of it', () => {
  it('is no more than 90 days old', () => {
    const old = -90 * (day / minute);
    const seen = after(
      read(old - 1, { w: ['a', 'b'], x: ['c'] }),
      read(old + 1, { w: ['b'] }),
      read(0, { w: ['b'] }),
    );
    const kept = keptSeen(seen, at(0));
    assert.deepEqual([[...kept.keys()], Object.keys(firstsOf(kept))], [['w'], ['b']]);
  });

  it('is nothing of a time that is still to come', () => {
    const ahead = keptSeen(after(read(500, { w: ['a'] }), read(600, { w: ['a', 'b'] })), at(0));
    assert.equal(ahead.get('w')?.lastLook, at(0));
    assert.deepEqual(firstsOf(ahead), { a: [0, undefined], b: [0, 0] });
  });

  it('is nothing of a tunnel with more connectors than it would know again', () => {
    const many = Array.from({ length: 26 }, (_, index) => `c${index}`);
    assert.deepEqual([...keptSeen(after(read(0, { w: many, x: ['a'] })), at(0)).keys()], ['x']);
  });

  it('is read from a file as it was written', () => {
    const readings = fc.array(
      fc.tuple(
        fc.integer({ min: -10, max: 100 }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '__proto__')),
      ),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(readings, (steps) => {
        const seen = after(...steps.map(([time, ids]) => read(time, { w: ids })));
        assert.deepEqual(readSeen(writeSeen(seen)), seen);
      }),
    );
  });

  it('is of a size that can be written, with 25 connectors in each of a thousand tunnels', () => {
    const id = (index: number) => `${String(index).padStart(8, '0')}-aaaa-4bbb-8ccc-dddddddddddd`;
    const ids = Array.from({ length: 25 }, (_, index) => connectorOf({ id: id(index) }));
    const all = new Map(
      Array.from({ length: 1000 }, (_, index) => [id(index), { value: ids, at: at(0), problem: undefined }]),
    );
    const seen = seenWith(new Map(), all);
    const text = writeSeen(seen);
    assert.ok(text.length < 2_000_000, `${text.length}`);
    assert.deepEqual(readSeen(text), seen);
  });

  for (const [what, text] of [
    ['of another version', '{"version":2,"tunnels":[]}'],
    ['cut off', writeSeen(after(read(0, { w: ['a'] }))).slice(0, -4)],
    ['something else', 'null'],
    [
      'of times that are none',
      '{"version":1,"tunnels":[{"key":"w","lastLook":1e300,"connectors":[],"times":[]}]}',
    ],
  ] as const) {
    it(`is not read from a file that is ${what}`, () => {
      assert.equal(readSeen(text), undefined);
    });
  }
});
