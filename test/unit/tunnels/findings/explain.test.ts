import assert from 'node:assert/strict';
import { explainTunnel } from '../../../../src/tunnels/findings/explain.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { configurationOf, connectorOf, known, stateOf, tunnelOf } from '../../../support/models.ts';
import { minute, sampleTime } from '../../../support/sampleCompany.ts';

const web = tunnelOf({ id: 'w', name: 'web' });
const api = tunnelOf({ id: 'x', name: 'api' });
const old = connectorOf({ id: 'old', version: '2026.5.0', config_version: 3 });
const fresh = connectorOf({ id: 'fresh', version: '2026.8.2' });

const stateWith = (change: Partial<AccountState> = {}) =>
  stateOf([web, api], { connectors: new Map([['w', known([old])]]), ...change });
const found = (state: AccountState, kind: string, tunnel = web) =>
  explainTunnel(state, tunnel, sampleTime).filter((finding) => finding.kind === kind);
const published = (version: number) => new Map([['w', known(configurationOf([], { version }))]]);

describe('What is said of a tunnel', () => {
  it('measures its connectors against the newest version of the whole account', () => {
    assert.deepEqual(found(stateWith(), 'outdated'), []);
    const connectors = new Map([
      ['w', known([old])],
      ['x', known([fresh])],
    ]);
    const [finding] = found(stateWith({ connectors }), 'outdated');
    assert.ok(finding?.kind === 'outdated');
    assert.deepEqual(
      [finding.connector.key, finding.months, finding.newest],
      ['old', 3, { year: 2026, month: 8, patch: 2 }],
    );
    assert.deepEqual(found(stateWith({ connectors }), 'outdated', api), []);
  });

  it('compares with the configuration that is published for it, not for another', () => {
    assert.deepEqual(found(stateWith(), 'configurationBehind'), []);
    assert.deepEqual(found(stateWith({ configurations: published(3) }), 'configurationBehind'), []);
    const [finding] = found(stateWith({ configurations: published(4) }), 'configurationBehind');
    assert.ok(finding?.kind === 'configurationBehind');
    assert.deepEqual([finding.version, finding.published], [3, 4]);
    const others = new Map([['x', known(configurationOf([], { version: 4 }))]]);
    assert.deepEqual(found(stateWith({ configurations: others }), 'configurationBehind'), []);
  });

  it('tells a connector that came since watching began from those that were there', () => {
    assert.deepEqual(found(stateWith({ firstSeen: new Map() }), 'firstSeen'), []);
    const at = sampleTime - 5 * minute;
    const [finding] = found(stateWith({ firstSeen: new Map([['old', at]]) }), 'firstSeen');
    assert.ok(finding?.kind === 'firstSeen');
    assert.deepEqual([finding.at, finding.originIps], [at, ['203.0.113.7']]);
  });

  it('tells connectors apart by key, also where the API repeats an id', () => {
    const twice = [connectorOf({ id: 'c' }), { ...connectorOf({ id: 'c' }), key: 'c#2' }];
    const at = sampleTime - minute;
    const firstSeen = new Map([['c#2', at]]);
    const state = stateWith({ connectors: new Map([['w', known(twice)]]), firstSeen });
    assert.deepEqual(
      found(state, 'firstSeen').map((finding) => finding.kind === 'firstSeen' && finding.connector.key),
      ['c#2'],
    );
  });

  it('says of connectors that are not loaded nothing', () => {
    assert.deepEqual(explainTunnel(stateWith({ connectors: new Map() }), web, sampleTime), []);
  });
});
