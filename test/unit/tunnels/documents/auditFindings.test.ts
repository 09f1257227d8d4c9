import assert from 'node:assert/strict';
import type { AuditedAccount, AuditedTunnel } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import { withName } from '../../../../src/tunnels/model/connectorNames.ts';
import { configurationOf, connectorOf, tunnelOf } from '../../../support/models.ts';
import {
  account,
  audited,
  cells,
  read,
  reportOf,
  section,
  sectionOf,
  two,
  well,
} from '../../../support/sampleAudits.ts';
import { day, hour, minute, sampleTime as now, wireTime } from '../../../support/sampleCompany.ts';

const downSince = (name: string, at: number) =>
  audited({ ...tunnelOf({ id: `id-${name}`, name, status: 'down' }), inactiveSince: at });

describe('What an audit found', () => {
  it('is summed up by what it is about, the worst first', () => {
    const few = connectorOf({ id: 'few' }, { dataCenters: ['dfw08', 'iad05'] });
    const given = account(
      downSince('a', now - hour),
      downSince('b', now - 40 * day),
      audited(tunnelOf({ name: 'c', status: 'degraded' }), few),
      audited(tunnelOf({ name: 'd' }), few, connectorOf({ id: 'full' })),
    );
    assert.deepEqual(cells(/^Findings/, given), [
      ['Problem', 'Down', '2'],
      ['Warning', 'Down for 30 days or longer', '1'],
      ['Warning', 'Connections missing', '2'],
      ['Note', 'Only one connector', '1'],
    ]);
  });

  it('is said once of all tunnels of which it is the same, above a table of them', () => {
    const since = now - 14 * hour;
    const many = ['one', 'two', 'three'].map((name, index) => downSince(name, since + index * 1000));
    const others = [downSince('x', now - hour), downSince('y', now - 2 * hour)];
    assert.deepEqual(section(/Down$/, account(...others, ...many)), [
      '**3 tunnels have been down since 23 Nov 23:00**',
      '| Tunnel | Tunnel ID |',
      '| --- | --- |',
      '| `one` | `id-one` |',
      '| `three` | `id-three` |',
      '| `two` | `id-two` |',
      '| Tunnel | Finding | Tunnel ID |',
      '| --- | --- | --- |',
      '| `x` | Down since 12:00: no connector is connected | `id-x` |',
      '| `y` | Down since 11:00: no connector is connected | `id-y` |',
    ]);
  });

  it('counts a tunnel once, however many of its connectors it is about', () => {
    const old = ['a', 'b'].map((id) => connectorOf({ id, version: '2026.5.0' }));
    const given = account(audited(tunnelOf({ name: 'web' }), ...old));
    assert.deepEqual(cells(/^Findings/, given), [['Note', 'Outdated version', '1']]);
    assert.equal(cells(/Outdated version/, given).length, 2);
  });

  it('tells a version that is supported no more from one that is only old', () => {
    const of = (version: string) => audited(tunnelOf({ name: version }), connectorOf({ version }), ...two);
    const topics = cells(/^Findings/, account(of('2025.1.0'), of('2026.5.0'))).map(([, topic]) => topic);
    assert.ok(topics.includes('Version no longer supported'), topics.join());
    assert.ok(topics.includes('Outdated version'), topics.join());
  });

  it('names the account of each tunnel where there are several', () => {
    const other: AuditedAccount = { ...account(downSince('b', now - hour)), id: 'b', name: 'B' };
    assert.deepEqual(cells(/Down$/, account(downSince('a', now - minute)), other), [
      ['`a`', '`A`', 'Down since 12:59: no connector is connected', '`id-a`'],
      ['`b`', '`B`', 'Down since 12:00: no connector is connected', '`id-b`'],
    ]);
  });

  it('calls a connector by the name that the person gave it', () => {
    const few = connectorOf({ id: 'few' }, { dataCenters: ['dfw08', 'iad05'] });
    const tunnel = tunnelOf({ id: 'w', name: 'web', status: 'degraded' });
    const report = reportOf([account(audited(tunnel, few))], { names: withName([], 'w', few, 'rack 4') });
    assert.match(report, /connector `rack 4` has 2 of 4 connections/);
    assert.doesNotMatch(report, /`few`/);
  });

  it('has a degraded tunnel also where no reason is known, and claims none', () => {
    const tunnel = tunnelOf({ name: 'web', status: 'degraded' });
    const said = (given: AuditedTunnel) => cells(/reason unknown/, account(given))[0]?.[1];
    assert.equal(said(audited(tunnel, ...two)), 'Degraded: the connectors do not show why');
    const unread = { tunnel, connectors: { kind: 'canceled' } } as const;
    assert.equal(said(unread), 'Degraded: the connectors were not read');
  });

  it('compares with the configuration that was published a minute before the connectors were read', () => {
    const report = (age: number) => {
      const configuration = configurationOf([], { version: 2, created_at: wireTime(now - age) });
      return reportOf([account({ ...well, configuration: read(configuration, now + 1) })]);
    };
    assert.match(sectionOf(report(minute), /Old configuration/).join(), /version 1, but 2 is published/);
    assert.doesNotMatch(report(minute - 1), /is published/);
  });
});

describe('A newer version of an account', () => {
  const tunnel = (name: string, version: string) =>
    audited(tunnelOf({ name }), connectorOf({ id: name, version }));
  const sentence = (change: Partial<AuditedAccount>) =>
    cells(/Outdated version/, {
      ...account(tunnel('new', '2026.10.0'), tunnel('old', '2026.8.2')),
      ...change,
    })[0]?.[1];

  it('is called the newest of the account only where all of its tunnels were read', () => {
    assert.match(sentence({}) ?? '', /the newest version in the account$/);
    const seen = /the newest version seen in the account$/;
    assert.match(sentence({ leftOut: 1 }) ?? '', seen);
    assert.match(sentence({ problem: 'canceled' }) ?? '', seen);
    const unread: AuditedTunnel = { tunnel: tunnelOf({ name: 'x' }), connectors: { kind: 'canceled' } };
    const tunnels = [tunnel('new', '2026.10.0'), tunnel('old', '2026.8.2'), unread];
    assert.match(sentence({ tunnels }) ?? '', seen);
  });
});
