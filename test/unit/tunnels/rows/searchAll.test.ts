import assert from 'node:assert/strict';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { searchOffer, searchProgress, unreadTunnels } from '../../../../src/tunnels/rows/searchAll.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import type { Problem } from '../../../../src/tunnels/problems/problem.ts';
import { known, stateOf, tunnelOf } from '../../../support/models.ts';
import { minute, sampleTime } from '../../../support/sampleCompany.ts';

/** 13:00 in Berlin. */
const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };
const tunnels = (count: number) =>
  Array.from({ length: count }, (_, index) => tunnelOf({ id: `t${index}`, name: `t${index}` }));
const readOf = (...ids: readonly string[]): Partial<AccountState> => ({
  connectors: new Map(ids.map((id) => [id, known([])])),
});
const overview = (...accounts: readonly AccountState[]) => ({ accounts, problems: [] });
const offerOf = (state: AccountState, problem?: Problem) =>
  searchOffer(overview(state), problem && { account: 'A', problem }, moment);

describe('A search through all tunnels', () => {
  it('has those to read that are chosen, may have connectors, and were not read', () => {
    const idle = tunnelOf({ id: 'idle', status: 'inactive' });
    const state = stateOf([...tunnels(3), idle], readOf('t1'));
    const account = { ...state.account, tunnels: ['t0', 't1', 'idle'] };
    assert.deepEqual(
      unreadTunnels({ ...state, account }).map(({ id }) => id),
      ['t0'],
    );
  });

  it('is offered with what it takes, while there is something to read', () => {
    assert.equal(
      offerOf(stateOf(tunnels(1200))),
      'Reads the connectors of 1,200 tunnels that were not read yet, one request each',
    );
    assert.equal(offerOf(stateOf(tunnels(1))), 'Reads the connectors of 1 tunnel that was not read yet');
    assert.equal(offerOf(stateOf(tunnels(1), readOf('t0'))), undefined);
    assert.equal(offerOf(stateOf([])), undefined);
  });

  it('says afterwards how many were left out, and why', () => {
    const problem: Problem = { kind: 'network', detail: 'x' };
    const { label } = describeProblem(problem, 'A', moment);
    assert.equal(offerOf(stateOf(tunnels(12)), problem), `12 tunnels were left out: ${label}`);
    assert.equal(offerOf(stateOf(tunnels(1)), problem), `1 tunnel was left out: ${label}`);
    assert.equal(offerOf(stateOf(tunnels(1), readOf('t0')), problem), undefined);
  });

  it('says how far it is, in all accounts together', () => {
    const all = overview(stateOf(tunnels(900), readOf('t1', 't2')), stateOf(tunnels(100), readOf('t5')));
    assert.equal(searchProgress(all, undefined, moment), 'Searching 3 of 1,000 tunnels…');
  });

  it('says until when it waits where the limit is nearly reached', () => {
    const all = overview(stateOf(tunnels(2), readOf('t1')));
    assert.equal(
      searchProgress(all, sampleTime + 4 * minute, moment),
      '1 of 2 tunnels searched, waiting until 13:04:00: Cloudflare’s request limit is nearly reached',
    );
  });
});
