import assert from 'node:assert/strict';
import { notLoaded } from '../../../../src/tunnels/model/state.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import { describeRow } from '../../../../src/tunnels/rows/rowWords.ts';
import { hiddenInWords, shownTunnels } from '../../../../src/tunnels/rows/shownTunnels.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const now = sampleTime;
const tunnel = (id: string, status: string) => tunnelOf({ id, name: id, status });
const namesOf = (state: AccountState) =>
  shownTunnels(state, { show: 'wrong', now }).shown.map(({ key }) => key);
const words = (state: AccountState) => hiddenInWords({ accounts: [state], problems: [] }, 'wrong', now);
const roots = (state: AccountState) =>
  rootNodes({ accounts: [state], problems: [] }, rowOptions({ show: 'wrong' }));

/** All connections in one data center is a warning; one connector alone is a note. */
const inOnePlace = connectorOf({ id: 'c' }, { dataCenters: ['dfw08', 'dfw08', 'dfw08', 'dfw08'] });
const fine = connectorOf({ id: 'd' });

describe('Showing only tunnels with findings', () => {
  it('shows those that are degraded or down', () => {
    const statuses = ['healthy', 'degraded', 'down', 'inactive', 'paused'];
    assert.deepEqual(namesOf(stateOf(statuses.map((status) => tunnel(status, status)))), [
      'degraded',
      'down',
    ]);
  });

  it('shows those with a warning, but not those with notes alone', () => {
    const state = stateOf([tunnel('a', 'healthy'), tunnel('b', 'healthy')], {
      connectors: new Map([
        ['a', known([inOnePlace])],
        ['b', known([fine])],
      ]),
    });
    assert.deepEqual(namesOf(state), ['a']);
  });

  it('shows those with the row of a problem below them', () => {
    const failed = { ...notLoaded, problem: { kind: 'timeout', detail: '' } as const };
    const state = stateOf([tunnel('a', 'healthy'), tunnel('b', 'healthy'), tunnel('c', 'healthy')], {
      connectors: new Map([
        ['a', failed],
        ['b', known([fine])],
        ['c', known([fine])],
      ]),
      configurations: new Map([['c', failed]]),
    });
    assert.deepEqual(namesOf(state), ['a', 'c']);
  });

  it('counts those that are hidden and, apart, those of them that were not read yet', () => {
    const tunnels = ['a', 'b', 'c'].map((id) => tunnel(id, 'healthy'));
    const connectors = new Map([['a', known([fine])]]);
    assert.equal(words(stateOf(tunnels, { connectors })), '3 tunnels hidden, 2 of them not read yet');
    assert.equal(words(stateOf(tunnels.slice(1), { connectors })), '2 tunnels hidden, not read yet');
    assert.equal(words(stateOf(tunnels.slice(1, 2), { connectors })), '1 tunnel hidden, not read yet');
    assert.equal(words(stateOf(tunnels.slice(0, 1), { connectors })), '1 tunnel hidden');
    assert.equal(words(stateOf([tunnel('n', 'inactive')])), '1 tunnel hidden');
    assert.equal(words(stateOf([tunnel('d', 'down')])), undefined);
  });

  it('keeps the rows of problems, and says where nothing is left', () => {
    const state = stateOf([tunnel('a', 'healthy')]);
    const [nothing] = roots(state);
    assert.ok(nothing?.kind === 'empty');
    const { label, description } = describeRow(nothing, { now, style: { timeZone: 'UTC' } });
    assert.deepEqual(
      [label, description],
      ['No tunnels with findings', 'use Show All Tunnels to see the others'],
    );
    const problem = { kind: 'timeout', detail: '' } as const;
    const failed = { ...state, tunnels: { ...state.tunnels, problem } };
    assert.deepEqual(
      roots(failed).map(({ kind }) => kind),
      ['problem'],
    );
  });
});
