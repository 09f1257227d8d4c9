import assert from 'node:assert/strict';
import { findingsOf } from '../../../../src/tunnels/findings/rules.ts';
import type { Connector } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingInput, FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { parseVersion } from '../../../../src/tunnels/model/versions.ts';
import { found } from '../../../support/findings.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { hour, sampleTime as now } from '../../../support/sampleCompany.ts';

const b = { id: 'b', key: 'b' };
const full = connectorOf({ id: 'b' });

describe('One connector', () => {
  it('has no failover, two have', () => {
    const of = (...connectors: readonly Connector[]) => found({ kind: 'oneConnector', connectors });
    assert.deepEqual(of(full), [{ severity: 'info', connector: b }]);
    assert.deepEqual(of(full, connectorOf({ id: 'a' })), []);
    assert.deepEqual(of(), []);
  });
});

describe('Connectors of one tunnel differ', () => {
  const table: [kind: FindingKind, severity: string, one: object, other: object, values: string[]][] = [
    ['versionsDiffer', 'info', { version: '2026.10.0' }, { version: '2026.8.2' }, ['2026.8.2', '2026.10.0']],
    ['configurationsDiffer', 'warning', { config_version: 10 }, { config_version: 9 }, ['9', '10']],
    ['platformsDiffer', 'info', { arch: 'windows_amd64' }, { arch: 'Linux-x86_64' }, ['linux', 'windows']],
  ];
  for (const [kind, severity, one, other, values] of table) {
    it(`as ${kind} says, but not from one that does not tell`, () => {
      const [first, second] = [connectorOf({ id: 'a', ...one }), connectorOf({ id: 'b', ...other })];
      const of = (...connectors: readonly Connector[]) => found({ kind, connectors });
      const spread = values.map((value) => ({ value, connectors: 1 }));
      assert.deepEqual(of(first, second), [{ severity, spread }]);
      assert.deepEqual(of(first, { ...first, key: 'b' }), []);
      assert.deepEqual(of(first), []);
      const silent = { ...second, version: undefined, configVersion: undefined, platform: undefined };
      assert.deepEqual(of(first, silent), []);
    });
  }

  it('by platform only where the family is another', () => {
    const of = (...platforms: readonly string[]) =>
      found({
        kind: 'platformsDiffer',
        connectors: platforms.map((arch, index) => connectorOf({ id: `${index}`, arch })),
      }).length;
    assert.equal(of('linux_amd64', 'linux_arm64', 'linux-x86_64'), 0);
    assert.equal(of('linux_amd64', '_'), 0);
    assert.equal(of('linux_amd64', 'darwin_arm64'), 1);
  });

  it('in features, where they tell any', () => {
    const of = (...lists: readonly (readonly string[])[]) =>
      found({
        kind: 'featuresDiffer',
        connectors: lists.map((features, index) => connectorOf({ id: `${index}`, features: [...features] })),
      });
    const spread = [
      { value: 'pq', connectors: 1 },
      { value: 'quic', connectors: 1 },
    ];
    assert.deepEqual(of(['logs', 'pq'], ['quic', 'logs'], []), [{ severity: 'info', spread, of: 2 }]);
    assert.deepEqual(of(['logs', 'pq'], ['pq', 'logs'], []), []);
    assert.deepEqual(of(['logs', 'logs'], ['logs']), []);
    assert.deepEqual(of(['logs', 'pq', 'pq'], ['logs']), [{ severity: 'info', spread: [spread[0]], of: 2 }]);
  });
});

describe('A configuration behind the published one', () => {
  const of = (
    config_src: 'cloudflare' | 'local' | null,
    config_version: number | null,
    published: number | undefined,
  ) =>
    found({
      kind: 'configurationBehind',
      tunnel: { ...tunnelOf({ config_src }), ...(config_src === null ? { managedBy: 'unknown' } : {}) },
      connectors: [{ ...full, configVersion: config_version ?? undefined }],
      published,
    });

  it('is told with both versions', () => {
    assert.deepEqual(of('cloudflare', 8, 9), [
      { severity: 'warning', connector: b, version: 8, published: 9 },
    ]);
    assert.deepEqual(of('cloudflare', 9, 9), []);
    assert.deepEqual(of('cloudflare', 10, 9), []);
  });

  it('is never told of a local configuration, or without a version', () => {
    assert.deepEqual(of('local', 0, 9), []);
    assert.deepEqual(of(null, 0, 9), []);
    assert.deepEqual(of('cloudflare', null, 9), []);
    assert.deepEqual(of('cloudflare', 8, undefined), []);
  });
});

describe('A connector seen for the first time', () => {
  const conns = ['192.0.2.2', '192.0.2.1', '192.0.2.2'].map((origin_ip) => ({ origin_ip }));
  const connector = connectorOf({ id: 'b', conns });
  const of = (firstSeen: NonNullable<FindingInput['firstSeen']>, seenConnector = connector) =>
    found({ kind: 'firstSeen', connectors: [seenConnector], firstSeen });
  const finding = { severity: 'info', connector: b, originIps: ['192.0.2.1', '192.0.2.2'] };

  it('is told with its addresses and the time, for an hour', () => {
    assert.deepEqual(of(new Map([['b', now]])), [{ ...finding, at: now }]);
    assert.deepEqual(of(new Map([['b', now - hour]])), [{ ...finding, at: now - hour }]);
    assert.deepEqual(of(new Map([['b', now - hour - 1]])), []);
  });

  it('is not one that was there from the start, nor any without an id', () => {
    assert.deepEqual(of(new Map()), []);
    assert.deepEqual(of(new Map([['b', now]]), { ...connector, id: undefined }), []);
  });
});

describe('A connector of an older version', () => {
  const of = (version: string | undefined, newest: string | undefined) =>
    found({ kind: 'outdated', connectors: [{ ...full, version }], newest: parseVersion(newest) });

  it('is told with the months that it is behind', () => {
    const facts = { connector: b, version: parseVersion('2026.5.0'), newest: parseVersion('2026.8.2') };
    assert.deepEqual(of('2026.5.0', '2026.8.2'), [{ severity: 'info', ...facts, months: 3 }]);
    assert.equal(of('2026.8.1', '2026.8.2').length, 1);
    assert.deepEqual(of('2026.8.2', '2026.8.2'), []);
    assert.deepEqual(of('2026.9.0', '2026.8.2'), []);
  });

  it('is a warning beyond the year that Cloudflare supports', () => {
    const severities = (version: string) =>
      findingsOf({
        tunnel: tunnelOf(),
        connectors: [{ ...full, version }],
        newest: parseVersion('2026.8.2'),
        now,
      }).flatMap(({ kind, severity }) => (kind === 'outdated' ? [severity] : []));
    assert.deepEqual(severities('2025.8.0'), ['info']);
    assert.deepEqual(severities('2025.7.9'), ['warning']);
  });

  it('is not told where one of the two cannot be compared', () => {
    assert.deepEqual(of('DEV', '2026.8.2'), []);
    assert.deepEqual(of(undefined, '2026.8.2'), []);
    assert.deepEqual(of('2026.5.0', undefined), []);
  });
});
