import assert from 'node:assert/strict';
import { staleSince } from '../../../../src/tunnels/findings/rules.ts';
import type { Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import type { FindingKind } from '../../../../src/tunnels/findings/finding.ts';
import { before, found } from '../../../support/findings.ts';
import { tunnelOf } from '../../../support/models.ts';
import { day, hour, sampleTime as now } from '../../../support/sampleCompany.ts';

describe('A tunnel that is down', () => {
  const of = (fields: object, kind: FindingKind) => found({ kind, tunnel: tunnelOf(fields) });

  it('is an error, with its time where that is known', () => {
    const since = { status: 'down', conns_inactive_at: before(hour) };
    assert.deepEqual(of(since, 'down'), [{ severity: 'error', since: Date.parse(before(hour)) }]);
    assert.deepEqual(of({ status: 'down', conns_inactive_at: null }, 'down'), [
      { severity: 'error', since: undefined },
    ]);
    for (const status of ['healthy', 'degraded', 'inactive', 'paused', null]) {
      assert.deepEqual(of({ status }, 'down'), []);
    }
  });

  it('is down for long from 30 days on', () => {
    const down = (age: number): Tunnel => ({ ...tunnelOf({ status: 'down' }), inactiveSince: now - age });
    const long = (tunnel: Tunnel) => found({ kind: 'downForLong', tunnel });
    assert.deepEqual(long(down(30 * day)), [{ severity: 'warning', since: now - 30 * day, days: 30 }]);
    assert.deepEqual(long(down(30 * day - 1)), []);
    assert.deepEqual(of({ status: 'down', conns_inactive_at: null }, 'downForLong'), []);
    assert.deepEqual(of({ status: 'inactive', created_at: before(99 * day) }, 'downForLong'), []);
  });
});

describe('A tunnel that never ran', () => {
  it('is of note, with its creation', () => {
    const of = (tunnel: Tunnel) => found({ kind: 'neverConnected', tunnel });
    const inactive = { ...tunnelOf({ status: 'inactive' }), createdAt: now - day };
    assert.deepEqual(of(inactive), [{ severity: 'info', createdAt: now - day }]);
    assert.deepEqual(of({ ...inactive, createdAt: undefined }), [{ severity: 'info', createdAt: undefined }]);
    assert.deepEqual(of({ ...inactive, status: 'down' }), []);
  });
});

describe('A stale tunnel', () => {
  const long = now - 30 * day;
  const of = (fields: Partial<Tunnel>) => staleSince({ ...tunnelOf(), ...fields }, now);

  it('has been down, or without use since its creation, for 30 days', () => {
    assert.equal(of({ status: 'down', inactiveSince: long }), long);
    assert.equal(of({ status: 'inactive', createdAt: long, inactiveSince: now }), long);
    assert.equal(of({ status: 'inactive', createdAt: undefined, inactiveSince: long }), long);
  });

  it('is none where it is younger, or has connections, or does not tell', () => {
    assert.equal(of({ status: 'down', inactiveSince: long + 1 }), undefined);
    assert.equal(of({ status: 'inactive', createdAt: long + 1 }), undefined);
    assert.equal(of({ status: 'healthy', createdAt: long, inactiveSince: long }), undefined);
    assert.equal(of({ status: 'inactive', createdAt: undefined, inactiveSince: undefined }), undefined);
  });
});
