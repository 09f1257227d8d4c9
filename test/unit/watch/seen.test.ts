import assert from 'node:assert/strict';
import type { Connector } from '../../../src/tunnels/model/tunnel.ts';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import { firstSeenWith, tunnelsWith } from '../../../src/watch/seen.ts';
import { connectorOf, known, stateOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime, wireTime } from '../../support/sampleCompany.ts';

const now = sampleTime + minute;
const of = (...ids: readonly string[]): readonly Connector[] => ids.map((id) => connectorOf({ id }));
const connectorsOf = (byTunnel: Readonly<Record<string, readonly Connector[]>>): AccountState['connectors'] =>
  new Map(Object.entries(byTunnel).map(([key, value]) => [key, known(value)]));
const readNow = (byTunnel: Readonly<Record<string, readonly Connector[]>>): AccountState['connectors'] =>
  new Map(Object.entries(byTunnel).map(([key, value]) => [key, { ...known(value), at: now }]));

describe('When a connector was first seen', () => {
  const problem = { kind: 'network', detail: 'x' } as const;
  /** After a first reading that showed these, and then others. */
  const after = (...readings: readonly AccountState['connectors'][]) =>
    readings.reduce<AccountState>(
      (state, read) => ({
        ...state,
        connectors: new Map([...state.connectors, ...read]),
        firstSeen: firstSeenWith(state, read),
      }),
      stateOf([]),
    ).firstSeen;

  it('is not known of those that were there at the first reading', () => {
    const seen = after(readNow({ w: of('a', 'b') }));
    assert.deepEqual([seen.get('a'), seen.get('b')], [undefined, undefined]);
  });

  it('is the time of the reading that showed it, for one that came later', () => {
    const seen = after(connectorsOf({ w: of('a') }), readNow({ w: of('a', 'b') }));
    assert.deepEqual([seen.get('a'), seen.get('b')], [undefined, now]);
    assert.equal(after(connectorsOf({ w: [] }), readNow({ w: of('a') })).get('a'), now);
  });

  it('stays from one reading to the next', () => {
    const readings = [connectorsOf({ w: [] }), connectorsOf({ w: of('b') })];
    assert.equal(after(...readings, readNow({ w: of('b', 'a') })).get('b'), sampleTime);
    assert.equal(after(...readings, new Map()).get('b'), sampleTime);
  });

  it('is remembered of those of a tunnel that is down and up again: they were there before', () => {
    const up = [connectorsOf({ w: of('a') }), connectorsOf({ w: of('a', 'b') })];
    const seen = after(...up, readNow({ w: [] }), readNow({ w: of('a', 'b', 'c') }));
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => seen.get(key)),
      [undefined, sampleTime, now],
    );
  });

  it('is forgotten of those that left before a thousand others', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `c${index}`);
    const before = stateOf([], { firstSeen: new Map(['x', ...ids].map((id) => [id, sampleTime])) });
    assert.deepEqual([...firstSeenWith(before, new Map()).keys()], ids);
  });

  it('is kept through a failed reading', () => {
    const failed = new Map([['w', { ...known(of('a')), problem }]]);
    const seen = after(connectorsOf({ w: [] }), connectorsOf({ w: of('a') }), failed);
    assert.equal(seen.get('a'), sampleTime);
  });

  it('is not known either of those of a tunnel whose first reading failed', () => {
    const failed = new Map([['w', { value: undefined, at: undefined, problem }]]);
    assert.equal(after(failed, readNow({ w: of('a') })).get('a'), undefined);
  });

  it('is told for each tunnel by itself', () => {
    const seen = after(connectorsOf({ w: of('a') }), readNow({ w: of('a', 'b'), x: of('c') }));
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => seen.get(key)),
      [undefined, now, undefined],
    );
  });
});

describe('Since when a tunnel is back', () => {
  const at = (minutes: number) => sampleTime + minutes * minute;
  const web = (status: string, activeMinutes: number, inactiveMinutes?: number) =>
    tunnelOf({
      id: 'w',
      status,
      conns_active_at: wireTime(at(activeMinutes)),
      conns_inactive_at: inactiveMinutes === undefined ? null : wireTime(at(inactiveMinutes)),
    });
  /** After these readings, one a minute. */
  const after = (...readings: readonly (readonly ReturnType<typeof web>[])[]) =>
    readings.reduce(
      (state, tunnels, index) => ({ ...state, ...tunnelsWith(state, known(tunnels), at(index)) }),
      stateOf([]),
    ).backSince;

  it('is when its connections came up, for one that was seen to be down', () => {
    assert.deepEqual([...after([web('down', -60, -5)], [web('healthy', 0.5)])], [['w', at(0.5)]]);
    assert.deepEqual([...after([web('down', -60, -5)], [web('degraded', 0.5)])], [['w', at(0.5)]]);
  });

  it('is when it was seen to be up, where the API’s time is older than the outage', () => {
    assert.deepEqual([...after([web('down', -60, -5)], [web('healthy', -60)])], [['w', at(1)]]);
  });

  it('stays as long as it is up', () => {
    const back = after([web('down', -60, -5)], [web('healthy', 0.5)], [web('degraded', 0.5)]);
    assert.deepEqual([...back], [['w', at(0.5)]]);
  });

  it('is said of none that was always up, is down again, or is gone', () => {
    const readings = [[web('down', -60, -5)], [web('healthy', 0.5)]];
    assert.deepEqual([...after([web('healthy', -60)], [web('degraded', -60)])], []);
    assert.deepEqual([...after(...readings, [web('down', 0.5, 2)])], []);
    assert.deepEqual([...after(...readings, [])], []);
  });
});
