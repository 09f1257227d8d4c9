import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible } from '../../../../src/tunnels/text/text.ts';
import { anyConnectors, anyTunnel, shuffled } from '../../../support/arbitraryModels.ts';
import {
  account,
  accountsOf,
  audited,
  reportOf,
  section,
  sectionOf,
  well,
} from '../../../support/sampleAudits.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import {
  hostileName,
  largeCompany,
  sampleCompany,
  sampleTime as now,
} from '../../../support/sampleCompany.ts';

describe('The heading of an audit', () => {
  it('names the time and the accounts', () => {
    const [title, , accounts] = reportOf([account()]).split('\n');
    assert.equal(title, '# Tunnel audit, 24 Nov 2026 13:00:00 GMT+1 (12:00:00 UTC)');
    assert.equal(accounts, 'Account: `A` (`a`)');
    const several = reportOf([{ ...account(), id: 'b', name: 'B*' }, account()]);
    assert.match(several, /^Accounts: `A` \(`a`\), `B\*` \(`b`\)$/m);
  });
});

describe('The sections of an audit', () => {
  it('say in one line each that there is nothing to say', () => {
    const sections = reportOf([account()]).split('\n## ').slice(1);
    assert.equal(sections.length, 7);
    for (const text of sections) assert.equal(text.split('\n').filter((line) => line !== '').length, 2, text);
  });

  it('say of a tunnel that is well that it is', () => {
    assert.deepEqual(section(/^Findings/, account(well)), [
      'No problems were found in the data that was read.',
    ]);
    assert.deepEqual(section(/not read/, account(well)), ['Everything requested was read.']);
  });
});

describe('An audit', () => {
  const report = reportOf(accountsOf(sampleCompany(now)));

  it('takes no name for markup', () => {
    const { outside, code, foreign } = parsed(report);
    assert.deepEqual(foreign, []);
    assert.ok(code.includes(visible(hostileName)));
    assert.doesNotMatch(outside, /gnp|[<>[\]`$\u202E]/);
    const lines = report.split('\n').filter((line) => line.includes('gnp') && line.startsWith('|'));
    assert.ok(lines.length > 0);
    for (const line of lines) assert.ok(line.replaceAll('\\|', '').split(' | ').length <= 4, line);
  });

  it('takes nothing in a sentence for markup', () => {
    const few = connectorOf({ id: hostileName }, { dataCenters: ['|`a`', '|`a`'] });
    const given = account(audited(tunnelOf({ name: 'web', status: 'degraded' }), few));
    assert.match(section(/Connections missing/, given).join('\n'), /connector `\*\*prod\*\*` has/);
    assert.match(section(/one data center/, given).join('\n'), /data center: `` \\\|`a` `` \|/m);
  });

  it('is the same for any order of what was read', () => {
    const accounts = accountsOf(sampleCompany(now));
    const other = shuffled(accounts).chain((some) =>
      fc.tuple(...some.map((one) => shuffled(one.tunnels).map((tunnels) => ({ ...one, tunnels })))),
    );
    fc.assert(
      fc.property(other, (given) => {
        assert.equal(reportOf(given), report);
      }),
      { numRuns: 10 },
    );
  });

  it('is written of any values', () => {
    const anyAccount = fc
      .array(fc.tuple(anyTunnel, anyConnectors), { maxLength: 3 })
      .map((tunnels) => account(...tunnels.map(([tunnel, connectors]) => audited(tunnel, ...connectors))));
    fc.assert(
      fc.property(fc.array(anyAccount, { maxLength: 2 }), (accounts) => {
        for (const line of reportOf(accounts).split('\n')) assert.match(line, /^(?:$|[-#|]|!\[|\*\*\d|\w)/);
      }),
    );
  });

  it('of 1,000 tunnels begins with a screen that sums it up, and is whole after that', () => {
    const large = reportOf(accountsOf(largeCompany(1000)));
    assert.match(large, /^\| 1,000 \| 100 \| 100 \| 0 \| 100 \| 700 \| 800 \| 3,100 \|$/m);
    const [summary = ''] = large.split('\n## Problem: ');
    // A line of a table is one of the screen.
    assert.ok(summary.split('\n').length < 40, summary);
    assert.match(summary, /^\| Problem \| Down \| 100 \|$/m);
    assert.match(summary, /^\| Note \| Only one connector \| 800 \|$/m);
    // A table's head takes two lines.
    assert.equal(sectionOf(large, /^Note: Only one connector/).length, 2 + 800);
    assert.equal(sectionOf(large, /^Problem: Down/).length, 2 + 100);
  });
});
