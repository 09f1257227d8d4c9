import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseChanges, withChanges } from '../../../../src/tunnels/changes/storedChanges.ts';
import type { Change, ChangeKind, ChangeOf } from '../../../../src/tunnels/changes/change.ts';

const of = { at: 1, accountId: 'a', accountName: 'A', tunnelKey: 'w', tunnelName: null };
const connector = {
  key: 'c',
  version: null,
  platform: 'linux_amd64',
  configVersion: 3,
  originIps: ['203.0.113.7'],
  dataCenters: [null, 'dfw08'],
};
const ofConnector = { ...of, connectorKey: 'c' };
const each: { readonly [K in ChangeKind]: ChangeOf<K> } = {
  tunnelCreated: { ...of, kind: 'tunnelCreated', status: 'healthy' },
  tunnelDeleted: { ...of, kind: 'tunnelDeleted' },
  tunnelRenamed: { ...of, kind: 'tunnelRenamed', from: 'x', to: null },
  statusChanged: { ...of, kind: 'statusChanged', from: 'unknown', to: 'down', fromText: 'paused' },
  connectorJoined: { ...of, kind: 'connectorJoined', connector },
  connectorLeft: { ...of, kind: 'connectorLeft', connector },
  connectorRestarted: { ...of, kind: 'connectorRestarted', from: 'b', connector },
  connectionMoved: { ...ofConnector, kind: 'connectionMoved', from: null, to: 'dfw08' },
  connectionCountChanged: {
    ...ofConnector,
    kind: 'connectionCountChanged',
    from: 1,
    to: 2,
    closed: [],
    opened: [null],
    originIps: [],
  },
  originChanged: { ...ofConnector, kind: 'originChanged', from: [], to: ['192.0.2.1'] },
  versionChanged: { ...ofConnector, kind: 'versionChanged', from: '1', to: null },
  configVersionChanged: { ...ofConnector, kind: 'configVersionChanged', from: null, to: 4 },
};
const changes: readonly Change[] = Object.values(each);
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index): Change => ({ ...each.tunnelDeleted, at: from + index }));

describe('The log of changes', () => {
  it('keeps the newest 500', () => {
    assert.deepEqual(withChanges(numbered(0, 499), numbered(499, 500)), numbered(0, 500));
    assert.deepEqual(withChanges(numbered(0, 500), numbered(500, 502)), numbered(2, 502));
    assert.deepEqual(withChanges([], numbered(0, 700)), numbered(200, 700));
  });

  it('comes back as it was stored, whatever the kind of change', () => {
    assert.deepEqual(parseChanges(JSON.parse(JSON.stringify(changes))), changes);
  });

  it('comes back no longer than it may be', () => {
    assert.deepEqual(parseChanges(numbered(0, 501)), numbered(1, 501));
  });

  it('leaves out what is no change, and keeps the others', () => {
    const bad: readonly unknown[] = [
      null,
      'x',
      {},
      { ...of, kind: 'tunnelMelted' },
      { ...each.statusChanged, to: 'melted' },
      { ...each.tunnelDeleted, at: '1' },
      { ...each.tunnelDeleted, at: 1e300 },
      { ...each.tunnelDeleted, tunnelName: undefined },
      { ...each.connectorJoined, connector: { ...connector, dataCenters: [1] } },
      { ...each.connectorJoined, since: 1e300 },
    ];
    for (const entry of bad) {
      assert.deepEqual(parseChanges([each.tunnelDeleted, entry, each.originChanged]), [
        each.tunnelDeleted,
        each.originChanged,
      ]);
    }
  });

  it('is empty where there is no list, and reads anything without an error', () => {
    for (const stored of [undefined, null, {}, 'x', 5]) assert.deepEqual(parseChanges(stored), []);
    fc.assert(
      fc.property(fc.array(fc.anything()), (stored) => {
        parseChanges(stored);
      }),
    );
  });
});
