import assert from 'node:assert/strict';
import { configurationsToRead, latestRetryAt } from '../../../src/watch/whatToRead.ts';
import { stateOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

const now = sampleTime + minute;
describe('The configurations that a refresh reads', () => {
  it('are those that are looked at, of tunnels that are shown', () => {
    const account = { id: 'a', name: 'A', tunnels: ['w', 'x'] };
    const state = stateOf(
      ['w', 'x', 'y'].map((id) => tunnelOf({ id })),
      { account },
    );
    assert.deepEqual(configurationsToRead(state, new Set(['x', 'y', 'gone'])), ['x']);
    assert.deepEqual(configurationsToRead(state, new Set()), []);
  });
});

describe('The wait that the API asks for', () => {
  it('holds for all calls, whichever was refused', () => {
    const refused = (retryAt: number) => ({
      value: undefined,
      at: undefined,
      problem: { kind: 'rateLimited', detail: 'HTTP 429', retryAt } as const,
    });
    const configurations = new Map([['w', refused(now + 2)]]);
    assert.equal(latestRetryAt(stateOf([], { configurations }), now), now + 2);
    const connectors = new Map([['w', refused(now + 3)]]);
    assert.equal(
      latestRetryAt(stateOf([], { configurations, connectors, tunnels: refused(now) }), now),
      now + 3,
    );
    assert.equal(latestRetryAt(stateOf([]), now), undefined);
  });
});
