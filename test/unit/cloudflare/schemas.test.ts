import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readEnvelope } from '../../../src/cloudflare/envelope.ts';
import {
  readAccounts,
  readConfiguration,
  readConnectors,
  readTokenStatus,
  readTunnel,
  readTunnels,
} from '../../../src/cloudflare/schemas.ts';
import { aConfiguration, aConnector, aTunnel } from '../../support/sampleCompany.ts';

const keysOf = (items: readonly { readonly key: string }[]) => items.map(({ key }) => key);

describe('A tunnel of the API', () => {
  it('is read in full', () => {
    const json = aTunnel({ id: 'id-1', name: 'web', created_at: '2026-01-02T03:04:05.678901Z' });
    const { value, unreadable } = readTunnel(json);
    assert.deepEqual(unreadable, []);
    assert.deepEqual(value, {
      key: 'id-1',
      id: 'id-1',
      name: 'web',
      status: 'healthy',
      statusText: 'healthy',
      managedBy: 'cloudflare',
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      activeSince: Date.parse(json.conns_active_at ?? ''),
      inactiveSince: undefined,
      json,
    });
  });

  it('is read alike where fields are missing and where they are null', () => {
    const nothing = { key: '#1', id: undefined, name: undefined, status: 'unknown', statusText: undefined };
    const times = { createdAt: undefined, activeSince: undefined, inactiveSince: undefined };
    const nulls = Object.fromEntries(Object.keys(aTunnel()).map((name) => [name, null]));
    for (const json of [{}, nulls]) {
      const { value, unreadable } = readTunnel(json);
      assert.deepEqual(value, { ...nothing, managedBy: 'unknown', ...times, json });
      assert.deepEqual(unreadable, []);
    }
  });

  it('has not been given what is sent empty, or is only spaces: no row stands blank', () => {
    const blank = {
      name: '',
      status: '',
      config_src: '',
      colo_name: ' ',
      origin_ip: '',
      version: '',
      arch: '',
    };
    const tunnel = readTunnel({ ...aTunnel(), ...blank }).value;
    assert.deepEqual([tunnel?.name, tunnel?.status, tunnel?.statusText], [undefined, 'unknown', undefined]);
    const wire = {
      ...aConnector(),
      ...blank,
      id: '',
      features: ['', 'a'],
      conns: [{ ...blank, uuid: 'u', id: '' }],
    };
    const [connector] = readConnectors([wire]).value;
    const { id, version, platform, features, connections } = connector!;
    assert.deepEqual([id, version, platform, features], [undefined, undefined, undefined, ['a']]);
    const [connection] = connections;
    assert.deepEqual(
      [connection?.id, connection?.dataCenter, connection?.originIp],
      ['u', undefined, undefined],
    );
    const rule = { hostname: '', path: '', service: '' };
    const read = readConfiguration(aConfiguration({ config: { ingress: [rule] } })).value?.rules[0];
    assert.deepEqual([read?.hostname, read?.path, read?.service], [undefined, undefined, undefined]);
    assert.deepEqual(readAccounts([{ id: '' }, { id: 'a', name: '' }]).value, [{ id: 'a', name: undefined }]);
  });

  it('may have fields of which nothing is known', () => {
    assert.deepEqual(readTunnel({ ...aTunnel(), novelty: { a: [1] } }).unreadable, []);
  });

  it('keeps the text of a status that is not known', () => {
    const { value, unreadable } = readTunnel(aTunnel({ status: 'paused' }));
    assert.deepEqual([value?.status, value?.statusText, unreadable], ['unknown', 'paused', []]);
  });

  it('is managed as config_src says, or the older remote_config where that is missing', () => {
    const table: [fields: object, managedBy: string][] = [
      [{ config_src: 'local', remote_config: true }, 'local'],
      [{ config_src: 'cloudflare', remote_config: false }, 'cloudflare'],
      [{ remote_config: true }, 'cloudflare'],
      [{ remote_config: false }, 'local'],
      [{ config_src: 'elsewhere', remote_config: true }, 'unknown'],
      [{}, 'unknown'],
    ];
    for (const [fields, managedBy] of table) assert.equal(readTunnel(fields).value?.managedBy, managedBy);
  });

  it('has no time where Go’s zero time is sent, and a named field where it is no time', () => {
    const zero = readTunnel(aTunnel({ created_at: '0001-01-01T00:00:00Z' }));
    assert.deepEqual([zero.value?.createdAt, zero.unreadable], [undefined, []]);
    const bad = readTunnel(aTunnel({ created_at: 'yesterday' }));
    assert.deepEqual([bad.value?.createdAt, bad.unreadable], [undefined, ['result[0].created_at']]);
  });
});

describe('A list of tunnels', () => {
  it('names fields of a wrong type by their path and keeps the rest of the item', () => {
    const { value, unreadable } = readTunnels([
      aTunnel({ name: 'a' }),
      { ...aTunnel({ name: 'b' }), status: 7, conns_active_at: {} },
    ]);
    assert.deepEqual(unreadable, ['result[1].status', 'result[1].conns_active_at']);
    assert.deepEqual([value[1]?.name, value[1]?.status], ['b', 'unknown']);
    assert.equal(value[0]?.status, 'healthy');
  });

  it('leaves out and names what is no item at all', () => {
    const { value, unreadable } = readTunnels([null, aTunnel({ name: 'a' }), 'text', []]);
    assert.deepEqual(
      [value.map(({ name }) => name), unreadable],
      [['a'], ['result[0]', 'result[2]', 'result[3]']],
    );
  });

  it('gives items without an id, with an empty one, or with one seen before a key of their own', () => {
    const ids = ['a', undefined, '', 'a', '#2', 'a#4', null, 'a'];
    const keys = keysOf(readTunnels(ids.map((id) => ({ id }))).value);
    assert.equal(new Set(keys).size, ids.length);
    assert.deepEqual(keys.slice(0, 4), ['a', '#2', '#3', 'a#4']);
  });

  it('has unique keys, whatever the ids', () => {
    const id = fc.constantFrom('a', '', '#1', '#2', 'a#2', 'a#3', '#2#', null, undefined, 5);
    fc.assert(
      fc.property(fc.array(fc.record({ id })), (items) => {
        const keys = keysOf(readTunnels(items).value);
        assert.equal(new Set(keys).size, items.length);
      }),
    );
  });
});

describe('A connector of the API', () => {
  it('has its features sorted, and the nulls among them left out', () => {
    const [connector] = readConnectors([{ ...aConnector(), features: ['b', null, 'c', 'a'] }]).value;
    assert.deepEqual(connector?.features, ['a', 'b', 'c']);
  });

  it('names unreadable fields of its connections by their path', () => {
    const [first, second] = aConnector().conns ?? [];
    const conns = [first, { ...second, colo_name: 5 }, 'x'];
    const { value, unreadable } = readConnectors([aConnector(), { ...aConnector({ id: 'b' }), conns }]);
    assert.deepEqual(unreadable, ['result[1].conns[1].colo_name', 'result[1].conns[2]']);
    assert.deepEqual(
      value[1]?.connections.map(({ id, dataCenter }) => [id, dataCenter]),
      [
        [first?.id, 'dfw08'],
        [second?.id, undefined],
      ],
    );
  });

  it('has no connections where conns is missing, null or no list', () => {
    for (const conns of [undefined, null, 'none']) {
      const [connector] = readConnectors([{ ...aConnector(), conns }]).value;
      assert.deepEqual(connector?.connections, []);
    }
  });

  it('has connections whose id may come as uuid, and that wait for a reconnect only where it says so', () => {
    const conns = [{ uuid: 'u', is_pending_reconnect: true }, { is_pending_reconnect: null }];
    const [connector] = readConnectors([{ ...aConnector(), conns }]).value;
    assert.deepEqual(
      connector?.connections.map(({ id, pendingReconnect }) => [id, pendingReconnect]),
      [
        ['u', true],
        [undefined, false],
      ],
    );
  });

  it('has no start where Go’s zero time is sent', () => {
    assert.equal(
      readConnectors([aConnector({ run_at: '0001-01-01T00:00:00Z' })]).value[0]?.startedAt,
      undefined,
    );
  });
});

describe('Accounts, configurations and tokens of the API', () => {
  it('leave out an account without an id', () => {
    const { value } = readAccounts([{ id: 'a', name: null }, { name: 'b' }]);
    assert.deepEqual(value, [{ id: 'a', name: undefined }]);
  });

  it('read a configuration, and one that was never published', () => {
    const created_at = '2026-11-24T11:00:00.5Z';
    const { value } = readConfiguration(aConfiguration({ version: 3, created_at }));
    assert.equal(value?.version, 3);
    assert.equal(value.publishedAt, Date.parse(created_at));
    assert.deepEqual(
      value.rules.map(({ hostname, service }) => [hostname, service]),
      [
        ['www.larkfield.example', 'http://localhost:8080'],
        [undefined, 'http_status:404'],
      ],
    );
    assert.deepEqual(readConfiguration(aConfiguration({ config: null })).value?.rules, []);
    assert.equal(readConfiguration(aConfiguration({ created_at: null })).value?.publishedAt, undefined);
  });

  it('read a token’s status, and times where they are given', () => {
    const expires = '2027-01-01T00:00:00Z';
    assert.deepEqual(readTokenStatus({ status: 'expired', expires_on: expires }).value, {
      status: 'expired',
      expiresAt: Date.parse(expires),
      notBefore: undefined,
    });
    assert.equal(readTokenStatus({ status: 'paused' }).value?.status, 'unknown');
  });
});

describe('No JSON value', () => {
  const names = ['id', 'name', 'status', 'conns', 'features', 'created_at', 'config', 'ingress', '__proto__'];
  const envelope = ['success', 'errors', 'result', 'code', 'error_chain', 'source'];
  /** Arbitrary JSON, and JSON with the names that are read. */
  const json = fc.oneof(
    fc.jsonValue(),
    fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 5, '', 'a', '2026-01-01T00:00:00Z', '0001-01-01T00:00:00Z'),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...names, ...envelope), tie('value'), { maxKeys: 5 }),
      ),
    })).value,
  );
  const readers: [name: string, read: (value: unknown) => unknown][] = [
    ['readEnvelope', readEnvelope],
    ['readTunnels', (value) => readTunnels([value])],
    ['readConnectors', (value) => readConnectors([value])],
    ['readAccounts', (value) => readAccounts([value])],
    ['readConfiguration', readConfiguration],
    ['readTokenStatus', readTokenStatus],
  ];
  for (const [name, read] of readers) {
    it(`makes ${name} throw`, () => {
      fc.assert(
        fc.property(json, (value) => {
          read(value);
        }),
        { numRuns: 300 },
      );
    });
  }
});
