import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf, staleSince } from '../../../../src/tunnels/findings/rules.ts';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingInput, FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { parseVersion } from '../../../../src/tunnels/model/versions.ts';
import { anyConnectors, anyTunnel, shuffled } from '../../../support/arbitraryModels.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { day, hour, minute, sampleTime, wireTime } from '../../../support/sampleCompany.ts';

const now = sampleTime;
const before = (span: number) => wireTime(now - span);

type Given = Partial<FindingInput> & { readonly kind: FindingKind };

/** The findings of one kind, without what all of them have. */
function found({ kind, ...given }: Given): readonly object[] {
  const findings = findingsOf({ tunnel: tunnelOf(), connectors: undefined, now, ...given });
  return findings
    .filter((finding) => finding.kind === kind)
    .map((finding) => Object.fromEntries(Object.entries(finding).filter(([field]) => field !== 'kind')));
}

const a = { id: 'a', key: 'a' };
const b = { id: 'b', key: 'b' };
const full = connectorOf({ id: 'b' });
const pending = { is_pending_reconnect: true };

describe('A tunnel that is down', () => {
  const of = (fields: object, kind: FindingKind) => found({ kind, tunnel: tunnelOf(fields) });

  it('is an error, with its time where that is known', () => {
    const since = { status: 'down', conns_inactive_at: before(hour) };
    assert.deepEqual(of(since, 'down'), [{ severity: 'error', since: Date.parse(before(hour)) }]);
    assert.deepEqual(of({ status: 'down', conns_inactive_at: null }, 'down'), [
      { severity: 'error', since: undefined },
    ]);
    for (const status of ['healthy', 'degraded', 'inactive', 'paused', null]) {
      assert.deepEqual(of({ status }, 'down'), []);
    }
  });

  it('is down for long from 30 days on', () => {
    const down = (age: number): Tunnel => ({ ...tunnelOf({ status: 'down' }), inactiveSince: now - age });
    const long = (tunnel: Tunnel) => found({ kind: 'downForLong', tunnel });
    assert.deepEqual(long(down(30 * day)), [{ severity: 'warning', since: now - 30 * day, days: 30 }]);
    assert.deepEqual(long(down(30 * day - 1)), []);
    assert.deepEqual(of({ status: 'down', conns_inactive_at: null }, 'downForLong'), []);
    assert.deepEqual(of({ status: 'inactive', created_at: before(99 * day) }, 'downForLong'), []);
  });
});

describe('A tunnel that never ran', () => {
  it('is of note, with its creation', () => {
    const of = (tunnel: Tunnel) => found({ kind: 'neverConnected', tunnel });
    const inactive = { ...tunnelOf({ status: 'inactive' }), createdAt: now - day };
    assert.deepEqual(of(inactive), [{ severity: 'info', createdAt: now - day }]);
    assert.deepEqual(of({ ...inactive, createdAt: undefined }), [{ severity: 'info', createdAt: undefined }]);
    assert.deepEqual(of({ ...inactive, status: 'down' }), []);
  });
});

describe('A stale tunnel', () => {
  const long = now - 30 * day;
  const of = (fields: Partial<Tunnel>) => staleSince({ ...tunnelOf(), ...fields }, now);

  it('has been down, or without use since its creation, for 30 days', () => {
    assert.equal(of({ status: 'down', inactiveSince: long }), long);
    assert.equal(of({ status: 'inactive', createdAt: long, inactiveSince: now }), long);
    assert.equal(of({ status: 'inactive', createdAt: undefined, inactiveSince: long }), long);
  });

  it('is none where it is younger, or has connections, or does not tell', () => {
    assert.equal(of({ status: 'down', inactiveSince: long + 1 }), undefined);
    assert.equal(of({ status: 'inactive', createdAt: long + 1 }), undefined);
    assert.equal(of({ status: 'healthy', createdAt: long, inactiveSince: long }), undefined);
    assert.equal(of({ status: 'inactive', createdAt: undefined, inactiveSince: undefined }), undefined);
  });
});

describe('A connector with few connections', () => {
  const of = (...connectors: readonly Connector[]) => found({ kind: 'fewConnections', connectors });
  const having = (conns: readonly object[], id = 'a') => connectorOf({ id, conns: [...conns] });
  const warning = { severity: 'warning', connector: a, expected: 4, status: 'healthy' };

  it('has fewer than four, or none', () => {
    assert.deepEqual(of(having([{}, {}, {}])), [{ ...warning, live: 3 }]);
    assert.deepEqual(of(having([])), [{ ...warning, live: 0 }]);
    assert.deepEqual(of(having([{}, {}, {}, {}])), []);
  });

  it('has fewer than another one of its tunnel', () => {
    const five = having([{}, {}, {}, {}, {}], 'b');
    assert.deepEqual(of(having([{}, {}, {}, {}]), five), [{ ...warning, live: 4, expected: 5 }]);
    assert.deepEqual(of(five), []);
  });

  it('is not helped by a connection that waits for its reconnect', () => {
    assert.deepEqual(of(having([{}, {}, {}, pending])), [{ ...warning, live: 3 }]);
    assert.deepEqual(of(having([{}, {}, {}, {}, pending])), []);
  });

  it('explains the status, which explains nothing by itself', () => {
    const tunnel = tunnelOf({ status: 'degraded' });
    const few = found({ kind: 'fewConnections', tunnel, connectors: [having([{}])] });
    assert.deepEqual(few, [{ ...warning, live: 1, status: 'degraded' }]);
    assert.deepEqual(findingsOf({ tunnel, connectors: undefined, now }), []);
    assert.deepEqual(findingsOf({ tunnel, connectors: [], now }), []);
  });
});

describe('Connections that lead to one place', () => {
  const of = (kind: FindingKind, ...lists: readonly (readonly (string | null)[])[]) =>
    found({
      kind,
      connectors: lists.map((codes, index) =>
        connectorOf({ id: `${index}`, conns: codes.map((colo_name) => ({ colo_name })) }),
      ),
    });

  it('lead to one data center', () => {
    const finding = { severity: 'warning', dataCenter: 'lhr01', live: 2 };
    assert.deepEqual(of('oneDataCenter', ['lhr01', 'lhr01']), [finding]);
    assert.deepEqual(of('oneDataCenter', ['lhr01'], ['lhr01']), [finding]);
    assert.deepEqual(of('oneDataCenter', ['lhr01', 'lhr14']), []);
  });

  it('lead to one city', () => {
    assert.deepEqual(of('oneCity', ['lhr14', 'lhr01', 'LHR']), [
      { severity: 'warning', dataCenters: ['LHR', 'lhr01', 'lhr14'], live: 3 },
    ]);
    assert.deepEqual(of('oneCity', ['lhr01', 'lhr01']), []);
    assert.deepEqual(of('oneCity', ['lhr01', 'man01']), []);
    assert.deepEqual(of('oneCity', ['lhr01', 'lhr14'], ['man01']), []);
  });

  it('are two at least, and all of them known', () => {
    for (const kind of ['oneDataCenter', 'oneCity'] as const) {
      assert.deepEqual(of(kind, ['lhr01']), []);
      assert.deepEqual(of(kind, ['lhr01', 'lhr01', null]), []);
      assert.deepEqual(of(kind, ['lhr01', 'lhr14', null]), []);
    }
  });

  it('are those that carry traffic', () => {
    const conns = [{ colo_name: 'lhr01' }, { colo_name: 'lhr01' }, { colo_name: 'man01', ...pending }];
    assert.equal(found({ kind: 'oneDataCenter', connectors: [connectorOf({ conns })] }).length, 1);
    const lost = [{ colo_name: 'lhr01' }, { colo_name: 'lhr01', ...pending }];
    assert.equal(found({ kind: 'oneDataCenter', connectors: [connectorOf({ conns: lost })] }).length, 0);
  });
});

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

describe('Connections that all opened anew', () => {
  interface Times {
    readonly run: number | undefined;
    readonly opened: readonly (number | undefined)[];
  }
  /** Times before now. */
  const of = ({ run, opened }: Times) => {
    const conns = opened.map((age) => ({ opened_at: age === undefined ? null : before(age) }));
    const connector = connectorOf({ id: 'b', run_at: run === undefined ? null : before(run), conns });
    return found({ kind: 'reconnected', connectors: [connector] });
  };
  const storm: Times = { run: 40 * minute, opened: [5 * minute, 10 * minute] };

  it('are told with the time of the first and that of the start', () => {
    const at = Date.parse(before(10 * minute));
    const startedAt = Date.parse(before(40 * minute));
    assert.deepEqual(of(storm), [{ severity: 'warning', connector: b, live: 2, at, startedAt }]);
  });

  it('opened long after the start, close together, and of late', () => {
    assert.equal(of({ ...storm, run: 40 * minute - 1 }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute - 1, 10 * minute] }).length, 0);
    assert.equal(of({ run: 5 * day, opened: [hour, hour] }).length, 1);
    assert.equal(of({ run: 5 * day, opened: [hour + 1, hour + 1] }).length, 0);
  });

  it('are two at least, all with their times', () => {
    assert.equal(of({ ...storm, opened: [5 * minute] }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute, 5 * minute, undefined] }).length, 0);
    assert.equal(of({ ...storm, opened: [5 * minute, 5 * minute, 5 * day] }).length, 0);
    assert.equal(of({ ...storm, run: undefined }).length, 0);
  });

  it('are those that carry traffic', () => {
    const opened = [{}, {}].map(() => ({ opened_at: before(minute) }));
    const lost = { opened_at: before(5 * day), is_pending_reconnect: true };
    const connector = connectorOf({ run_at: before(5 * day), conns: [...opened, lost] });
    assert.equal(found({ kind: 'reconnected', connectors: [connector] }).length, 1);
  });
});

describe('Findings', () => {
  it('are none of a tunnel that is well', () => {
    const connectors = [connectorOf({ id: 'a' }), full];
    const newest = parseVersion('2026.8.2');
    assert.deepEqual(findingsOf({ tunnel: tunnelOf(), connectors, newest, published: 1, now }), []);
  });

  it('come worst first', () => {
    const connectors = [
      connectorOf({ id: 'a', version: '2026.5.0', conns: [] }),
      connectorOf(
        { id: 'b', config_version: 0, version: '2024.1.0' },
        { dataCenters: ['lhr01', 'lhr14', 'lhr01', 'lhr14'] },
      ),
    ];
    const tunnel = { ...tunnelOf({ status: 'down' }), inactiveSince: now - 31 * day };
    const newest = parseVersion('2026.8.2');
    const findings = findingsOf({
      tunnel,
      connectors,
      newest,
      published: 1,
      firstSeen: new Map(connectors.map(({ key }) => [key, now])),
      now,
    });
    assert.deepEqual(
      findings.map(({ severity, kind }) => `${severity} ${kind}`),
      [
        'error down',
        'warning downForLong',
        'warning fewConnections',
        'warning configurationBehind',
        'warning configurationsDiffer',
        'warning oneCity',
        'warning outdated',
        'info outdated',
        'info versionsDiffer',
        'info firstSeen',
        'info firstSeen',
      ],
    );
  });

  it('do not depend on the order of connectors, connections and features', () => {
    const twice = anyConnectors.chain((connectors) =>
      fc.tuple(
        fc.constant(connectors),
        fc
          .tuple(
            ...connectors.map((connector) =>
              fc
                .tuple(shuffled(connector.connections), shuffled(connector.features))
                .map(([connections, features]) => ({ ...connector, connections, features })),
            ),
          )
          .chain(shuffled),
      ),
    );
    fc.assert(
      fc.property(anyTunnel, twice, fc.nat(3), (tunnel, [one, other], published) => {
        const rest = { tunnel, published, newest: parseVersion('2026.8.2'), now };
        const firstSeen = new Map(one.map(({ key }) => [key, now]));
        assert.deepEqual(
          findingsOf({ ...rest, firstSeen, connectors: one }),
          findingsOf({ ...rest, firstSeen, connectors: other }),
        );
      }),
    );
  });
});
