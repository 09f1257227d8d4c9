import assert from 'node:assert/strict';
import { compareTunnels, snapshotOf } from '../../../../src/tunnels/changes/compareTunnels.ts';
import { notLoaded } from '../../../../src/tunnels/model/state.ts';
import { kinds, listing, context, one, web, where } from '../../../support/comparisons.ts';
import { known, stateOf, tunnelOf } from '../../../support/models.ts';

describe('What changed among tunnels', () => {
  it('is a new one, with its status', () => {
    const changes = compareTunnels(listing(), listing(web), context);
    assert.deepEqual(changes, [{ ...where, kind: 'tunnelCreated', status: 'healthy' }]);
  });

  it('is one that is gone, with the name that it had', () => {
    assert.deepEqual(compareTunnels(listing(web), listing(), context), [{ ...where, kind: 'tunnelDeleted' }]);
  });

  it('is a name, under the same id', () => {
    const renamed = tunnelOf({ id: 'w', name: 'shop' });
    assert.deepEqual(compareTunnels(listing(web), listing(renamed), context), [
      { ...where, tunnelName: 'shop', kind: 'tunnelRenamed', from: 'web', to: 'shop' },
    ]);
    const other = tunnelOf({ id: 'x', name: 'web' });
    assert.deepEqual(kinds(compareTunnels(listing(web), listing(other), context)), [
      'tunnelDeleted',
      'tunnelCreated',
    ]);
    const nameless = tunnelOf({ id: 'w', name: null });
    const [change] = compareTunnels(listing(web), listing(nameless), context);
    assert.deepEqual(change?.kind === 'tunnelRenamed' && change.to, null);
  });

  it('is a status, but not what else the API says of it', () => {
    const degraded = tunnelOf({ id: 'w', name: 'web', status: 'degraded' });
    assert.deepEqual(compareTunnels(listing(web), listing(degraded), context), [
      { ...where, kind: 'statusChanged', from: 'healthy', to: 'degraded' },
    ]);
    const since = tunnelOf({ id: 'w', name: 'web', conns_active_at: null, config_src: 'local' });
    assert.deepEqual(compareTunnels(listing(web), listing(since), context), []);
    const odd = ['paused', 'frozen'].map((status) => listing(tunnelOf({ id: 'w', status })));
    assert.deepEqual(compareTunnels(odd[0]!, odd[1]!, context), []);
  });

  it('keeps the API’s word for a status that this version does not know', () => {
    const paused = tunnelOf({ id: 'w', name: 'web', status: 'paused' });
    const unknown = { ...where, kind: 'statusChanged', from: 'healthy', to: 'unknown', toText: 'paused' };
    assert.deepEqual(compareTunnels(listing(web), listing(paused), context), [unknown]);
    const [back, created] = [
      ...compareTunnels(listing(paused), listing(web), context),
      ...compareTunnels(listing(), listing(paused), context),
    ];
    assert.equal(back?.kind === 'statusChanged' && back.fromText, 'paused');
    assert.equal(created?.kind === 'tunnelCreated' && created.statusText, 'paused');
  });
});

describe('A snapshot of a state', () => {
  it('is not there before the first list', () => {
    assert.equal(snapshotOf(stateOf([], { tunnels: notLoaded })), undefined);
  });

  it('holds the connectors that are known, whatever went wrong since', () => {
    const problem = { kind: 'network', detail: 'ECONNRESET' } as const;
    const connectors = new Map([
      ['w', { ...known([one]), problem }],
      ['x', { ...notLoaded, problem }],
    ]);
    const snapshot = snapshotOf(stateOf([web], { connectors }));
    assert.deepEqual([...(snapshot?.connectors ?? [])], [['w', [one]]]);
  });

  it('holds the chosen tunnels, so that choosing is no change', () => {
    const tunnels = [web, tunnelOf({ id: 'x' })];
    const account = { id: 'a', name: 'A', tunnels: ['w'] };
    const [all, chosen] = [stateOf(tunnels), stateOf(tunnels, { account })];
    const before = snapshotOf(all, account)!;
    assert.deepEqual(before.tunnels, [web]);
    assert.deepEqual(compareTunnels(before, snapshotOf(chosen)!, context), []);
  });
});
