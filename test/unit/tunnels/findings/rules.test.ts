import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf } from '../../../../src/tunnels/findings/rules.ts';
import { parseVersion } from '../../../../src/tunnels/model/versions.ts';
import { anyConnectors, anyTunnel, shuffled } from '../../../support/arbitraryModels.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { day, sampleTime as now } from '../../../support/sampleCompany.ts';

describe('Findings', () => {
  it('are none of a tunnel that is well', () => {
    const connectors = [connectorOf({ id: 'a' }), connectorOf({ id: 'b' })];
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
