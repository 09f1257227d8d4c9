import assert from 'node:assert/strict';
import type { AuditedAccount, AuditedTunnel } from '../../../../src/tunnels/documents/auditedTunnels.ts';
import { connectorOf, tunnelOf } from '../../../support/models.ts';
import { account, audited, reportOf, well } from '../../../support/sampleAudits.ts';

const forbidden = { kind: 'forbidden', detail: 'HTTP 403' } as const;
/** The lines above the first heading below the title. */
const top = (...accounts: readonly AuditedAccount[]) =>
  (reportOf(accounts).split('\n## ')[0] ?? '').split('\n');

describe('The totals of an audit', () => {
  it('count tunnels by status, and what was read', () => {
    const down = audited(tunnelOf({ status: 'down' }));
    const one = audited(tunnelOf({ status: 'paused' }), connectorOf({ conns: [{}] }));
    assert.deepEqual(top(account(down, one, well)).slice(4, 7), [
      '| Tunnels | down | degraded | unknown | inactive | healthy | Connectors | Connections |',
      '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
      '| 3 | 1 | 0 | 1 | 0 | 1 | 3 | 9 |',
    ]);
  });

  it('add several accounts up, and do not take an account that was not read for an empty one', () => {
    const failed = { ...account(), id: 'b', name: 'B', problem: forbidden };
    assert.deepEqual(top(failed, account(well)).slice(6, 9), [
      '| `A` | 1 | 0 | 0 | 0 | 0 | 1 | 2 | 8 |',
      '| `B` | ? | ? | ? | ? | ? | ? | ? | ? |',
      '| All | 1 | 0 | 0 | 0 | 0 | 1 | 2 | 8 |',
    ]);
  });
});

describe('An audit that was cancelled', () => {
  const canceled = (name: string): AuditedTunnel => ({
    tunnel: tunnelOf({ name }),
    connectors: { kind: 'canceled' },
  });
  const many = (count: number) => Array.from({ length: count }, (_, index) => canceled(`t${index}`));

  it('says so first, and how far it came', () => {
    const lines = top(account(well, ...many(999)));
    assert.equal(lines[2], '> **Cancelled: 1 of 1,000 tunnels read**');
    const none = top({ ...account(), problem: 'canceled' });
    assert.equal(none[2], '> **Cancelled before any tunnel was read**');
    assert.doesNotMatch(reportOf([account(well)]), /Cancelled/);
  });

  it('does not list each tunnel that it did not come to', () => {
    assert.doesNotMatch(reportOf([account(well, ...many(5))]), /t3/);
  });
});
