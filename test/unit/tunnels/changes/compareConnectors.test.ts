import assert from 'node:assert/strict';
import { compareTunnels } from '../../../../src/tunnels/changes/compareTunnels.ts';
import type { Connector, EdgeConnection } from '../../../../src/tunnels/model/tunnel.ts';
import {
  between,
  facts,
  four,
  having,
  kinds,
  listing,
  context,
  one,
  to,
  web,
  where,
} from '../../../support/comparisons.ts';
import type { Place } from '../../../support/comparisons.ts';
import { connectorOf } from '../../../support/models.ts';
import { minute, sampleTime } from '../../../support/sampleCompany.ts';

describe('What changed among connectors', () => {
  it('is one that joined, and one that left', () => {
    assert.deepEqual(between([], [one]), [{ ...where, kind: 'connectorJoined', connector: facts }]);
    assert.deepEqual(between([one], []), [{ ...where, kind: 'connectorLeft', connector: facts }]);
  });

  it('is nothing where they were not known before, or are not now', () => {
    assert.deepEqual(compareTunnels(listing(web), having(one), context), []);
    assert.deepEqual(compareTunnels(having(one), listing(web), context), []);
  });

  it('is not told of a tunnel that is new or gone itself', () => {
    assert.deepEqual(kinds(compareTunnels(listing(), having(one), context)), ['tunnelCreated']);
    assert.deepEqual(kinds(compareTunnels(having(one), listing(), context)), ['tunnelDeleted']);
  });

  it('is a version', () => {
    const after = connectorOf({ id: 'c1', version: '2026.9.0', conns: four });
    const change = { kind: 'versionChanged', connectorKey: 'c1', from: '2026.8.2', to: '2026.9.0' };
    assert.deepEqual(between([one], [after]), [{ ...where, ...change }]);
  });

  it('is a version of the configuration', () => {
    const [before, after] = [{ config_version: 3 }, {}].map((fields) =>
      connectorOf({ id: 'c1', config_version: null, conns: four, ...fields }),
    );
    const change = { kind: 'configVersionChanged', connectorKey: 'c1', from: 3, to: null };
    assert.deepEqual(between([before!], [after!]), [{ ...where, ...change }]);
  });

  it('is not what else the API says of it', () => {
    const after = connectorOf({ id: 'c1', features: ['postquantum'], run_at: null, conns: four });
    assert.deepEqual(between([one], [after]), []);
  });

  it('is an address of its host, as long as one is known', () => {
    const moved = (ip: string | null) =>
      connectorOf({ id: 'c1', conns: four.map((conn) => ({ ...conn, origin_ip: ip })) });
    const change = { kind: 'originChanged', connectorKey: 'c1', from: ['203.0.113.7'], to: ['192.0.2.1'] };
    assert.deepEqual(between([one], [moved('192.0.2.1')]), [{ ...where, ...change }]);
    const bare = connectorOf({ id: 'c1', conns: [] });
    assert.deepEqual(kinds(between([one], [bare])), ['connectionCountChanged']);
    assert.deepEqual(kinds(between([bare], [moved('192.0.2.1')])), ['connectionCountChanged']);
  });

  it('is another one where a key comes back with another platform', () => {
    const after = connectorOf({ id: 'c1', arch: 'linux_arm64', conns: four });
    assert.deepEqual(kinds(between([one], [after])), ['connectorLeft', 'connectorJoined']);
  });
});

describe('A restart', () => {
  const restarted = (from: string, key: string, at = context.at) => ({
    ...where,
    at,
    kind: 'connectorRestarted' as const,
    from,
    connector: { ...facts, key },
  });
  const [two, three] = ['c2', 'c3'].map((id) => connectorOf({ id, conns: four })) as [Connector, Connector];

  it('is one that left and one that joined from the same host', () => {
    assert.deepEqual(between([one], [two]), [restarted('c1', 'c2')]);
  });

  it('is told as two changes where address, platform or version differ', () => {
    const others: readonly [string, Connector][] = [
      ['address', connectorOf({ id: 'c2' }, { originIp: '192.0.2.1' })],
      ['platform', connectorOf({ id: 'c2', arch: 'darwin_arm64', conns: four })],
      ['version', connectorOf({ id: 'c2', version: '2026.9.0', conns: four })],
      ['no address', connectorOf({ id: 'c2', conns: [] })],
    ];
    for (const [what, other] of others) {
      assert.deepEqual(kinds(between([one], [other])), ['connectorLeft', 'connectorJoined'], what);
    }
    const unknown = ['c1', 'c2'].map((id) => connectorOf({ id, conns: [] }));
    assert.deepEqual(kinds(between([unknown[0]!], [unknown[1]!])), ['connectorLeft', 'connectorJoined']);
  });

  it('is told by one address in common: the new one may not have all its connections yet', () => {
    const conns = ['203.0.113.7', '2001:db8::1'].map((origin_ip) => ({ colo_name: 'dfw08', origin_ip }));
    const before = connectorOf({ id: 'c1', conns });
    const after = connectorOf({ id: 'c2', conns: conns.slice(1) });
    assert.deepEqual(kinds(between([before], [after])), ['connectorRestarted']);
  });

  it('of several of one host is paired one to one, in the order of their ids', () => {
    const [four, five] = ['c4', 'c5'].map((id) => connectorOf({ id, conns: to('dfw08') }));
    const changes = between([two, one], [five!, four!]);
    assert.deepEqual(
      changes.map((change) => change.kind === 'connectorRestarted' && [change.from, change.connector.key]),
      [
        ['c1', 'c4'],
        ['c2', 'c5'],
      ],
    );
    assert.deepEqual(kinds(between([one, two], [three])), ['connectorLeft', 'connectorRestarted']);
    assert.deepEqual(kinds(between([one], [two, three])), ['connectorRestarted', 'connectorJoined']);
  });

  const ago = (ms: number, before: readonly Connector[], after: readonly Connector[]) =>
    compareTunnels(having(...before), having(...after), { ...context, at: sampleTime - ms });

  it('is told of one that left up to five minutes ago', () => {
    const left = (ms: number) => ago(ms, [one], []);
    assert.deepEqual(between([], [two], left(5 * minute)), [restarted('c1', 'c2')]);
    assert.deepEqual(kinds(between([], [two], left(5 * minute + 1))), ['connectorJoined']);
  });

  it('is told of one that joined up to five minutes ago, while the old one was still shown', () => {
    const joined = (ms: number) => ago(ms, [one], [one, two]);
    assert.deepEqual(between([one, two], [two], joined(5 * minute)), [restarted('c1', 'c2')]);
    assert.deepEqual(kinds(between([one, two], [two], joined(5 * minute + 1))), ['connectorLeft']);
    assert.deepEqual(kinds(between([one, two], [one], joined(minute))), ['connectorLeft']);
  });

  it('takes each of them once', () => {
    const left = [...ago(2 * minute, [one], []), restarted('c1', 'c2', sampleTime - minute)];
    assert.deepEqual(kinds(between([two], [two, three], left)), ['connectorJoined']);
    const joined = [...ago(2 * minute, [one, three], [one, two, three]), restarted('c1', 'c2')];
    assert.deepEqual(kinds(between([two, three], [two], joined)), ['connectorLeft']);
    assert.deepEqual(kinds(between([], [two, three], ago(minute, [one], []))), [
      'connectorRestarted',
      'connectorJoined',
    ]);
  });

  it('is not told of one that came back itself, nor of another tunnel or account', () => {
    const left = ago(minute, [one], []);
    assert.deepEqual(kinds(between([], [one], left)), ['connectorJoined']);
    assert.deepEqual(kinds(between([one], [one, two], left)), ['connectorJoined']);
    for (const elsewhere of [{ tunnelKey: 'x' }, { accountId: 'b' }]) {
      const recent = left.map((change) => ({ ...change, ...elsewhere }));
      assert.deepEqual(kinds(between([], [two], recent)), ['connectorJoined']);
    }
  });
});

describe('What changed among the connections of a connector', () => {
  const pending = { colo_name: 'dfw08', origin_ip: '203.0.113.7', is_pending_reconnect: true };
  const at = (...conns: readonly Place[]) => connectorOf({ id: 'c1', conns: to(...conns) });
  const moved = (from: string, toCode: string) => ({
    ...where,
    kind: 'connectionMoved',
    connectorKey: 'c1',
    from,
    to: toCode,
  });
  const counted = { ...where, kind: 'connectionCountChanged', connectorKey: 'c1' };

  it('is the data center of one, under the same id', () => {
    const before = at(['dfw08', 'k'], ['iad05', 'l']);
    assert.deepEqual(between([before], [at(['iad05', 'k'], ['iad05', 'l'])]), [moved('dfw08', 'iad05')]);
    assert.deepEqual(between([before], [at(['iad05', 'k'], ['dfw08', 'l'])]), [
      moved('dfw08', 'iad05'),
      moved('iad05', 'dfw08'),
    ]);
  });

  it('is one that was closed, with one that was opened elsewhere', () => {
    const before = at('dfw08', 'dfw08', 'iad05');
    assert.deepEqual(between([before], [at('ams09', 'dfw08', 'iad05')]), [moved('dfw08', 'ams09')]);
    assert.deepEqual(between([before], [at('ams09', 'iad05', 'fra06')]), [
      moved('dfw08', 'ams09'),
      moved('dfw08', 'fra06'),
    ]);
  });

  it('is nothing where all were opened anew in the same data centers', () => {
    assert.deepEqual(between([at('dfw08', 'iad05')], [at('iad05', 'dfw08')]), []);
    const bare = ['dfw08', 'iad05'].map((colo_name) => ({ colo_name }));
    const nameless = [bare, bare.toReversed()].map((conns) => connectorOf({ id: 'c1', conns }));
    assert.deepEqual(between([nameless[0]!], [nameless[1]!]), []);
  });

  it('is how many there are, and where those were that came or went', () => {
    const [less, more] = [at('dfw08', 'iad05'), at('iad05', 'dfw08', 'dfw08', 'fra06')];
    const originIps = ['203.0.113.7'];
    assert.deepEqual(between([less], [more]), [
      { ...counted, from: 2, to: 4, closed: [], opened: ['dfw08', 'fra06'], originIps },
    ]);
    assert.deepEqual(between([more], [less]), [
      { ...counted, from: 4, to: 2, closed: ['dfw08', 'fra06'], opened: [], originIps },
    ]);
  });

  it('is a move and a number where both fit', () => {
    const changes = between([at('dfw08')], [at('fra06', 'iad05')]);
    assert.deepEqual(changes, [
      moved('dfw08', 'fra06'),
      { ...counted, from: 1, to: 2, closed: [], opened: ['iad05'], originIps: ['203.0.113.7'] },
    ]);
  });

  it('is of live ones: one that waits for its reconnect is gone', () => {
    const [live, lost] = [[], [pending]].map((more) =>
      connectorOf({ id: 'c1', conns: [...to('dfw08'), ...more] }),
    );
    assert.deepEqual(between([live!], [lost!]), []);
    const before = connectorOf({ id: 'c1', conns: to('dfw08', ['dfw08', 'k']) });
    const after = connectorOf({ id: 'c1', conns: [...to('dfw08'), { ...pending, id: 'k' }] });
    assert.deepEqual(kinds(between([before], [after])), ['connectionCountChanged']);
  });

  it('may be a data center that the API does not name', () => {
    const bare = (fields: object): EdgeConnection =>
      connectorOf({ id: 'c1', conns: [fields] }).connections[0]!;
    const of = (fields: object) => ({ ...one, connections: [bare({ id: 'k', ...fields })] });
    const [change] = between([of({ colo_name: 'dfw08' })], [of({})]);
    assert.deepEqual(change, { ...moved('dfw08', ''), to: null });
  });
});
