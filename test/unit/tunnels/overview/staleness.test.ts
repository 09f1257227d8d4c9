import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import { notLoaded } from '../../../../src/tunnels/model/state.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { staleInWords, staleMessage, updatedInWords } from '../../../../src/tunnels/overview/staleness.ts';
import { known, stateOf } from '../../../support/models.ts';
import { day, hostileName, hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

/** 13:00:00 in Berlin is the sample's time. */
const moment = { now: sampleTime + hour, style: { timeZone: 'Europe/Berlin' } };
const problem: Problem = { kind: 'timeout', detail: 'x' };
const next = sampleTime + 90_000;
const labelOf = (what: Problem) => describeProblem(what, undefined, moment).label;
const limited: Problem = { kind: 'rateLimited', detail: 'x', retryAt: next };

const fresh = stateOf([]);
const stale = (change: Partial<AccountState> = {}, what = problem) =>
  stateOf([], { tunnels: { ...known([]), problem: what }, nextRefreshAt: next, ...change });
const scarce = { remaining: 12, requests: 1200, windowMs: 300_000, resetsAt: next };
const named = (state: AccountState, id: string, name: string) => ({
  ...state,
  account: { ...state.account, id, name },
});
const age = (...accounts: readonly AccountState[]) => updatedInWords({ accounts, problems: [] }, moment);
const message = (...accounts: readonly AccountState[]) => staleMessage({ accounts, problems: [] }, moment);

describe('The age of what is shown', () => {
  it('is the time of the reading', () => {
    assert.equal(age(fresh), 'updated 13:00:00');
    assert.equal(age(stale()), 'updated 13:00:00');
  });

  it('is that of the oldest of several accounts', () => {
    const newer = stateOf([], { tunnels: { ...known([]), at: sampleTime + minute } });
    assert.equal(age(newer, fresh), 'updated 13:00:00');
    assert.equal(age(newer), 'updated 13:01:00');
  });

  it('is none while nothing is shown', () => {
    const empty = stateOf([], { tunnels: notLoaded });
    assert.deepEqual([age(), age(empty)], [undefined, undefined]);
    assert.equal(age(empty, fresh), 'updated 13:00:00');
  });
});

describe('What was read on another day', () => {
  const tomorrow = { ...moment, now: sampleTime + day };

  it('carries the day, as does the time of the next try', () => {
    const overview = { accounts: [stale({ nextRefreshAt: tomorrow.now + minute })], problems: [] };
    assert.equal(updatedInWords(overview, tomorrow), 'updated Tue 13:00');
    const words = `${labelOf(problem)}. Showing data as of Tue 13:00. Next try at 13:01:00.`;
    assert.equal(staleMessage(overview, tomorrow), words);
    const scarceToday = { ...fresh, scarce, nextRefreshAt: tomorrow.now };
    assert.match(
      staleMessage({ accounts: [scarceToday], problems: [] }, moment) ?? '',
      /Next refresh at Wed 13:00\.$/,
    );
  });
});

describe('The message above the rows', () => {
  const table: [what: string, state: AccountState, words: string | undefined][] = [
    ['nothing of fresh rows', fresh, undefined],
    [
      'cause, age and next try',
      stale(),
      `${labelOf(problem)}. Showing data as of 13:00:00. Next try at 13:01:30.`,
    ],
    [
      'that it is trying',
      stale({ refreshing: true, nextRefreshAt: undefined }),
      `${labelOf(problem)}. Showing data as of 13:00:00. Trying again now.`,
    ],
    [
      'what to do where no try is planned',
      stale({ nextRefreshAt: undefined }),
      `${labelOf(problem)}. Showing data as of 13:00:00. Refresh to try again.`,
    ],
    ['nothing where there are no rows to be old', stale({ tunnels: { ...notLoaded, problem } }), undefined],
    ['nothing of a setting, which has its own row', stale({}, { kind: 'settings', detail: 'x' }), undefined],
    [
      'how little of the limit is left, and when the next refresh is',
      { ...fresh, scarce, nextRefreshAt: next },
      'Cloudflare’s limit: 12 of 1200 requests left for now. Next refresh at 13:01:30.',
    ],
    ['nothing of the limit where no refresh is planned', { ...fresh, scarce }, undefined],
    [
      'the failure, not the limit, where there are both',
      stale({ scarce }, limited),
      `${labelOf(limited)}. Showing data as of 13:00:00. Next try at 13:01:30.`,
    ],
  ];
  for (const [what, state, words] of table) {
    it(`says ${what}`, () => {
      assert.equal(message(state), words);
    });
  }

  it('names the account where there are several, and only those that have something to say', () => {
    const all = [
      named(stale(), 'a', 'One'),
      named(fresh, 'b', 'Two'),
      named({ ...fresh, scarce, nextRefreshAt: next }, 'c', hostileName),
    ];
    const words = message(...all) ?? '';
    assert.ok(words.startsWith(`One: ${message(stale()) ?? ''} · `), words);
    assert.match(words, /\\u202Egnp.*: Cloudflare’s limit: 12 of/);
    assert.doesNotMatch(words, /Two|\u202E/);
    assert.equal(message(fresh, fresh), undefined);
  });

  it('says once what several accounts have in common, with the oldest age and the next try of any', () => {
    const first = named(stale(), 'a', 'One');
    const older = { ...known([]), at: sampleTime - minute, problem };
    const second = named(stale({ tunnels: older, nextRefreshAt: next + minute }), 'b', 'Two');
    const words = `${labelOf(problem)}. Showing data as of 12:59:00. Next try at 13:01:30.`;
    assert.equal(message(first, second), words);
    assert.equal(message(first, second, named(fresh, 'c', 'Three')), `One, Two: ${words}`);
  });

  it('is for the hover the same, of the account alone', () => {
    assert.equal(staleInWords(stale(), moment), message(stale()));
    assert.equal(staleInWords({ ...fresh, scarce, nextRefreshAt: next }, moment), undefined);
  });
});
