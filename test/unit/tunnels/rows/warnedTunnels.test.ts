import assert from 'node:assert/strict';
import { warnedInWords } from '../../../../src/tunnels/rows/warnedTunnels.ts';
import { connectorOf, known, stateOf, tunnelOf } from '../../../support/models.ts';
import { sampleTime } from '../../../support/sampleCompany.ts';

const [old, fine] = ['2024.1.0', '2026.8.2'].map((version) => known([connectorOf({ version })]));
assert.ok(old !== undefined && fine !== undefined);

/** An account whose tunnels are all healthy, with these connectors. */
const accountWith = (...read: readonly (typeof old | undefined)[]) => {
  const tunnels = read.map((_, index) => tunnelOf({ id: `${index}` }));
  const connectors = read.flatMap((one, index) => (one === undefined ? [] : [[`${index}`, one] as const]));
  return stateOf(tunnels, { connectors: new Map(connectors) });
};
const words = (...accounts: readonly ReturnType<typeof accountWith>[]) =>
  warnedInWords({ accounts, problems: [] }, sampleTime);

describe('The line above the rows', () => {
  it('counts the tunnels with a warning, of all accounts together', () => {
    assert.equal(words(accountWith(old, fine, undefined)), '1 tunnel with warnings');
    assert.equal(words(accountWith(old, fine), accountWith(old)), '2 tunnels with warnings');
  });

  it('says nothing where there are only notes, or nothing was read', () => {
    assert.equal(words(accountWith(fine, undefined)), undefined);
  });

  it('leaves to the status what is down or degraded', () => {
    for (const status of ['down', 'degraded']) {
      const state = stateOf([tunnelOf({ id: '0', status })], { connectors: new Map([['0', old]]) });
      assert.equal(words(state), undefined);
      assert.equal(words(state, accountWith(old)), '1 more tunnel with warnings');
      assert.equal(words(state, accountWith(old, old)), '2 more tunnels with warnings');
    }
  });

  it('counts those alone that the person chose', () => {
    const state = accountWith(old, old);
    const account = { ...state.account, tunnels: ['1'] };
    assert.equal(words({ ...state, account }), '1 tunnel with warnings');
  });
});
