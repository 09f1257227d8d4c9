import assert from 'node:assert/strict';
import { tunnelsWith } from '../../../src/watch/seen.ts';
import { known, stateOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime, wireTime } from '../../support/sampleCompany.ts';

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
