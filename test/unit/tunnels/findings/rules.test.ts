import assert from 'node:assert/strict';
import fc from 'fast-check';
import { staleSince } from '../../../../src/tunnels/findings/rules.ts';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingInput, FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { anyConnectors, anyTunnel, shuffled } from '../../../support/arbitraryModels.ts';
import { before, findingsIn, found } from '../../../support/findings.ts';
import { configurationOf, connectorOf, seenSince, tunnelOf } from '../../../support/models.ts';
import { day, hour, minute, sampleTime as now } from '../../../support/sampleCompany.ts';

const b = { id: 'b', key: 'b' };
const full = connectorOf({ id: 'b' });
const pending = { is_pending_reconnect: true };

describe('A tunnel that is down', () => {
  const of = (fields: object, kind: FindingKind) => found({ kind, tunnel: tunnelOf(fields) });

  it('is an error, with its time where that is known', () => {
    const since = { status: 'down', conns_inactive_at: before(hour) };
    const finding = { severity: 'error', isContradicted: false };
    assert.deepEqual(of(since, 'down'), [{ ...finding, since: Date.parse(before(hour)) }]);
    assert.deepEqual(of({ status: 'down', conns_inactive_at: null }, 'down'), [
      { ...finding, since: undefined },
    ]);
    for (const status of ['healthy', 'degraded', 'inactive', 'paused', null]) {
      assert.deepEqual(of({ status }, 'down'), []);
    }
  });

  it('is contradicted by a connector that has a connection, and by no other', () => {
    const isContradicted = (conns: readonly object[]) =>
      findingsIn({
        tunnel: tunnelOf({ status: 'down' }),
        connectors: [connectorOf({ conns: [...conns] })],
      }).flatMap((finding) => (finding.kind === 'down' ? [finding.isContradicted] : []));
    assert.deepEqual(isContradicted([{}]), [true]);
    assert.deepEqual(isContradicted([pending]), [false]);
    assert.deepEqual(isContradicted([]), [false]);
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

describe('A local service on several hosts', () => {
  const from = (id: string, ...ips: readonly string[]) =>
    connectorOf({ id, conns: ips.map((origin_ip) => ({ origin_ip })) });
  const of = (services: readonly string[], ...connectors: readonly Connector[]) =>
    found({
      kind: 'localServiceOnSeveralHosts',
      connectors,
      routes: configurationOf(services.map((service) => ({ service }))).rules,
    });
  const [one, other] = [from('a', '203.0.113.7'), from('b', '198.51.100.4')];

  it('is a warning, with the hosts and the routes that lead there', () => {
    const services = ['http://web.internal', 'http://localhost:8080'];
    const [, local] = configurationOf(services.map((service) => ({ service }))).rules;
    assert.deepEqual(of(services, one, other), [
      { severity: 'warning', hosts: [['198.51.100.4'], ['203.0.113.7']], routes: [local] },
    ]);
  });

  it('is none on one host, though that has two connectors or two addresses', () => {
    assert.deepEqual(of(['http://localhost'], one), []);
    assert.deepEqual(of(['http://localhost'], one, from('b', '203.0.113.7')), []);
    assert.deepEqual(of(['http://localhost'], from('a', '203.0.113.7', '2001:db8::7')), []);
  });

  it('is none where every route leads elsewhere, or none is known', () => {
    assert.deepEqual(of(['http://web.internal', 'http_status:404'], one, other), []);
    assert.deepEqual(of([], one, other), []);
    assert.deepEqual(found({ kind: 'localServiceOnSeveralHosts', connectors: [one, other] }), []);
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

describe('A connector seen for the first time', () => {
  const conns = ['192.0.2.2', '192.0.2.1', '192.0.2.2'].map((origin_ip) => ({ origin_ip }));
  const connector = connectorOf({ id: 'b', conns });
  const of = (seen: NonNullable<FindingInput['seen']>, seenConnector = connector) =>
    found({ kind: 'firstSeen', connectors: [seenConnector], seen });
  const finding = { severity: 'info', connector: b, originIps: ['192.0.2.1', '192.0.2.2'] };

  it('is told with its addresses and the time, for an hour', () => {
    assert.deepEqual(of(seenSince(now, 'b')), [{ ...finding, at: now }]);
    assert.deepEqual(of(seenSince(now - hour, 'b')), [{ ...finding, at: now - hour }]);
    assert.deepEqual(of(seenSince(now - hour - 1, 'b')), []);
  });

  it('is told with the last look, where it came while nobody watched', () => {
    const came = (since: number) => of(new Map([['b', { first: now, last: now, since }]]));
    assert.deepEqual(came(now - 15 * minute), [{ ...finding, at: now }]);
    assert.deepEqual(came(now - 16 * minute), [{ ...finding, at: now, since: now - 16 * minute }]);
  });

  it('is not one that was there from the start, nor any without an id', () => {
    assert.deepEqual(of(new Map()), []);
    assert.deepEqual(of(new Map([['b', { first: now, last: now, since: undefined }]])), []);
    assert.deepEqual(of(seenSince(now, 'b'), { ...connector, id: undefined }), []);
  });
});

describe('Findings', () => {
  it('are none of a tunnel that is well', () => {
    const connectors = [connectorOf({ id: 'a' }), full];
    assert.deepEqual(findingsIn({ tunnel: tunnelOf(), connectors, published: 1 }), []);
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
    const findings = findingsIn({
      tunnel,
      connectors,
      published: 1,
      seen: seenSince(now, ...connectors.map(({ key }) => key)),
    });
    assert.deepEqual(
      findings.map(({ severity, kind }) => `${severity} ${kind}`),
      [
        'error down',
        'warning downForLong',
        'warning noConnections',
        'warning configurationBehind',
        'warning configurationsDiffer',
        'warning outdated',
        'info oneCity',
        'info outdated',
        'info oneConnector',
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
        const rest = { tunnel, published };
        const seen = seenSince(now, ...one.map(({ key }) => key));
        assert.deepEqual(
          findingsIn({ ...rest, seen, connectors: one }),
          findingsIn({ ...rest, seen, connectors: other }),
        );
      }),
    );
  });
});
