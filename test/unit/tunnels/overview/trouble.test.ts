import assert from 'node:assert/strict';
import {
  oldFrom,
  troubleIn,
  troubleInShort,
  troubleInWords,
} from '../../../../src/tunnels/overview/trouble.ts';
import { notLoaded } from '../../../../src/tunnels/model/state.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { stateOf, tunnelOf } from '../../../support/models.ts';
import { hostileName, hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

/** 13:00 in Berlin is the sample's time, at which all was read. */
const moment = { now: sampleTime + hour, style: { timeZone: 'Europe/Berlin' } };
const problem = { kind: 'timeout', detail: 'x' } as const;

const many = (status: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    tunnelOf({ id: `${status}-${index}`, name: `${status}-${index}`, status }),
  );
const overviewOf = (...accounts: readonly AccountState[]) => ({ accounts, problems: [] });
const short = (accounts: readonly AccountState[], muted: readonly string[] = []) =>
  troubleInShort(troubleIn(overviewOf(...accounts), muted));
const words = (accounts: readonly AccountState[], muted: readonly string[] = []) =>
  troubleInWords(troubleIn(overviewOf(...accounts), muted), moment);
const unread = (change: Partial<AccountState> = {}) =>
  stateOf([], {
    account: { id: 'b', name: 'Account B', tunnels: undefined },
    tunnels: { ...notLoaded, problem },
    ...change,
  });

describe('Trouble', () => {
  const table: [down: number, degraded: number, short: string, words: string][] = [
    [0, 0, '5 tunnels', 'No tunnel is degraded or down'],
    [1, 0, '1 down', '1 tunnel is down'],
    [3, 0, '3 down', '3 tunnels are down'],
    [0, 1, '1 degraded', '1 tunnel is degraded'],
    [0, 2, '2 degraded', '2 tunnels are degraded'],
    [1, 1, '1 down · 1 degraded', '1 tunnel is down, 1 is degraded'],
    [1, 2, '1 down · 2 degraded', '1 tunnel is down, 2 are degraded'],
    [2, 1, '2 down · 1 degraded', '2 tunnels are down, 1 is degraded'],
    [2, 5, '2 down · 5 degraded', '2 tunnels are down, 5 are degraded'],
  ];
  for (const [down, degraded, expectedShort, expected] of table) {
    it(`of ${down} down and ${degraded} degraded is: ${expectedShort}, ${expected}`, () => {
      const others = [...many('healthy', 2), ...many('inactive', 2), ...many('paused', 1)];
      const state = stateOf([...others, ...many('down', down), ...many('degraded', degraded)]);
      assert.equal(short([state]), expectedShort);
      assert.equal(words([state])[0], expected);
    });
  }

  it('is that of chosen tunnels alone, also where the latest reading failed', () => {
    const [first] = many('down', 1);
    const chosen = { id: 'a', name: 'A', tunnels: [first?.id ?? ''] };
    const old = stateOf(many('degraded', 1));
    const failing = { ...old, tunnels: { ...old.tunnels, problem } };
    assert.equal(short([stateOf(many('down', 3), { account: chosen }), failing]), '1 down · 1 degraded');
  });

  it('leaves out what is muted, and says how many that are', () => {
    const state = stateOf([...many('down', 2), ...many('healthy', 1)]);
    assert.equal(short([state], ['down-0']), '1 down');
    assert.deepEqual(words([state], ['down-0', 'healthy-0']), [
      '1 tunnel is down',
      'down-1: down',
      '1 muted',
      'As of 13:00:00',
    ]);
    assert.equal(short([state], ['down-0', 'down-1']), '3 tunnels');
  });

  it('says as of when it is: of the account that was read first', () => {
    const newer = stateOf([]);
    const states = [{ ...newer, tunnels: { ...newer.tunnels, at: sampleTime + minute } }, stateOf([])];
    assert.equal(words(states).at(-1), 'As of 13:00:00');
  });

  it('says what is not known of an account that was never read, and when the next try is', () => {
    assert.equal(short([unread()]), '?');
    assert.deepEqual(words([unread()]), ['Account B could not be read: Cloudflare did not respond in time.']);
    const both = [stateOf(many('healthy', 2)), unread({ nextRefreshAt: moment.now + 5_000 })];
    assert.equal(short(both), '2 tunnels · ?');
    assert.deepEqual(words(both), [
      'No tunnel is degraded or down in the accounts that were read',
      'As of 13:00:00',
      'Account B could not be read: Cloudflare did not respond in time. Next try at 14:00:05.',
    ]);
  });

  it('says of no account that is still being read for the first time that none is down there', () => {
    const loading = { ...unread(), tunnels: notLoaded };
    assert.deepEqual(words([stateOf(many('healthy', 2)), loading]), [
      'No tunnel is degraded or down in the accounts that were read',
      'As of 13:00:00',
    ]);
  });

  it('is listed, those that are down first, at most ten by name', () => {
    const list = (down: number, degraded: number) =>
      words([stateOf([...many('degraded', degraded), ...many('down', down)])]).slice(1, -1);
    assert.deepEqual(list(1, 1), ['down-0: down', 'degraded-0: degraded']);
    assert.equal(list(5, 5).length, 10);
    assert.equal(list(5, 6).length, 11);
    assert.equal(list(5, 7).at(-1), 'and 2 more');
  });

  it('shows what a name hides', () => {
    const all = words([stateOf([tunnelOf({ name: hostileName, status: 'down' })])]);
    assert.doesNotMatch(all.join('\n'), /\u202E/);
  });
});

describe('What is known', () => {
  it('is old when it is three times as old as the pace in force, of the account of which that is so first', () => {
    const slow = stateOf([], { paceMs: 5 * minute });
    const fast = stateOf([], { paceMs: minute });
    assert.equal(oldFrom(overviewOf(slow)), sampleTime + 15 * minute);
    assert.equal(oldFrom(overviewOf(slow, fast)), sampleTime + 3 * minute);
  });

  it('is old after 15 minutes where nothing is read by itself', () => {
    assert.equal(oldFrom(overviewOf(stateOf([], { paceMs: undefined }))), sampleTime + 15 * minute);
    assert.equal(oldFrom(overviewOf(unread())), undefined);
  });
});
