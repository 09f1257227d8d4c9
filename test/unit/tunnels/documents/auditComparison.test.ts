import assert from 'node:assert/strict';
import { compileAudit } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import type { AuditedAccount, AuditedTunnel } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import { keptOf, readKeptAudit, writeKeptAudit } from '../../../../src/tunnels/documents/keptAudit.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { account, audited, auditMoment, reportOf, sectionOf, two } from '../../../support/sampleAudits.ts';
import { day } from '../../../support/sampleCompany.ts';

const then = { ...auditMoment, now: auditMoment.now - day };
const tunnel = (name: string, status = 'healthy', connectors = two) =>
  audited({ ...tunnelOf({ id: name, name, status }), inactiveSince: then.now }, ...connectors);
/** What is kept of an audit of yesterday, as it is read back from its file. */
const keptFrom = (...accounts: readonly AuditedAccount[]) =>
  new Map(
    [...keptOf(compileAudit(accounts, then))].flatMap(([id, kept]) => {
      const readBack = readKeptAudit(writeKeptAudit(kept));
      return readBack === undefined ? [] : [[id, readBack] as const];
    }),
  );
const changes = (before: readonly AuditedTunnel[], after: readonly AuditedTunnel[]) =>
  sectionOf(reportOf([account(...after)], { last: keptFrom(account(...before)) }), /^Changes since/);

describe('What has changed since the last audit', () => {
  it('is told by kind, the worst first, with the names of the tunnels', () => {
    const one = [connectorOf({ id: 'a' })];
    const before = ['a', 'b', 'c', 'd', 'gone'].map((name) => tunnel(name));
    const after = [
      tunnel('a', 'down', []),
      tunnel('b', 'down', []),
      tunnel('c', 'healthy', one),
      tunnel('d', 'degraded'),
      tunnel('fresh'),
    ];
    assert.deepEqual(changes(before, after), [
      'Compared with the audit of 23 Nov 2026 13:00:00 GMT+1 (12:00:00 UTC):',
      '| Change | Tunnels | Which |',
      '| --- | ---: | --- |',
      '| healthy → down | 2 | `a`, `b` |',
      '| healthy → degraded | 1 | `d` |',
      '| New finding: Degraded, reason unknown | 1 | `d` |',
      '| New finding: Only one connector | 1 | `c` |',
      '| New tunnel | 1 | `fresh` |',
      '| No longer in the audit | 1 | `gone` |',
    ]);
    assert.ok(changes(after, before).includes('| No longer: Only one connector | 1 | `c` |'));
  });

  it('keeps the API’s word for a status that this version does not know', () => {
    const [paused, frozen] = ['pau|sed', 'frozen'].map((status) => [tunnel('a', status)]);
    assert.ok(changes(paused!, frozen!).includes('| `pau\\|sed` → `frozen` | 1 | `a` |'));
    assert.ok(changes([tunnel('a')], paused!).includes('| healthy → `pau\\|sed` | 1 | `a` |'));
    assert.match(changes(paused!, paused!).join(), /^Nothing has changed/);
  });

  it('names a few tunnels of many', () => {
    const named = (status: string) =>
      ['1', '2', '3', '4', '5', '6', '7'].map((name) => tunnel(name, status, []));
    const line = '| inactive → down | 7 | `1`, `2`, `3`, `4`, `5` and 2 more |';
    assert.ok(changes(named('inactive'), named('down')).includes(line));
  });

  it('is nothing where all is as it was, and is not known where there was none', () => {
    const same = [tunnel('a')];
    assert.match(changes(same, same).join(), /^Nothing has changed since 23 Nov 2026 13:00:00/);
    assert.deepEqual(sectionOf(reportOf([account(...same)]), /^Changes since/), [
      'The next audit will say here what has changed since this one.',
    ]);
  });

  it('has no finding that came or went where connectors were not read', () => {
    const failed: AuditedTunnel = {
      tunnel: tunnelOf({ id: 'a', name: 'a' }),
      connectors: { kind: 'failed', problem: { kind: 'timeout', detail: '' } },
    };
    const one = [tunnel('a', 'healthy', [connectorOf()])];
    assert.match(changes(one, [failed]).join(), /^Nothing has changed/);
    assert.match(changes([failed], one).join(), /^Nothing has changed/);
  });

  it('is told account by account', () => {
    const other = { ...account(tunnel('b')), id: 'b', name: 'B' };
    const last = keptFrom(account(tunnel('a')), other);
    const lines = sectionOf(reportOf([account(tunnel('a', 'down', [])), other], { last }), /^Changes since/);
    assert.equal(lines[0], 'Account: `A`');
    assert.equal(
      lines.find((line) => line.startsWith('Account: `B`')),
      'Account: `B`',
    );
    assert.ok(lines.includes('| healthy → down | 1 | `a` |'));
  });

  it('is not told by an audit that was cancelled, and that is not kept', () => {
    const unread: AuditedTunnel = { tunnel: tunnelOf({ id: 'b' }), connectors: { kind: 'canceled' } };
    const last = keptFrom(account(tunnel('a', 'down', [])));
    const report = reportOf([account(tunnel('a'), unread)], { last });
    assert.doesNotMatch(report, /Changes since/);
    assert.equal(keptFrom(account(tunnel('a'), unread)).size, 0);
  });
});

describe('What is kept of an audit', () => {
  it('is what the comparison needs, and nothing else', () => {
    const [kept] = keptFrom(account(tunnel('a', 'healthy', [connectorOf()]))).values();
    const tunnels = [{ key: 'a', name: 'a', status: 'healthy', topics: ['oneConnector'] }];
    assert.deepEqual(kept, { at: then.now, tunnels });
  });

  it('is not taken from a file that is broken, or of another version', () => {
    const [kept] = keptOf(compileAudit([account(tunnel('a'))], then)).values();
    const text = writeKeptAudit(kept!);
    assert.ok(readKeptAudit(text) !== undefined);
    for (const broken of ['', '{}', 'null', text.slice(0, -5), text.replace('"version":1', '"version":2')]) {
      assert.equal(readKeptAudit(broken), undefined, broken);
    }
  });

  it('has no account whose list was not read', () => {
    const problem = { kind: 'timeout', detail: '' } as const;
    assert.equal(keptFrom({ ...account(), problem }).size, 0);
  });

  it('forgets a kind of finding that this version does not know', () => {
    const [kept] = keptOf(compileAudit([account(tunnel('a', 'healthy', [connectorOf()]))], then)).values();
    const text = writeKeptAudit(kept!).replace('oneConnector', 'oneFrog');
    assert.deepEqual(readKeptAudit(text)?.tunnels[0]?.topics, []);
  });
});
