import assert from 'node:assert/strict';
import type { ProblemKind } from '../../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import { sufficientPermissions } from '../../../../src/tunnels/problems/refusalWords.ts';
import { staleMessage } from '../../../../src/tunnels/overview/staleness.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { known, stateOf } from '../../../support/models.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const moment = { style: { timeZone: 'UTC' } };
const account = { id: 'a', name: 'Larkfield\u202E', tunnels: undefined };
const words = (kind: ProblemKind, fields: object = {}) =>
  describeProblem({ kind, detail: 'detail', ...fields }, account.name, moment);

describe('A problem in words', () => {
  it('differs by its kind', () => {
    const kinds: readonly ProblemKind[] = [
      ...(['auth', 'forbidden', 'notFound', 'rateLimited', 'network', 'timeout', 'tls'] as const),
      ...(['badResponse', 'server', 'blocked', 'settings', 'keychain'] as const),
    ];
    assert.equal(new Set(kinds.map((kind) => words(kind).label)).size, kinds.length);
    for (const kind of kinds) assert.notEqual(words(kind).action, '');
  });

  it('asks to sign in where no credential is stored, and names the account safely', () => {
    assert.equal(words('auth', { refusal: 'signedOut' }).label, 'Sign in to Larkfield\\u202E');
    assert.equal(words('auth').label, 'Credential rejected');
  });

  it('names the permissions of which one suffices', () => {
    for (const permission of sufficientPermissions) assert.ok(words('forbidden').action.includes(permission));
  });

  it('names time, field, status and setting where they are known', () => {
    assert.match(words('rateLimited', { retryAt: sampleTime }).action, /until 12:00:00$/);
    assert.match(words('rateLimited').action, /a few minutes$/);
    assert.match(words('badResponse', { field: 'result[3].id' }).action, /result\[3\]\.id/);
    assert.match(words('server', { status: 503 }).action, /^HTTP 503/);
    const setting = words('settings', { setting: 'tunnelExplorer.sortBy', detail: 'use name\u0007' });
    assert.match(setting.label, /tunnelExplorer\.sortBy/);
    assert.equal(setting.action, 'use name\\u0007');
  });
});

describe('The message above old rows', () => {
  const problem = { kind: 'network', detail: 'x' } as const;
  const stale = (change: Partial<AccountState> = {}) =>
    stateOf([], { tunnels: { ...known([]), problem }, ...change });
  const message = (...accounts: readonly AccountState[]) => staleMessage({ accounts, problems: [] }, moment);

  it('is none where all is fresh, or nothing is known', () => {
    const nothing = { value: undefined, at: undefined, problem };
    assert.equal(message(stateOf([]), stateOf([], { tunnels: nothing })), undefined);
  });

  const table: [change: Partial<AccountState>, next: string][] = [
    [{}, 'Refresh to try again.'],
    [{ nextRefreshAt: sampleTime + 60_000 }, 'Next try at 12:01:00.'],
    [{ refreshing: true }, 'Trying again now.'],
  ];
  for (const [change, next] of table) {
    it(`says what failed, how old the rows are, and: ${next}`, () => {
      assert.equal(message(stale(change)), `Cloudflare cannot be reached. Shown as of 12:00:00. ${next}`);
    });
  }

  it('names the account where there are several', () => {
    assert.match(message(stateOf([]), stale({ account })) ?? '', /^Larkfield\\u202E: Cloudflare/);
  });
});
