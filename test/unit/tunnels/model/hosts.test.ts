import assert from 'node:assert/strict';
import { hostsOf } from '../../../../src/tunnels/model/hosts.ts';
import { connectorOf } from '../../../support/models.ts';

const from = (...ips: readonly (string | null)[]) =>
  connectorOf({ id: ips.join(), conns: ips.map((origin_ip) => ({ origin_ip })) });

describe('The hosts of connectors', () => {
  it('are as many as there are addresses', () => {
    assert.deepEqual(hostsOf([from('203.0.113.7'), from('198.51.100.4', '198.51.100.4')]), [
      ['198.51.100.4'],
      ['203.0.113.7'],
    ]);
  });

  it('are one where the connectors have an address in common, also by way of others', () => {
    assert.equal(hostsOf([from('203.0.113.7'), from('203.0.113.7')]).length, 1);
    const chain = [from('203.0.113.7'), from('2001:db8::7'), from('203.0.113.7', '2001:db8::7')];
    assert.deepEqual(hostsOf(chain), [['203.0.113.7', '2001:db8::7']]);
  });

  it('is one of a connector that comes from two addresses', () => {
    assert.equal(hostsOf([from('203.0.113.7', '2001:db8::7')]).length, 1);
  });

  it('are not known without a live connection, or without its address', () => {
    const pending = { origin_ip: '198.51.100.4', is_pending_reconnect: true };
    const lost = connectorOf({ id: 'lost', conns: [pending] });
    assert.deepEqual(hostsOf([from(), from(null), lost]), []);
  });
});
