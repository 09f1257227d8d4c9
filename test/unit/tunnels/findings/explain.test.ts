import assert from 'node:assert/strict';
import { explainTunnel } from '../../../../src/tunnels/findings/explain.ts';
import type { AccountState, Loaded } from '../../../../src/tunnels/model/state.ts';
import type { Connector } from '../../../../src/tunnels/model/tunnel.ts';
import {
  configurationOf,
  connectorOf,
  known,
  seenSince,
  stateOf,
  tunnelOf,
} from '../../../support/models.ts';
import { hour, minute, sampleTime, wireTime } from '../../../support/sampleCompany.ts';

const web = tunnelOf({ id: 'w', name: 'web' });
const api = tunnelOf({ id: 'x', name: 'api' });
const old = connectorOf({ id: 'old', version: '2026.5.0', config_version: 3 });

const seenIn = (tunnelKey: string, first: number, key: string): AccountState['seen'] =>
  new Map([[tunnelKey, { lastLook: sampleTime, connectors: seenSince(first, key) }]]);
const stateWith = (change: Partial<AccountState> = {}) =>
  stateOf([web, api], { connectors: new Map([['w', known([old])]]), ...change });
const found = (state: AccountState, kind: string, tunnel = web) =>
  explainTunnel(state, tunnel, sampleTime).filter((finding) => finding.kind === kind);

describe('What is said of a tunnel', () => {
  it('rests on one look for a minute, so that all that shows it costs one', () => {
    const state = stateWith({ seen: seenIn('w', sampleTime - hour, 'old') });
    const isNew = (ms: number) =>
      explainTunnel(state, web, sampleTime + ms).some(({ kind }) => kind === 'firstSeen');
    assert.deepEqual([isNew(0), isNew(minute - 1), isNew(minute)], [true, true, false]);
  });

  it('is not looked at again for what is read of another tunnel, and is for what is read of its own', () => {
    const before = stateWith({ seen: seenIn('w', sampleTime - hour, 'old') });
    const told = explainTunnel(before, web, sampleTime);
    const read = (key: string) => new Map([...before.connectors, [key, known([connectorOf({ id: key })])]]);
    assert.equal(explainTunnel({ ...before, connectors: read('x') }, web, sampleTime), told);
    const changes: readonly Partial<AccountState>[] = [
      { connectors: read('w') },
      { configurations: new Map([['w', known(configurationOf([]))]]) },
      { seen: seenIn('w', sampleTime, 'old') },
      { connectors: new Map([...before.connectors, ['x', known([connectorOf({ version: '2026.10.0' })])]]) },
    ];
    for (const change of changes) {
      const state = { ...before, ...change };
      assert.notEqual(explainTunnel(state, web, sampleTime), explainTunnel(before, web, sampleTime));
    }
  });

  describe('as to versions', () => {
    const ancient = connectorOf({ id: 'ancient', version: '2023.5.0' });
    const newer = connectorOf({ id: 'newer', version: '2026.10.0' });
    const outdated = (connectors: AccountState['connectors'], tunnels = [web, api]) => {
      const [finding] = found(stateOf(tunnels, { connectors }), 'outdated');
      return finding?.kind === 'outdated' ? [finding.connector.key, finding.newest.from] : undefined;
    };

    it('measures a whole account of old ones against the newest release that is known', () => {
      const all = new Map([
        ['w', known([ancient])],
        ['x', known([ancient])],
      ]);
      assert.deepEqual(outdated(all), ['ancient', 'release']);
      const current = new Map([['w', known([connectorOf({ version: '2026.8.2' })])]]);
      assert.equal(outdated(current), undefined);
    });

    it('speaks of the account only where all of its tunnels were read', () => {
      const both = new Map([
        ['w', known([ancient])],
        ['x', known([newer])],
      ]);
      assert.deepEqual(outdated(both), ['ancient', 'account']);
      assert.deepEqual(outdated(both, [web, api, tunnelOf({ id: 'y' })]), ['ancient', 'part']);
      // It never had a connector.
      const inactive = tunnelOf({ id: 'y', status: 'inactive' });
      assert.deepEqual(outdated(both, [web, api, inactive]), ['ancient', 'account']);
    });
  });

  describe('as to configurations', () => {
    interface Times {
      readonly published?: number | null;
      readonly configuration?: number;
      readonly connectors?: number;
    }
    /** Times before now; the connectors' version is 3, and one of them has 2. */
    const kindsOf = ({ published = hour, configuration = 0, connectors = 0 }: Times, tunnel = web) => {
      const created_at = published === null ? null : wireTime(sampleTime - published);
      const lagging = connectorOf({ id: 'lagging', config_version: 2 });
      const state = stateOf([web, api], {
        connectors: new Map([['w', { ...known([old, lagging]), at: sampleTime - connectors }]]),
        configurations: new Map([
          [
            'w',
            {
              ...known(configurationOf([], { version: 3, created_at })),
              at: sampleTime - configuration,
            },
          ],
        ]),
      });
      return explainTunnel(state, tunnel, sampleTime)
        .map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('configuration'));
    };
    const both = ['configurationBehind', 'configurationsDiffer'];

    it('compares with the one that is published for it, not for another', () => {
      const behind = (version: number, key = 'w') => {
        const configurations = new Map([[key, known(configurationOf([], { version }))]]);
        return found(stateWith({ configurations }), 'configurationBehind').length;
      };
      assert.equal(found(stateWith(), 'configurationBehind').length, 0);
      assert.deepEqual([behind(3), behind(4), behind(4, 'x')], [0, 1, 0]);
    });

    it('says so of a tunnel that is managed at Cloudflare, and of no other', () => {
      assert.deepEqual(kindsOf({}), both);
      for (const managedBy of ['local', 'unknown'] as const) {
        assert.deepEqual(kindsOf({}, { ...web, managedBy }), []);
      }
    });

    it('compares connectors with what had been published before, though it was read after them', () => {
      assert.deepEqual(kindsOf({ configuration: minute, connectors: 0 }), both);
      assert.deepEqual(kindsOf({ configuration: 0, connectors: 1 }), both);
      assert.deepEqual(kindsOf({ published: null, configuration: 0, connectors: 1 }), []);
    });

    it('leaves a minute for a new one to arrive before the connectors are read', () => {
      assert.deepEqual(kindsOf({ published: minute }), both);
      assert.deepEqual(kindsOf({ published: minute - 1 }), []);
      assert.deepEqual(kindsOf({ published: 2 * minute, configuration: 90_000, connectors: 90_000 }), []);
    });

    it('takes one without a time for as old as its reading', () => {
      assert.deepEqual(kindsOf({ published: null, configuration: minute }), both);
      assert.deepEqual(kindsOf({ published: null, configuration: minute - 1 }), []);
    });
  });

  it('does not take what was read before the tunnel went down for now', () => {
    const downAt = (inactiveSince: number) => ({ ...web, status: 'down' as const, inactiveSince });
    const kinds = (tunnel: typeof web) =>
      explainTunnel(stateWith(), tunnel, sampleTime).map((finding) =>
        finding.kind === 'down' ? `down ${finding.isContradicted}` : finding.kind,
      );
    assert.deepEqual(kinds(downAt(sampleTime + 1)), ['down false']);
    assert.ok(kinds(downAt(sampleTime)).includes('down true'));
  });

  it('knows the published routes of a tunnel that is managed at Cloudflare, and of no other', () => {
    const hosts = ['203.0.113.7', '198.51.100.4'].map((origin_ip) =>
      connectorOf({ id: origin_ip, conns: [{ origin_ip }] }),
    );
    const state = stateWith({
      connectors: new Map([['w', known(hosts)]]),
      configurations: new Map([['w', known(configurationOf([{ service: 'http://localhost' }]))]]),
    });
    const kind = 'localServiceOnSeveralHosts';
    assert.equal(found(state, kind).length, 1);
    assert.deepEqual(found(state, kind, { ...web, managedBy: 'local' }), []);
    assert.deepEqual(found({ ...state, configurations: new Map() }, kind), []);
  });

  it('judges connectors by when they were read', () => {
    const starting = connectorOf(
      { id: 's', run_at: wireTime(sampleTime - hour) },
      { dataCenters: ['dfw08', 'iad05', 'dfw08'] },
    );
    const read = (at: number) => stateWith({ connectors: new Map([['w', { ...known([starting]), at }]]) });
    assert.equal(found(read(sampleTime), 'sameFewConnections').length, 1);
    assert.equal(found(read(sampleTime - hour + minute), 'sameFewConnections').length, 0);
  });

  it('tells a connector that came since watching began from those that were there', () => {
    assert.deepEqual(found(stateWith({ seen: new Map() }), 'firstSeen'), []);
    const at = sampleTime - 5 * minute;
    const [finding] = found(stateWith({ seen: seenIn('w', at, 'old') }), 'firstSeen');
    assert.ok(finding?.kind === 'firstSeen');
    assert.deepEqual([finding.at, finding.originIps], [at, ['203.0.113.7']]);
  });

  it('tells connectors apart by key, also where the API repeats an id', () => {
    const twice = [connectorOf({ id: 'c' }), { ...connectorOf({ id: 'c' }), key: 'c#2' }];
    const at = sampleTime - minute;
    const state = stateWith({ connectors: new Map([['w', known(twice)]]), seen: seenIn('w', at, 'c#2') });
    assert.deepEqual(
      found(state, 'firstSeen').map((finding) => finding.kind === 'firstSeen' && finding.connector.key),
      ['c#2'],
    );
  });

  it('is worked out once for a state and a time, whoever asks', () => {
    const state = stateWith();
    const once = explainTunnel(state, web, sampleTime);
    assert.equal(explainTunnel(state, web, sampleTime), once);
    assert.notEqual(explainTunnel(stateWith(), web, sampleTime), once);
    const connectors = new Map([['w', known([connectorOf({ run_at: wireTime(sampleTime - 2 * hour) })])]]);
    const seen = stateWith({ connectors, seen: seenIn('w', sampleTime, connectorOf().key) });
    const isNew = (now: number) => explainTunnel(seen, web, now).some(({ kind }) => kind === 'firstSeen');
    assert.deepEqual([sampleTime, sampleTime + 2 * hour, sampleTime].map(isNew), [true, false, true]);
  });

  it('takes one look at all connectors of the account, however many tunnels ask', () => {
    let looks = 0;
    class Counted extends Map<string, Loaded<readonly Connector[]>> {
      override values() {
        looks++;
        return super.values();
      }
    }
    const state = stateWith({ connectors: new Counted([['w', known([old])]]) });
    for (const now of [sampleTime, sampleTime + 1]) {
      for (const tunnel of [web, api]) explainTunnel(state, tunnel, now);
    }
    assert.equal(looks, 1);
  });

  it('says of connectors that are not loaded nothing', () => {
    assert.deepEqual(explainTunnel(stateWith({ connectors: new Map() }), web, sampleTime), []);
  });
});
