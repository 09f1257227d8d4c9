import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareTunnels } from '../../../../src/tunnels/changes/compareTunnels.ts';
import type { Snapshot } from '../../../../src/tunnels/changes/compareTunnels.ts';
import { applyChanges, comparable } from '../../../support/changes.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { minute, sampleTime } from '../../../support/sampleCompany.ts';

/** Few values for each, so that two snapshots have much in common. */
const maybe = <T>(...values: readonly T[]) => fc.option(fc.constantFrom(...values), { freq: 5 });

const connection = fc.record({
  id: maybe('i', 'j', 'k', 'l', 'm'),
  colo_name: maybe('dfw08', 'iad05', 'iad07', ''),
  origin_ip: maybe('192.0.2.1', '192.0.2.1', '2001:db8::1'),
  is_pending_reconnect: fc.constantFrom(false, false, false, true),
});

const connector = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    version: maybe('2026.8.2', '2026.8.2', '2026.9.0'),
    arch: maybe('linux_amd64', 'linux_amd64', 'linux_amd64', 'linux_arm64'),
    config_version: maybe(1, 2),
    features: fc.subarray(['x', 'y', 'z']),
    conns: fc.uniqueArray(connection, { maxLength: 4, selector: ({ id }) => id ?? {} }),
  })
  .map((fields) => connectorOf(fields));

const tunnel = fc
  .record({
    id: fc.constantFrom('t', 'u', 'v'),
    name: maybe('web', 'api'),
    status: maybe('healthy', 'degraded', 'down', 'inactive', 'paused'),
  })
  .map((fields) => tunnelOf(fields));

const byKey = { selector: ({ key }: { readonly key: string }) => key };

const snapshot: fc.Arbitrary<Snapshot> = fc.uniqueArray(tunnel, byKey).chain((tunnels) =>
  fc
    .array(fc.option(fc.uniqueArray(connector, byKey), { freq: 5 }), {
      minLength: tunnels.length,
      maxLength: tunnels.length,
    })
    .map((lists) => ({
      tunnels,
      connectors: new Map(
        lists.flatMap((list, index) => (list === null ? [] : [[tunnels[index]!.key, list] as const])),
      ),
    })),
);

const at = (time: number) => ({ at: time, accountId: 'a', accountName: 'Account A' });

function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

const reordered = ({ tunnels, connectors }: Snapshot): fc.Arbitrary<Snapshot> =>
  fc.record({
    tunnels: shuffled(tunnels),
    connectors: fc
      .tuple(
        ...[...connectors].map(([key, list]) =>
          fc
            .tuple(
              ...list.map((one) =>
                fc
                  .tuple(shuffled(one.connections), shuffled(one.features))
                  .map(([connections, features]) => ({ ...one, connections, features })),
              ),
            )
            .chain(shuffled)
            .map((connectors) => [key, connectors] as const),
        ),
      )
      .chain(shuffled)
      .map((entries) => new Map(entries)),
  });

describe('Whatever the states, what changed between them', () => {
  it('turns the first into the second', () => {
    fc.assert(
      fc.property(snapshot, snapshot, snapshot, fc.nat(10 * minute), (earlier, first, second, ago) => {
        const recent = compareTunnels(earlier, first, at(sampleTime - ago));
        const changes = compareTunnels(first, second, at(sampleTime), recent);
        const known = (key: string) => first.connectors.has(key) && second.connectors.has(key);
        assert.deepEqual(applyChanges(comparable(first, known), changes), comparable(second, known));
      }),
      { numRuns: 300 },
    );
  });

  it('is nothing where they are the same, in whatever order of lists', () => {
    fc.assert(
      fc.property(
        snapshot.chain((one) => fc.tuple(fc.constant(one), reordered(one))),
        ([one, other]) => {
          assert.deepEqual(compareTunnels(one, other, at(sampleTime)), []);
        },
      ),
    );
  });

  it('does not depend on the order of lists', () => {
    fc.assert(
      fc.property(
        snapshot.chain((one) => fc.tuple(fc.constant(one), reordered(one))),
        snapshot.chain((one) => fc.tuple(fc.constant(one), reordered(one))),
        ([first, firstToo], [second, secondToo]) => {
          assert.deepEqual(
            compareTunnels(firstToo, secondToo, at(sampleTime)),
            compareTunnels(first, second, at(sampleTime)),
          );
        },
      ),
    );
  });

  it('is plain JSON', () => {
    fc.assert(
      fc.property(snapshot, snapshot, (first, second) => {
        const changes = compareTunnels(first, second, at(sampleTime));
        assert.deepEqual(JSON.parse(JSON.stringify(changes)), changes);
      }),
    );
  });
});
