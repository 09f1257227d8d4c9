import assert from 'node:assert/strict';
import { readConfiguration } from '../../../../src/cloudflare/schemas.ts';
import type { AuditedAccount, AuditedTunnel } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import type { Configuration } from '../../../../src/tunnels/model/tunnel.ts';
import type { Problem } from '../../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import {
  account,
  audited,
  auditMoment,
  cells,
  read,
  section,
  two,
  well,
} from '../../../support/sampleAudits.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { aConfiguration, day, hour, sampleTime as now } from '../../../support/sampleCompany.ts';

const forbidden = { kind: 'forbidden', detail: 'HTTP 403' } as const;

describe('The totals', () => {
  it('count tunnels by status, and what was read', () => {
    const down = audited(tunnelOf({ status: 'down' }));
    const one = audited(tunnelOf({ status: 'paused' }), connectorOf({ conns: [{}] }));
    assert.deepEqual(section(/^Totals/, account(down, one, well)).slice(2), [
      '| `A` | 3 | 1 | 0 | 1 | 0 | 1 |',
      'Read: 3 connectors, 9 connections.',
    ]);
    assert.match(section(/^Totals/, account(one)).join(), /Read: 1 connector, 1 connection\./);
  });

  it('add several accounts up, and do not take an account that was not read for an empty one', () => {
    const failed = { ...account(), id: 'b', name: 'B', problem: forbidden };
    assert.deepEqual(cells(/^Totals/, failed, account(well)), [
      ['`A`', '1', '0', '0', '0', '0', '1'],
      ['`B`', '?', '?', '?', '?', '?', '?'],
      ['All', '1', '0', '0', '0', '0', '1'],
    ]);
  });
});

describe('What is wrong', () => {
  it('comes with the worst first, then by name, and leaves out what is of note only', () => {
    const few = connectorOf({ id: 'few' }, { dataCenters: ['dfw08', 'iad05'] });
    const down = { ...tunnelOf({ name: 'z', status: 'down' }), inactiveSince: now - hour };
    const lines = section(
      /^What is wrong/,
      account(
        audited(tunnelOf({ name: 'web-10', status: 'degraded' }), few),
        audited(tunnelOf({ name: 'web-2' }), few, connectorOf({ id: 'full' })),
        audited(tunnelOf({ name: 'one' }), connectorOf()),
        audited(down),
      ),
    );
    assert.deepEqual(lines, [
      '- down · `z` · `A`',
      '  - Down since 24 Nov 2026 12:00:00 GMT+1 (11:00:00 UTC): no connector is connected',
      '- healthy · `web-2` · `A`',
      '  - Connector `few` has 2 of 4 connections',
      '- degraded · `web-10` · `A`',
      '  - Degraded: connector `few` has 2 of 4 connections',
    ]);
  });

  it('has a degraded tunnel also where no reason is known, and claims none', () => {
    const tunnel = tunnelOf({ name: 'web', status: 'degraded' });
    assert.deepEqual(section(/^What is wrong/, account(audited(tunnel, ...two))), [
      '- degraded · `web` · `A`',
      '  - Degraded: the connectors do not show why',
    ]);
    assert.deepEqual(section(/^What is wrong/, account({ tunnel, connectors: { kind: 'canceled' } })), [
      '- degraded · `web` · `A`',
      '  - Degraded: the connectors were not read',
    ]);
  });

  it('compares with the published configuration', () => {
    const { value } = readConfiguration(aConfiguration({ version: 2 }));
    assert.ok(value !== undefined);
    const lines = (at: number) =>
      section(/^What is wrong/, account({ ...well, configuration: read(value, at) })).join('\n');
    assert.match(lines(now), /runs configuration version 1, but 2 is published/);
    assert.doesNotMatch(lines(now + 1), /is published/, 'not with one that was read after the connectors');
  });
});

describe('Redundancy', () => {
  it('lists tunnels with one connector, one data center or one city', () => {
    const tunnel = (name: string) => tunnelOf({ name });
    const at = (...dataCenters: readonly string[]) => connectorOf({}, { dataCenters });
    const table = cells(
      /^Redundancy/,
      account(
        audited(tunnel('city'), at('lhr01', 'lhr14')),
        audited(tunnel('center'), at('iad05'), { ...at('iad05'), key: 'b' }),
        audited(tunnel('connector'), at('iad05', 'lhr14')),
        well,
      ),
    );
    assert.deepEqual(table, [
      ['`center`', '`A`', 'all in `Ashburn` (`iad05`)'],
      ['`city`', '`A`', 'all in `London` (`lhr01`, `lhr14`); only one connector'],
      ['`connector`', '`A`', 'only one connector'],
    ]);
  });
});

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

  it('are measured against the newest release that is known, the oldest first', () => {
    const other = { ...of('2026.10.0'), id: 'b', name: 'B' };
    const newest = '2026.8.2, the newest release known to this extension';
    assert.deepEqual(cells(/^Outdated/, of('2026.8.2', '2026.7.0', '2026.5.0'), other), [
      ['`c2`', '`web`', '`A`', '2026.5.0', newest, '3 months older'],
      ['`c1`', '`web`', '`A`', '2026.7.0', newest, '1 month older'],
    ]);
  });
});

describe('A newer version of an account', () => {
  const tunnel = (name: string, version: string) =>
    audited(tunnelOf({ name }), connectorOf({ id: name, version }));
  const newestIn = (change: Partial<AuditedAccount>) =>
    cells(/^Outdated/, {
      ...account(tunnel('new', '2026.10.0'), tunnel('old', '2026.8.2')),
      ...change,
    })[0]?.[4];

  it('is called the newest of the account only where all of its tunnels were read', () => {
    assert.equal(newestIn({}), '2026.10.0, the newest version in the account');
    const seen = '2026.10.0, the newest version seen in the account';
    assert.equal(newestIn({ leftOut: 1 }), seen);
    assert.equal(newestIn({ problem: 'canceled' }), seen);
    const unread: AuditedTunnel = { tunnel: tunnelOf({ name: 'x' }), connectors: { kind: 'canceled' } };
    const tunnels = [tunnel('new', '2026.10.0'), tunnel('old', '2026.8.2'), unread];
    assert.equal(newestIn({ tunnels }), seen);
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

describe('Stale tunnels', () => {
  it('are down or inactive for 30 days', () => {
    const of = (name: string, status: string, age: number) => {
      const at = now - age;
      return audited({ ...tunnelOf({ name, status }), createdAt: at, inactiveSince: at });
    };
    const long = account(
      of('lost', 'down', 30 * day),
      of('new', 'inactive', 29 * day),
      of('never', 'inactive', 31 * day),
      of('fine', 'healthy', 99 * day),
    );
    assert.deepEqual(cells(/^Stale/, long), [
      ['`lost`', '`A`', 'down', '25 Oct 2026 13:00:00 GMT+1 (12:00:00 UTC)'],
      ['`never`', '`A`', 'inactive', '24 Oct 2026 14:00:00 GMT+2 (12:00:00 UTC)'],
    ]);
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
      [
        ['`answers`', '`A`'],
        ['`empty`', '`A`'],
      ],
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

  it('is listed with its reason', () => {
    const failed: AuditedTunnel = {
      tunnel: tunnelOf({ name: 'web' }),
      connectors: { kind: 'failed', problem: forbidden },
      configuration: { kind: 'canceled' },
    };
    const dark = { ...account(), id: 'b', name: 'B', problem: late };
    assert.deepEqual(cells(/not read/, account(failed, well), dark), [
      ['all', '`B`', 'tunnels', labelOf(late)],
      ['`web`', '`A`', 'connectors', labelOf(forbidden)],
      ['`web`', '`A`', 'configuration', 'canceled'],
    ]);
  });
});
