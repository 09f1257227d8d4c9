import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible } from '../../../../src/tunnels/text/text.ts';
import { anyConnectors, anyTunnel, shuffled } from '../../../support/arbitraryModels.ts';
import {
  account,
  accountsOf,
  audited,
  auditMoment,
  cells,
  reportOf,
  section,
  sectionOf,
  well,
} from '../../../support/sampleAudits.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import {
  day,
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
    const sections = reportOf([account()]).split('\n## ').slice(2);
    assert.equal(sections.length, 8);
    for (const text of sections) assert.equal(text.split('\n').filter((line) => line !== '').length, 2, text);
  });

  it('say of a tunnel that is well that it is', () => {
    assert.deepEqual(section(/^What is wrong/, account(well)), [
      'No problems were found in the data that was read.',
    ]);
    assert.match(section(/^Redundancy/, account(well)).join(), /^No tunnel is known/);
    assert.match(section(/^Outdated/, account(well)).join(), /^No connector is known/);
    assert.deepEqual(section(/^Stale/, account(well)), ['None.']);
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
    for (const line of lines) assert.equal(line.replaceAll('\\|', '').split(' | ').length, 3, line);
  });

  it('takes nothing in a sentence for markup', () => {
    const few = connectorOf({ id: hostileName }, { dataCenters: ['|`a`', '|`a`'] });
    const given = account(audited(tunnelOf({ name: 'web', status: 'degraded' }), few));
    assert.match(section(/^What is wrong/, given).join('\n'), /connector `\*\*prod\*\*` has/);
    const why = 'all in `` \\|`a` ``; only one connector';
    assert.deepEqual(cells(/^Redundancy/, given), [['`web`', '`A`', why]]);
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

  it('is the same another day, but for its heading and what has aged', () => {
    const later = reportOf(accountsOf(sampleCompany(now)), { moment: { ...auditMoment, now: now + 2 * day } });
    assert.notEqual(later, report);
    assert.deepEqual(later.split('\n').slice(1), report.split('\n').slice(1));
  });

  it('is written of any values', () => {
    const anyAccount = fc
      .array(fc.tuple(anyTunnel, anyConnectors), { maxLength: 3 })
      .map((tunnels) => account(...tunnels.map(([tunnel, connectors]) => audited(tunnel, ...connectors))));
    fc.assert(
      fc.property(fc.array(anyAccount, { maxLength: 2 }), (accounts) => {
        const sections = reportOf(accounts).split('\n## ');
        assert.equal(sections.length, 10);
        for (const line of sections.join('\n').split('\n')) assert.match(line, /^(?:$| {0,2}[-#|]|\w)/);
      }),
    );
  });

  it('is whole for a thousand tunnels', () => {
    const large = reportOf(accountsOf(largeCompany(1000)));
    assert.match(large, /^\| `Larkfield Fleet` \| 1000 \| 100 \| 100 \| 0 \| 100 \| 700 \|$/m);
    // A table's head takes two lines; a tunnel that is wrong has a line and a sentence.
    assert.equal(sectionOf(large, /^Redundancy/).length, 2 + 800);
    assert.equal(sectionOf(large, /^What is wrong/).length, 100 * 2 + 100 * 2);
  });
});
