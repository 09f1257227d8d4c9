import assert from 'node:assert/strict';
import type { Connector } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { parseVersion } from '../../../../src/tunnels/model/versions.ts';
import { findingsIn, found, newest } from '../../../support/findings.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';

const b = { id: 'b', key: 'b' };
const full = connectorOf({ id: 'b' });

describe('Connectors of one tunnel differ', () => {
  const table: [kind: FindingKind, severity: string, one: object, other: object, values: string[]][] = [
    ['versionsDiffer', 'info', { version: '2026.10.0' }, { version: '2026.8.2' }, ['2026.8.2', '2026.10.0']],
    ['configurationsDiffer', 'warning', { config_version: 10 }, { config_version: 9 }, ['9', '10']],
    ['platformsDiffer', 'info', { arch: 'windows_amd64' }, { arch: 'Linux-x86_64' }, ['linux', 'windows']],
  ];
  for (const [kind, severity, one, other, values] of table) {
    it(`as ${kind} says, but not from one that does not tell`, () => {
      const [first, second] = [connectorOf({ id: 'a', ...one }), connectorOf({ id: 'b', ...other })];
      const of = (...connectors: readonly Connector[]) => found({ kind, connectors, published: 10 });
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
    kind: FindingKind,
    published: number | undefined,
    ...versions: readonly (number | undefined)[]
  ) =>
    found({
      kind,
      connectors: versions.map((configVersion) => ({ ...full, configVersion })),
      published,
    });

  it('is told with both versions', () => {
    assert.deepEqual(of('configurationBehind', 9, 8), [
      { severity: 'warning', connector: b, version: 8, published: 9 },
    ]);
    assert.deepEqual(of('configurationBehind', 9, 9), []);
    assert.deepEqual(of('configurationBehind', 9, 10), []);
    assert.deepEqual(of('configurationBehind', 9, undefined), []);
  });

  it('is not told, and no difference either, where it is not known what must have arrived', () => {
    assert.deepEqual(of('configurationBehind', undefined, 8), []);
    assert.deepEqual(of('configurationsDiffer', undefined, 8, 9), []);
    assert.equal(of('configurationsDiffer', 9, 8, 9).length, 1);
  });

  it('makes no difference while a newer one arrives', () => {
    assert.deepEqual(of('configurationsDiffer', 9, 9, 10), []);
  });
});

describe('A connector of an older version', () => {
  const of = (version: string | undefined) => found({ kind: 'outdated', connectors: [{ ...full, version }] });

  it('is told with the months that it is behind', () => {
    const facts = { connector: b, version: parseVersion('2026.5.0'), newest };
    assert.deepEqual(of('2026.5.0'), [{ severity: 'info', ...facts, months: 3 }]);
    assert.equal(of('2026.8.1').length, 1);
    assert.deepEqual(of('2026.8.2'), []);
    assert.deepEqual(of('2026.9.0'), []);
  });

  it('is a warning beyond the year that Cloudflare supports', () => {
    const severities = (version: string) =>
      findingsIn({ tunnel: tunnelOf(), connectors: [{ ...full, version }] }).flatMap(({ kind, severity }) =>
        kind === 'outdated' ? [severity] : [],
      );
    assert.deepEqual(severities('2025.8.0'), ['info']);
    assert.deepEqual(severities('2025.7.9'), ['warning']);
  });

  it('is not told where its version cannot be compared', () => {
    assert.deepEqual(of('DEV'), []);
    assert.deepEqual(of(undefined), []);
  });
});
