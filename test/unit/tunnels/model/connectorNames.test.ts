import assert from 'node:assert/strict';
import fc from 'fast-check';
import { givenNames, parseConnectorNames, withName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { ConnectorName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { Connector } from '../../../../src/tunnels/model/tunnel.ts';
import { anyConnectors, shuffled } from '../../../support/arbitraryModels.ts';
import { connectorOf } from '../../../support/models.ts';

const at = (id: string, originIp = '192.0.2.1', arch = 'linux_amd64') =>
  connectorOf({ id, arch }, { originIp });
const named = (connector: Connector, name: string, tunnelKey = 'w') =>
  withName([], tunnelKey, connector, name);
/** `new: rack (restart)` */
const shown = (connectors: readonly Connector[], names: readonly ConnectorName[], tunnelKey = 'w') =>
  [...givenNames(tunnelKey, connectors, names)].map(
    ([key, given]) => `${key}: ${given.name} (${given.kind === 'named' ? given.since : 'several'})`,
  );

const old = at('old');
const names = named(old, 'rack');

describe('The name of a connector', () => {
  it('is shown at the connector that was named, and at no other', () => {
    assert.deepEqual(shown([old, at('twin')], names), ['old: rack (naming)']);
    assert.deepEqual(shown([old], names, 'other tunnel'), []);
  });

  it('follows it over a restart: same tunnel, platform and address', () => {
    assert.deepEqual(shown([at('new')], names), ['new: rack (restart)']);
    const [elsewhere, otherPlatform] = [at('new', '192.0.2.2'), at('new', '192.0.2.1', 'linux_arm64')];
    assert.deepEqual(shown([elsewhere], names), []);
    assert.deepEqual(shown([otherPlatform], names), []);
    assert.deepEqual(shown([at('new')], names, 'other tunnel'), []);
  });

  it('follows it by one of several addresses', () => {
    const both = connectorOf({
      id: 'old',
      conns: [{ origin_ip: '192.0.2.1' }, { origin_ip: '2001:db8::1' }],
    });
    assert.deepEqual(shown([at('new', '2001:db8::1')], named(both, 'rack')), ['new: rack (restart)']);
  });

  it('follows none without an address, since all such would be the same', () => {
    const bare = (id: string) => connectorOf({ id, conns: null });
    assert.deepEqual(shown([bare('new')], named(bare('old'), 'rack')), []);
  });

  it('is at none of several that it would fit, and says so at each', () => {
    assert.deepEqual(shown([at('a'), at('b')], names), ['a: rack (several)', 'b: rack (several)']);
  });

  it('is at none that several names would fit', () => {
    const two = [...names, ...named(at('other'), 'shelf')];
    assert.deepEqual(shown([at('new')], two), ['new: rack (several)']);
  });

  it('is at none of several also where another name fits one of them alone', () => {
    const both = connectorOf({ id: 'old', conns: [{ origin_ip: '192.0.2.1' }, { origin_ip: '192.0.2.2' }] });
    const two = [...names, ...named({ ...both, key: 'old 2' }, 'shelf')];
    for (const given of [two, two.toReversed()]) {
      const kinds = shown([at('a'), at('b', '192.0.2.2')], given).map((line) => line.replace(/: .* /, ' '));
      assert.deepEqual(kinds, ['a (several)', 'b (several)']);
    }
  });

  it('goes to the one that is new where the other has a name of its own', () => {
    const twin = at('twin');
    const two = withName(names, 'w', twin, 'shelf', [old, twin]);
    assert.deepEqual(shown([twin, at('new')], two), ['twin: shelf (naming)', 'new: rack (restart)']);
  });
});

describe('Naming a connector', () => {
  it('replaces its name', () => {
    const renamed = withName(names, 'w', old, 'shelf');
    assert.deepEqual(shown([old], renamed), ['old: shelf (naming)']);
    assert.equal(renamed.length, 1);
  });

  it('takes it away with an empty name', () => {
    assert.deepEqual(withName(names, 'w', old, ''), []);
  });

  it('replaces also the name that followed it over a restart', () => {
    const fresh = at('new');
    const renamed = withName(names, 'w', fresh, 'shelf', [fresh]);
    assert.deepEqual(shown([fresh], renamed), ['new: shelf (naming)']);
    assert.deepEqual(shown([at('newer')], renamed), ['newer: shelf (restart)']);
    assert.deepEqual(withName(names, 'w', fresh, '', [fresh]), []);
  });

  it('decides where several would fit', () => {
    const [a, b] = [at('a'), at('b')];
    assert.deepEqual(shown([a, b], withName(names, 'w', b, 'rack', [a, b])), ['b: rack (naming)']);
  });

  it('leaves the names of other tunnels, and of a connector on the same host that is still there', () => {
    const twin = at('twin');
    const elsewhere = named(old, 'rack', 'x');
    const all = withName([...names, ...elsewhere], 'w', twin, 'shelf', [old, twin]);
    assert.deepEqual(shown([old, twin], all), ['old: rack (naming)', 'twin: shelf (naming)']);
    assert.deepEqual(shown([old], all, 'x'), ['old: rack (naming)']);
  });
});

describe('Stored names', () => {
  it('are read back as they were given', () => {
    assert.deepEqual(parseConnectorNames(JSON.parse(JSON.stringify(names))), names);
    const bare = named({ ...old, platform: undefined }, 'bare');
    assert.deepEqual(parseConnectorNames(JSON.parse(JSON.stringify(bare))), bare);
  });

  const garbage: readonly unknown[] = [undefined, null, 'rack', 5, {}, { name: 'rack' }, [[]], [null]];
  for (const stored of garbage) {
    it(`are none where ${stored === undefined ? 'nothing' : JSON.stringify(stored)} is stored`, () => {
      assert.deepEqual(parseConnectorNames(stored), []);
    });
  }

  it('lose an entry that makes no sense alone', () => {
    const [name] = names;
    const bad = [
      { name: 'x' },
      { ...name, name: '' },
      { ...name, name: 'x'.repeat(101) },
      { ...name, originIps: [5] },
    ];
    assert.deepEqual(parseConnectorNames([...bad, name, 'x']), names);
  });

  it('are read without fail, whatever is stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (stored) => {
        assert.ok(Array.isArray(parseConnectorNames(stored)));
      }),
    );
  });
});

describe('Names', () => {
  const naming = fc.record({
    before: anyConnectors,
    now: anyConnectors,
    pick: fc.array(fc.nat(4), { maxLength: 4 }),
  });

  it('are shown at one connector at most, and the same in any order', () => {
    const property = naming.chain(({ before, now, pick }) => {
      const given = pick.reduce<readonly ConnectorName[]>((all, index, place) => {
        const connector = before[index];
        return connector === undefined ? all : withName(all, 'w', connector, `name ${place}`, before);
      }, []);
      const hosts = now.map((connector, index) => ({ ...connector, ...hostOf(before[index % 2]) }));
      return fc.record({ given: fc.constant(given), order: shuffled(given), hosts: fc.constant(hosts) });
    });
    fc.assert(
      fc.property(property, ({ given, order, hosts }) => {
        const texts = [...givenNames('w', hosts, given).values()].flatMap((one) =>
          one.kind === 'named' ? [one.name] : [],
        );
        assert.equal(new Set(texts).size, texts.length);
        const kinds = (names: readonly ConnectorName[]) =>
          [...givenNames('w', hosts, names)]
            .map(([key, one]) => [key, one.kind, one.kind === 'named' ? one.name : ''])
            .toSorted();
        assert.deepEqual(kinds(order), kinds(given));
      }),
    );
  });
});

/** What a connector has of its host, which it keeps over a restart. */
function hostOf(connector: Connector | undefined): Partial<Connector> {
  return connector === undefined ? {} : { platform: connector.platform, connections: connector.connections };
}
