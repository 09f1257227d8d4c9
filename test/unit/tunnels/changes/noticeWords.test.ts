import assert from 'node:assert/strict';
import type { Notice, NoticeKind, NoticedTunnel } from '../../../../src/tunnels/changes/notices.ts';
import { describeNotice } from '../../../../src/tunnels/changes/noticeWords.ts';
import type { Overview } from '../../../../src/tunnels/model/state.ts';
import type { TunnelStatus } from '../../../../src/tunnels/model/tunnel.ts';
import { configurationOf, known, stateOf, tunnelOf } from '../../../support/models.ts';
import { hostileName, minute, sampleTime, wireTime } from '../../../support/sampleCompany.ts';

/** 13:00 in Berlin. */
const moment = { now: sampleTime + 60 * minute, style: { timeZone: 'Europe/Berlin' } };
const since = sampleTime + 53 * minute;
const nothing: Overview = { accounts: [stateOf([])], problems: [] };

const noticed = (
  tunnelName: string,
  status: TunnelStatus,
  more: Partial<NoticedTunnel> = {},
): NoticedTunnel => ({
  accountId: 'a',
  tunnelKey: tunnelName,
  tunnelName,
  status,
  since,
  ...more,
});
const words = (kind: NoticeKind, tunnels: Notice['tunnels'], overview = nothing) =>
  describeNotice({ kind, tunnels }, overview, moment);

describe('The words of a notice', () => {
  it('say of one tunnel how it is, and since when that is known', () => {
    const down = tunnelOf({ id: 'web', status: 'down', conns_inactive_at: wireTime(since) });
    const overview = { accounts: [stateOf([down])], problems: [] };
    assert.equal(words('trouble', [noticed('web', 'down')], overview), 'web has been down since 13:53.');
    assert.equal(words('trouble', [noticed('web', 'down')]), 'web is down.');
    assert.equal(words('trouble', [noticed('web', 'degraded')]), 'web is degraded, first seen at 13:53.');
    assert.equal(words('trouble', [noticed('web', 'degraded', { since: undefined })]), 'web is degraded.');
    assert.equal(words('trouble', [noticed('w', 'down', { tunnelName: null })]), 'Tunnel w is down.');
  });

  it('say which hostnames it serves, as far as its routes were read', () => {
    const rules = ['a', 'b', 'a', 'c', 'd'].map((name) => ({
      hostname: `${name}.example`,
      service: 'http://x',
    }));
    const configurations = new Map([
      ['web', known(configurationOf([...rules, { service: 'http_status:404' }]))],
    ]);
    const overview = { accounts: [stateOf([], { configurations })], problems: [] };
    assert.equal(
      words('trouble', [noticed('web', 'down')], overview),
      'web is down. It serves a.example, b.example, c.example and 1 more.',
    );
  });

  it('name the account where there are several', () => {
    const second = stateOf([], { account: { id: 'b', name: 'Account B', tunnels: undefined } });
    const both = { accounts: [stateOf([]), second], problems: [] };
    assert.equal(words('trouble', [noticed('web', 'down')], both), 'web (Account A) is down.');
  });

  it('count several by what they are', () => {
    const down = 'a b c d e f g'.split(' ').map((name) => noticed(name, 'down'));
    assert.equal(words('trouble', down), '7 tunnels are down: a, b, c, d, e and 2 more.');
    const both = [noticed('a', 'down'), noticed('b', 'degraded'), noticed('c', 'degraded')];
    assert.equal(words('trouble', both), '1 tunnel is down, 2 are degraded: a, b, c.');
    assert.equal(words('trouble', both.slice(1)), '2 tunnels are degraded: b, c.');
  });

  it('say how long it lasted, as far as it was seen', () => {
    assert.equal(words('recovered', [noticed('a', 'healthy')]), 'a is healthy again, after 7 minutes.');
    assert.equal(words('recovered', [noticed('a', 'healthy', { since: undefined })]), 'a is healthy again.');
    const two = [noticed('a', 'healthy'), noticed('b', 'healthy')];
    assert.equal(words('recovered', two), '2 tunnels are healthy again: a, b.');
  });

  it('say that one is flapping', () => {
    assert.equal(words('flapping', [noticed('a', 'down')]), 'a is flapping: its status keeps changing.');
    assert.equal(
      words('flapping', [noticed('a', 'down'), noticed('b', 'down')]),
      '2 tunnels are flapping: a, b.',
    );
  });

  it('show what a name hides', () => {
    assert.doesNotMatch(words('trouble', [noticed(hostileName, 'down')]), /\u202E/);
  });
});
