import assert from 'node:assert/strict';
import type { Connector } from '../../../src/tunnels/model/tunnel.ts';
import type { AccountState } from '../../../src/tunnels/model/state.ts';
import { configurationsToRead, firstSeenWith, latestRetryAt } from '../../../src/watch/whatToRead.ts';
import { connectorOf, known, stateOf, tunnelOf } from '../../support/models.ts';
import { minute, sampleTime } from '../../support/sampleCompany.ts';

const now = sampleTime + minute;
const of = (...ids: readonly string[]): readonly Connector[] => ids.map((id) => connectorOf({ id }));
const connectorsOf = (byTunnel: Readonly<Record<string, readonly Connector[]>>): AccountState['connectors'] =>
  new Map(Object.entries(byTunnel).map(([key, value]) => [key, known(value)]));
const readNow = (byTunnel: Readonly<Record<string, readonly Connector[]>>): AccountState['connectors'] =>
  new Map(Object.entries(byTunnel).map(([key, value]) => [key, { ...known(value), at: now }]));

describe('When a connector was first seen', () => {
  const seenIn = (state: AccountState, read: AccountState['connectors']) => [...firstSeenWith(state, read)];

  it('is not known of those that were there at the first reading', () => {
    assert.deepEqual(seenIn(stateOf([]), readNow({ w: of('a', 'b') })), []);
  });

  it('is the time of the reading that showed it, for one that came later', () => {
    const state = stateOf([], { connectors: connectorsOf({ w: of('a') }) });
    assert.deepEqual(seenIn(state, readNow({ w: of('a', 'b') })), [['b', now]]);
    const empty = stateOf([], { connectors: connectorsOf({ w: [] }) });
    assert.deepEqual(seenIn(empty, readNow({ w: of('a') })), [['a', now]]);
  });

  it('stays from one reading to the next', () => {
    const seen = new Map([['b', sampleTime]]);
    const state = stateOf([], { connectors: connectorsOf({ w: of('a', 'b') }), firstSeen: seen });
    assert.deepEqual(new Map(seenIn(state, readNow({ w: of('b', 'a') }))), seen);
    assert.deepEqual(new Map(seenIn(state, new Map())), seen);
  });

  it('is forgotten of one that has left, so that it is new when it comes back', () => {
    const before = new Map([
      ['a', sampleTime],
      ['b', sampleTime],
    ]);
    const state = stateOf([], { connectors: connectorsOf({ w: of('a', 'b') }), firstSeen: before });
    const seen = firstSeenWith(state, readNow({ w: of('b') }));
    assert.deepEqual([...seen.keys()], ['b']);
    const left = stateOf([], { connectors: readNow({ w: of('b') }), firstSeen: seen });
    assert.deepEqual(firstSeenWith(left, readNow({ w: of('a', 'b') })).get('a'), now);
  });

  it('is kept through a failed reading', () => {
    const problem = { kind: 'network', detail: 'x' } as const;
    const state = stateOf([], {
      connectors: connectorsOf({ w: of('a') }),
      firstSeen: new Map([['a', sampleTime]]),
    });
    assert.deepEqual(seenIn(state, new Map([['w', { ...known(of('a')), problem }]])), [['a', sampleTime]]);
  });

  it('is not known either of those of a tunnel whose first reading failed', () => {
    const problem = { kind: 'network', detail: 'x' } as const;
    const connectors = new Map([['w', { value: undefined, at: undefined, problem }]]);
    assert.deepEqual(seenIn(stateOf([], { connectors }), readNow({ w: of('a') })), []);
  });

  it('is told for each tunnel by itself', () => {
    const state = stateOf([], { connectors: connectorsOf({ w: of('a') }) });
    assert.deepEqual(new Map(seenIn(state, readNow({ w: of('a', 'b'), x: of('c') }))), new Map([['b', now]]));
  });
});

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
