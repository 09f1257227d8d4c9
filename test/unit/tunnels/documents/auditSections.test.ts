import assert from 'node:assert/strict';
import type { AuditedTunnel } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import type { Configuration } from '../../../../src/tunnels/model/tunnel.ts';
import type { Problem } from '../../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import {
  account,
  audited,
  auditMoment,
  cells,
  read,
  reportOf,
  section,
  well,
} from '../../../support/sampleAudits.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';

const forbidden = { kind: 'forbidden', detail: 'HTTP 403' } as const;

describe('Versions', () => {
  const of = (...versions: readonly (string | undefined)[]) =>
    account(
      audited(
        tunnelOf({ name: 'web' }),
        ...versions.map((version, index) => ({ ...connectorOf({ id: `c${index}` }), version })),
      ),
    );

  it('are counted, the newest first', () => {
    const versions = ['DEV', '2026.8.2', undefined, '2026.10.0', '2026.8.2', 'alpha'];
    assert.deepEqual(cells(/^Versions/, of(...versions)), [
      ['`2026.10.0`', '1'],
      ['`2026.8.2`', '2'],
      ['`alpha`', '1'],
      ['`DEV`', '1'],
      ['not reported', '1'],
    ]);
  });
});

describe('Data centers in use', () => {
  it('are counted by live connections', () => {
    const conns = ['zzz01', 'lhr14', 'dfw08', 'lhr14', null].map((colo_name) => ({ colo_name }));
    const lost = { colo_name: 'man01', is_pending_reconnect: true };
    const table = cells(
      /^Data centers/,
      account(audited(tunnelOf(), connectorOf({ conns: [...conns, lost] }))),
    );
    assert.deepEqual(table, [
      ['Dallas', '`dfw08`', '1'],
      ['London', '`lhr14`', '2'],
      ['unknown', '`zzz01`', '1'],
      ['not reported', 'not reported', '1'],
    ]);
  });
});

describe('Across tunnels', () => {
  const host = connectorOf({}, { originIp: '203.0.113.9', dataCenters: ['iad05'] });
  const web = audited(tunnelOf({ id: 'w', name: 'web' }), host);
  const api = audited(tunnelOf({ id: 'x', name: 'api' }), host);

  it('says what takes several tunnels of one account at once', () => {
    assert.deepEqual(section(/^Across tunnels/, account(web, api)), [
      '- **Warning**: All connected tunnels (2) go through one data center: `Ashburn` (`iad05`)',
      '- **Note**: 2 tunnels are served only from `203.0.113.9`: `api`, `web`; if that host or its network fails, they all go down',
    ]);
  });

  it('does not mix accounts, and says where there is nothing', () => {
    const other = { ...account(api), id: 'b', name: 'B' };
    assert.deepEqual(section(/^Across tunnels/, account(web), other), [
      'Nothing was found that several tunnels depend on together.',
    ]);
  });
});

describe('The pictures of an audit', () => {
  const wordsOf = (...tunnels: readonly AuditedTunnel[]) =>
    parsed(reportOf([account(...tunnels)])).pictures.map(({ alt }) => alt);

  it('are bars of the tunnels by status, the worst first, and of connections by city, the most first', () => {
    const conns = ['dfw08', 'iad05', 'iad07', null].map((colo_name) => ({ colo_name }));
    const down = audited(tunnelOf({ id: 'd', status: 'down' }));
    assert.deepEqual(wordsOf(well, down, audited(tunnelOf({ id: 'w' }), connectorOf({ conns }))), [
      'Tunnels by status: down 1, healthy 2',
      'Connections by city: Ashburn 6, Dallas 5, not reported 1',
    ]);
  });

  it('are not there where they would say nothing', () => {
    assert.deepEqual(wordsOf(audited(tunnelOf())), []);
  });
});

describe('Tunnels without routes', () => {
  const of = (name: string, services: readonly (string | undefined)[], local = false): AuditedTunnel => {
    const rules = services.map((service) => ({
      hostname: undefined,
      path: undefined,
      service,
      originRequest: {},
      json: undefined,
    }));
    const configuration: Configuration = {
      version: 1,
      publishedAt: undefined,
      managedBy: 'cloudflare',
      rules,
      json: undefined,
    };
    const tunnel = tunnelOf({ name, config_src: local ? 'local' : 'cloudflare' });
    return { ...audited(tunnel), configuration: read(configuration) };
  };

  it('have no rule that leads to a service', () => {
    const routed = of('routed', ['http://localhost:80', 'http_status:404']);
    assert.deepEqual(
      cells(/routes/, account(of('empty', []), of('answers', ['http_status:404', undefined]), routed)),
      [['`answers`'], ['`empty`']],
    );
    assert.match(section(/routes/, account(routed)).join(), /^None among those/);
  });

  it('are not claimed where nothing was read, nor of a file on another host', () => {
    const none = ['No configurations were read.'];
    assert.deepEqual(section(/routes/, account(well)), none);
    assert.deepEqual(section(/routes/, account({ ...well, configuration: { kind: 'canceled' } })), none);
    assert.deepEqual(section(/routes/, account(of('local', [], true))), none);
  });
});

describe('What was not read', () => {
  const late = { kind: 'timeout', detail: 'x' } as const;
  const labelOf = (problem: Problem) => `\`${describeProblem(problem, undefined, auditMoment).label}\``;

  const unread = (name: string): AuditedTunnel => ({
    tunnel: tunnelOf({ id: name, name }),
    connectors: { kind: 'failed', problem: forbidden },
  });

  it('is said with its reason, once for all tunnels that share it', () => {
    assert.deepEqual(section(/not read/, account(unread('one'), unread('two'), well)), [
      `**2 tunnels · connectors: ${labelOf(forbidden)}**`,
      '| Tunnel | Tunnel ID |',
      '| --- | --- |',
      '| `one` | `one` |',
      '| `two` | `two` |',
    ]);
  });

  it('is a whole account where its list failed', () => {
    const dark = { ...account(), id: 'b', name: 'B', problem: late };
    assert.deepEqual(section(/not read/, account(well), dark), [`- The tunnels of \`B\`: ${labelOf(late)}`]);
  });
});
