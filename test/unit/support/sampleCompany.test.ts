import assert from 'node:assert/strict';
import { BlockList, isIPv6 } from 'node:net';
import {
  aConnection,
  aConnector,
  aTunnel,
  findTunnel,
  hostileName,
  largeCompany,
  sampleCompany,
  sampleKey,
  sampleTime,
  sampleTokens,
} from '../../support/sampleCompany.ts';

const company = sampleCompany(sampleTime);
const tunnels = company.accounts.flatMap((account) => account.tunnels);
const connectors = tunnels.flatMap((tunnel) => tunnel.connectors);
const connections = connectors.flatMap(({ conns }) => conns ?? []);

describe('the sample company', () => {
  it('is the same each time for the same moment, and shares nothing between two makings', () => {
    const another = sampleCompany(sampleTime);
    assert.deepEqual(another, company);
    another.accounts[0]!.tunnels[0]!.connectors.pop();
    findTunnel(another, 'web-prod').configuration!.config!.ingress!.pop();
    assert.deepEqual(sampleCompany(sampleTime), company);
  });

  it('has tunnels of all four statuses, and one that nobody knows', () => {
    const statuses = new Set(tunnels.map(({ tunnel }) => tunnel.status));
    assert.deepEqual([...statuses].sort(), ['degraded', 'down', 'healthy', 'inactive', 'paused']);
  });

  it('gives every tunnel, connector and connection an id of its own', () => {
    const ids = [...tunnels.map(({ tunnel }) => tunnel), ...connectors, ...connections]
      .map(({ id }) => id)
      .filter((id) => id !== undefined);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids)
      assert.match(id!, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('uses documentation addresses only', () => {
    const documentation = new BlockList();
    for (const net of ['192.0.2.0', '198.51.100.0', '203.0.113.0']) documentation.addSubnet(net, 24);
    documentation.addSubnet('2001:db8::', 32, 'ipv6');
    const addresses = connections
      .map((connection) => connection.origin_ip)
      .filter((ip) => typeof ip === 'string');
    assert.ok(addresses.some((ip) => isIPv6(ip)));
    for (const ip of addresses) assert.ok(documentation.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4'), ip);
  });

  it('names tunnel, connector and connection consistently', () => {
    for (const connector of connectors) {
      for (const connection of connector.conns ?? []) {
        if (connection.client_id === undefined) continue;
        assert.equal(connection.client_id, connector.id);
        assert.equal(connection.client_version, connector.version);
      }
    }
    for (const { tunnel, configuration } of tunnels) {
      if (configuration !== undefined) assert.equal(configuration.tunnel_id, tunnel.id);
    }
  });

  it('tells the stories that the findings are about', () => {
    const codes = (name: string) =>
      findTunnel(company, name).connectors.map(({ conns }) => conns!.map((conn) => conn.colo_name));
    const versions = findTunnel(company, 'web-prod').connectors.map(({ version }) => version);
    assert.equal(new Set(versions).size, 2);
    assert.deepEqual(codes('api-gateway'), [['ams09', 'fra06', 'ams09']]);
    assert.deepEqual(codes('backup-vault'), [['iad05', 'iad05', 'iad05', 'iad05']]);
    assert.deepEqual(new Set(codes('london-kiosk')[0]), new Set(['lhr01', 'lhr14']));
    const api = findTunnel(company, 'api-gateway');
    assert.ok(api.connectors[0]!.config_version! < api.configuration!.version!);
    const inactiveSince = Date.parse(findTunnel(company, 'old-intranet').tunnel.conns_inactive_at!);
    assert.ok(sampleTime - inactiveSince > 30 * 24 * 60 * 60 * 1000);
    assert.match(hostileName, /\u202E/);
    assert.equal(findTunnel(company, hostileName).tunnel.status, 'healthy');
  });

  it('says so where a tunnel is asked for that it does not have', () => {
    assert.throws(() => findTunnel(company, 'no such'), /no tunnel named "no such"/);
  });

  it('can be large', () => {
    const [account] = largeCompany(1001).accounts;
    assert.equal(account!.tunnels.length, 1001);
    assert.equal(new Set(account!.tunnels.map(({ tunnel }) => tunnel.id)).size, 1001);
  });
});

describe('the sample credentials', () => {
  const secrets = [...Object.values(sampleTokens), sampleKey.key];

  it('differ from each other, and none is a part of another', () => {
    for (const secret of secrets) {
      assert.deepEqual(
        secrets.filter((other) => other.includes(secret)),
        [secret],
      );
    }
  });

  it('have the form of real ones, and say that they are samples', () => {
    for (const token of Object.values(sampleTokens)) {
      assert.match(token, /^(?:cf[ua]t_[A-Za-z0-9]{40}[0-9a-f]{8}|[A-Za-z0-9]{40})$/);
      assert.match(token, /sample/);
    }
    assert.match(sampleKey.key, /^[0-9a-f]{37}$/);
  });
});

describe('the builders', () => {
  it('agree with themselves where only the status is given', () => {
    assert.equal(aTunnel({ status: 'down' }).conns_active_at, null);
    assert.notEqual(aTunnel({ status: 'down' }).conns_inactive_at, null);
    assert.equal(aTunnel({ status: 'degraded' }).conns_inactive_at, null);
    assert.equal(aTunnel({ config_src: 'local' }).config_src, 'local');
  });

  it('give a connection one id, under both of its names', () => {
    const connection = aConnection({ id: '22222222-2222-4222-8222-222222222222' });
    assert.equal(connection.uuid, connection.id);
  });

  it('make one connection per data center, with the connector’s id and version', () => {
    const connector = aConnector({ version: '2025.1.0' }, { dataCenters: ['fra06', 'ams09'] });
    assert.deepEqual(
      connector.conns!.map((conn) => [conn.colo_name, conn.client_id, conn.client_version]),
      [
        ['fra06', connector.id, '2025.1.0'],
        ['ams09', connector.id, '2025.1.0'],
      ],
    );
  });
});
