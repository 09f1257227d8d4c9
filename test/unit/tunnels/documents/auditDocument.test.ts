import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readConfiguration, readConnectors, readTunnel } from '../../../../src/cloudflare/schemas.ts';
import { auditText } from '../../../../src/tunnels/documents/auditDocument.ts';
import type {
  AuditedAccount,
  AuditedTunnel,
  Reading,
} from '../../../../src/tunnels/documents/auditedTunnels.ts';
import type { Configuration, Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import { visible } from '../../../../src/tunnels/text/text.ts';
import { anyConnectors, anyTunnel, shuffled } from '../../../support/arbitraryModels.ts';
import { parsed } from '../../../support/markdown.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import {
  aConfiguration,
  day,
  hostileName,
  hour,
  largeCompany,
  sampleCompany,
  sampleTime,
} from '../../../support/sampleCompany.ts';
import type { Company } from '../../../support/sampleCompany.ts';

const now = sampleTime;
const moment = { now, style: { timeZone: 'Europe/Berlin' } };
const forbidden = { kind: 'forbidden', detail: 'HTTP 403' } as const;

const read = <T>(value: T): Reading<T> => ({ kind: 'read', value });
const audited = (tunnel: Tunnel, ...connectors: readonly Connector[]): AuditedTunnel => ({
  tunnel,
  connectors: read(connectors),
});
const account = (...tunnels: readonly AuditedTunnel[]): AuditedAccount => ({ id: 'a', name: 'A', tunnels });

function accountsOf(company: Company): readonly AuditedAccount[] {
  return company.accounts.map(({ account, tunnels }) => ({
    id: account.id,
    name: account.name,
    tunnels: tunnels.map(({ tunnel, connectors, configuration }) => {
      const { value } = readTunnel(tunnel);
      assert.ok(value !== undefined);
      const published = configuration === undefined ? undefined : readConfiguration(configuration).value;
      return {
        tunnel: value,
        connectors: read(readConnectors(connectors).value),
        configuration: published === undefined ? undefined : read(published),
      };
    }),
  }));
}

/** The lines of a section, without its heading. */
function sectionOf(report: string, heading: RegExp): readonly string[] {
  const found = report.split('\n## ').find((part) => heading.test(part.split('\n')[0] ?? ''));
  assert.ok(found !== undefined, `no section ${heading.source}`);
  return found.split('\n').filter((line, index) => index > 0 && line !== '');
}

const section = (heading: RegExp, ...accounts: readonly AuditedAccount[]) =>
  sectionOf(auditText(accounts, moment), heading);
/** The cells below a table's head. */
const rows = (heading: RegExp, ...accounts: readonly AuditedAccount[]) =>
  section(heading, ...accounts)
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));

const two = [connectorOf({ id: 'a' }), connectorOf({ id: 'b' })];
const well = audited(tunnelOf({ name: 'well' }), ...two);

describe('The heading of an audit', () => {
  it('names the time and the accounts', () => {
    const [title, , accounts] = auditText([account()], moment).split('\n');
    assert.equal(title, '# Tunnel audit, 24 Nov 2026 13:00:00 GMT+1 (12:00:00 UTC)');
    assert.equal(accounts, 'Account: `A` (`a`)');
    const several = auditText([{ ...account(), id: 'b', name: 'B*' }, account()], moment);
    assert.match(several, /^Accounts: `A` \(`a`\), `B\*` \(`b`\)$/m);
  });
});

describe('The sections of an audit', () => {
  it('say in one line each that there is nothing to say', () => {
    const sections = auditText([account()], moment).split('\n## ').slice(2);
    assert.equal(sections.length, 8);
    for (const text of sections) assert.equal(text.split('\n').filter((line) => line !== '').length, 2, text);
  });

  it('say of a tunnel that is well that it is', () => {
    assert.deepEqual(section(/^What is wrong/, account(well)), ['Nothing that could be seen.']);
    assert.match(section(/^Redundancy/, account(well)).join(), /^No tunnel is known/);
    assert.match(section(/^Outdated/, account(well)).join(), /^No connector is known/);
    assert.deepEqual(section(/^Stale/, account(well)), ['None.']);
    assert.deepEqual(section(/not read/, account(well)), ['Everything that was asked for was read.']);
  });
});

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
    assert.deepEqual(rows(/^Totals/, failed, account(well)), [
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
        audited(tunnelOf({ name: 'web-2' }), few),
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
    assert.deepEqual(section(/^What is wrong/, account({ tunnel, connectors: { kind: 'cancelled' } })), [
      '- degraded · `web` · `A`',
      '  - Degraded: the connectors were not read',
    ]);
  });

  it('compares with the published configuration', () => {
    const { value } = readConfiguration(aConfiguration({ version: 2 }));
    assert.ok(value !== undefined);
    const lines = section(/^What is wrong/, account({ ...well, configuration: read(value) }));
    assert.match(lines.join('\n'), /runs configuration version 1, but 2 is published/);
  });
});

describe('Redundancy', () => {
  it('lists tunnels with one connector, one data center or one city', () => {
    const tunnel = (name: string) => tunnelOf({ name });
    const at = (...dataCenters: readonly string[]) => connectorOf({}, { dataCenters });
    const table = rows(
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
      ['`city`', '`A`', 'all in `London` (`lhr01`, `lhr14`); one connector: no failover'],
      ['`connector`', '`A`', 'one connector: no failover'],
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
    assert.deepEqual(rows(/^Versions/, of(...versions)), [
      ['`2026.10.0`', '1'],
      ['`2026.8.2`', '2'],
      ['`alpha`', '1'],
      ['`DEV`', '1'],
      ['not told', '1'],
    ]);
  });

  it('are measured against the newest of the same account, the oldest first', () => {
    const other = { ...of('2027.1.0'), id: 'b', name: 'B' };
    assert.deepEqual(rows(/^Outdated/, of('2026.8.2', '2026.7.0', '2026.5.0'), other), [
      ['`c2`', '`web`', '`A`', '2026.5.0', '2026.8.2', '3 months older'],
      ['`c1`', '`web`', '`A`', '2026.7.0', '2026.8.2', '1 month older'],
    ]);
  });
});

describe('Data centers in use', () => {
  it('are counted by live connections', () => {
    const conns = ['zzz01', 'lhr14', 'dfw08', 'lhr14', null].map((colo_name) => ({ colo_name }));
    const lost = { colo_name: 'man01', is_pending_reconnect: true };
    const table = rows(
      /^Data centers/,
      account(audited(tunnelOf(), connectorOf({ conns: [...conns, lost] }))),
    );
    assert.deepEqual(table, [
      ['Dallas', '`dfw08`', '1'],
      ['London', '`lhr14`', '2'],
      ['not known', '`zzz01`', '1'],
      ['not told', 'not told', '1'],
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
    assert.deepEqual(rows(/^Stale/, long), [
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
    const configuration: Configuration = { version: 1, managedBy: 'cloudflare', rules, json: undefined };
    const tunnel = tunnelOf({ name, config_src: local ? 'local' : 'cloudflare' });
    return { ...audited(tunnel), configuration: read(configuration) };
  };

  it('have no rule that leads to a service', () => {
    const routed = of('routed', ['http://localhost:80', 'http_status:404']);
    assert.deepEqual(
      rows(/routes/, account(of('empty', []), of('answers', ['http_status:404', undefined]), routed)),
      [
        ['`answers`', '`A`'],
        ['`empty`', '`A`'],
      ],
    );
    assert.match(section(/routes/, account(routed)).join(), /^None of those/);
  });

  it('are not claimed where nothing was read, nor of a file on another host', () => {
    const none = ['No configuration was read.'];
    assert.deepEqual(section(/routes/, account(well)), none);
    assert.deepEqual(section(/routes/, account({ ...well, configuration: { kind: 'cancelled' } })), none);
    assert.deepEqual(section(/routes/, account(of('local', [], true))), none);
  });
});

describe('What was not read', () => {
  it('is listed with its reason', () => {
    const failed: AuditedTunnel = {
      tunnel: tunnelOf({ name: 'web' }),
      connectors: { kind: 'failed', problem: forbidden },
      configuration: { kind: 'cancelled' },
    };
    const dark = { ...account(), id: 'b', name: 'B', problem: { kind: 'timeout', detail: 'x' } } as const;
    assert.deepEqual(rows(/not read/, account(failed, well), dark), [
      ['all', '`B`', 'tunnels', '`Cloudflare did not answer in time`'],
      ['`web`', '`A`', 'connectors', '`No permission to read tunnels`'],
      ['`web`', '`A`', 'configuration', 'cancelled'],
    ]);
  });
});

describe('An audit', () => {
  const report = auditText(accountsOf(sampleCompany(now)), moment);

  it('takes no name for markup', () => {
    const { outside, code, foreign } = parsed(report);
    assert.deepEqual(foreign, []);
    assert.ok(code.includes(visible(hostileName)));
    assert.doesNotMatch(outside, /gnp|[<>[\]`$\u202E]/);
    const lines = report.split('\n').filter((line) => line.includes('gnp') && line.startsWith('|'));
    for (const line of lines) assert.equal(line.replaceAll('\\|', '').split(' | ').length, 3, line);
  });

  it('takes nothing in a sentence for markup', () => {
    const few = connectorOf({ id: hostileName }, { dataCenters: ['|`a`', '|`a`'] });
    const given = account(audited(tunnelOf({ name: 'web' }), few));
    assert.match(section(/^What is wrong/, given).join('\n'), /Connector `\*\*prod\*\*` has/);
    const why = 'all in `` \\|`a` ``; one connector: no failover';
    assert.deepEqual(rows(/^Redundancy/, given), [['`web`', '`A`', why]]);
  });

  it('is the same for any order of what was read', () => {
    const accounts = accountsOf(sampleCompany(now));
    const other = shuffled(accounts).chain((some) =>
      fc.tuple(...some.map((one) => shuffled(one.tunnels).map((tunnels) => ({ ...one, tunnels })))),
    );
    fc.assert(
      fc.property(other, (given) => {
        assert.equal(auditText(given, moment), report);
      }),
      { numRuns: 10 },
    );
  });

  it('is the same another day, but for its heading and what has aged', () => {
    const later = auditText(accountsOf(sampleCompany(now)), { ...moment, now: now + 2 * day });
    assert.notEqual(later, report);
    assert.deepEqual(later.split('\n').slice(1), report.split('\n').slice(1));
  });

  it('is written of any values', () => {
    const anyAccount = fc
      .array(fc.tuple(anyTunnel, anyConnectors), { maxLength: 3 })
      .map((tunnels) => account(...tunnels.map(([tunnel, connectors]) => audited(tunnel, ...connectors))));
    fc.assert(
      fc.property(fc.array(anyAccount, { maxLength: 2 }), (accounts) => {
        const sections = auditText(accounts, moment).split('\n## ');
        assert.equal(sections.length, 10);
        for (const line of sections.join('\n').split('\n')) assert.match(line, /^(?:$| {0,2}[-#|]|\w)/);
      }),
    );
  });

  it('is whole for a thousand tunnels', () => {
    const large = auditText(accountsOf(largeCompany(1000)), moment);
    assert.match(large, /^\| `Larkfield Fleet` \| 1000 \| 100 \| 100 \| 0 \| 100 \| 700 \|$/m);
    // A table's head takes two lines; a tunnel that is wrong has a line and a sentence.
    assert.equal(sectionOf(large, /^Redundancy/).length, 2 + 800);
    assert.equal(sectionOf(large, /^What is wrong/).length, 100 * 2 + 100 * 2);
  });
});
