import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Change, ChangeKind, ConnectorSnapshot } from '../../../../src/tunnels/changes/change.ts';
import { withOutages } from '../../../../src/tunnels/changes/outages.ts';
import type { KnownNow } from '../../../../src/tunnels/changes/outages.ts';
import { describeOutage } from '../../../../src/tunnels/changes/outageWords.ts';
import type { TunnelStatus } from '../../../../src/tunnels/model/tunnel.ts';
import { clockTime } from '../../../../src/tunnels/text/time.ts';
import { hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

const of = (at: number, tunnelKey = 'w') => ({
  at,
  accountId: 'a',
  accountName: 'Account A',
  tunnelKey,
  tunnelName: tunnelKey === 'w' ? 'web-prod' : tunnelKey,
});
/** 21:44:19 UTC */
const start = Date.UTC(2026, 10, 24, 21, 44, 19);
const end = start + 6 * minute + 43_000;
const status = (at: number, from: TunnelStatus, to: TunnelStatus, tunnelKey?: string): Change => ({
  ...of(at, tunnelKey),
  kind: 'statusChanged',
  from,
  to,
});
const connector = (key: string, ...originIps: readonly string[]): ConnectorSnapshot => ({
  key,
  version: '2026.8.2',
  platform: 'linux_amd64',
  configVersion: 1,
  originIps,
  dataCenters: ['dfw08'],
});
const left = (at: number, one: ConnectorSnapshot): Change => ({
  ...of(at),
  kind: 'connectorLeft',
  connector: one,
});
const joined = (at: number, one: ConnectorSnapshot): Change => ({
  ...of(at),
  kind: 'connectorJoined',
  connector: one,
});

const watching: KnownNow = { since: start - hour, tunnelOf: () => undefined };
const downSince = (inactiveSince: number | undefined, since = start - hour): KnownNow => ({
  since,
  tunnelOf: () => ({ status: 'down', inactiveSince }),
});
const writing = {
  safe: (text: string) => text,
  called: () => undefined,
  style: { timeZone: 'Europe/Berlin' },
  time: (at: number) => clockTime(at, { timeZone: 'Europe/Berlin' }),
};
/** Each outage in words, with the kinds of what happened in it; another change by its kind. */
const told = (changes: readonly Change[], known = watching) =>
  withOutages(changes, known).map((one): string | readonly [string, ...ChangeKind[]] =>
    one.kind === 'outage' ? [describeOutage(one, writing), ...one.within.map(({ kind }) => kind)] : one.kind,
  );

describe('An outage', () => {
  const one = connector('7c0f4d6e', '203.0.113.7');

  it('is told from its start to its end, with how long it was and who rejoined', () => {
    const changes = [
      status(start, 'healthy', 'down'),
      left(start + 1000, one),
      left(start + 1000, connector('0e9d2b84', '203.0.113.7')),
      status(end, 'down', 'healthy'),
      joined(end + 30_000, connector('new1', '203.0.113.7')),
      joined(end + 30_000, connector('new2', '203.0.113.7')),
    ];
    assert.deepEqual(told(changes), [
      [
        'web-prod was down 22:44:19 to 22:51:02, 6 min 43 s; connectors rejoined from 203.0.113.7',
        'connectorLeft',
        'connectorLeft',
        'connectorJoined',
        'connectorJoined',
      ],
    ]);
  });

  it('says where a connector joined from that was elsewhere before, and what state came next', () => {
    const changes = [
      status(start, 'degraded', 'down'),
      status(end, 'down', 'degraded'),
      joined(end, connector('7c0f4d6e-52a1', '192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4')),
    ];
    assert.deepEqual(told(changes), [
      [
        'web-prod was down 22:44:19 to 22:51:02, 6 min 43 s; then degraded; connector 7c0f4d6e joined from 192.0.2.1, 192.0.2.2, 192.0.2.3 and 1 more',
        'connectorJoined',
      ],
    ]);
  });

  it('does not take in what came long after its end, nor what happened to another tunnel', () => {
    const changes = [
      status(start, 'healthy', 'down'),
      status(start + 1, 'healthy', 'degraded', 'api'),
      status(end, 'down', 'healthy'),
      joined(end + 3 * minute, one),
    ];
    assert.deepEqual(told(changes), [
      ['web-prod was down 22:44:19 to 22:51:02, 6 min 43 s'],
      'statusChanged',
      'connectorJoined',
    ]);
  });

  it('is open while the tunnel is down yet', () => {
    const changes = [status(start, 'healthy', 'down'), left(start, one)];
    assert.deepEqual(told(changes, downSince(undefined)), [
      ['web-prod has been down since 22:44:19', 'connectorLeft'],
    ]);
  });

  it('from before the window was opened is open only where the API says that it is the same', () => {
    const changes = [status(start, 'healthy', 'down')];
    const open = [['web-prod has been down since 22:44:19']];
    const unseen = [['web-prod went down at 22:44:19; the end was not seen']];
    assert.deepEqual(told(changes, downSince(start - minute, start + hour)), open);
    assert.deepEqual(told(changes, downSince(start + 2 * minute, start + hour)), unseen);
    assert.deepEqual(told(changes, downSince(undefined, start + hour)), [
      ['web-prod was down at 22:44:19, and is down now'],
    ]);
    assert.deepEqual(told(changes), unseen);
  });

  it('of which the end was not seen is none that lasts', () => {
    const changes = [
      status(start, 'healthy', 'down'),
      status(start + hour, 'healthy', 'degraded'),
      status(start + 2 * hour, 'degraded', 'down'),
    ];
    assert.deepEqual(told(changes, downSince(start + 2 * hour)), [
      ['web-prod went down at 22:44:19; the end was not seen'],
      'statusChanged',
      ['web-prod has been down since 00:44:19'],
    ]);
  });

  it('of which the start was not seen says only when it ended', () => {
    assert.deepEqual(told([status(end, 'down', 'healthy'), joined(end, one)]), [
      ['web-prod was down until 22:51:02; connector 7c0f4d6e joined from 203.0.113.7', 'connectorJoined'],
    ]);
  });

  it('over a time in which the window was closed does not say how long it was', () => {
    const changes = [status(start, 'healthy', 'down'), status(end, 'down', 'healthy')];
    assert.deepEqual(told(changes, { ...watching, since: start + minute }), [
      ['web-prod was down at 22:44:19 and up at 22:51:02; between these it was not always watched'],
    ]);
  });

  it('ends with its tunnel', () => {
    const changes: readonly Change[] = [
      status(start, 'healthy', 'down'),
      { ...of(end), kind: 'tunnelDeleted' },
      { ...of(end + minute), kind: 'tunnelCreated', status: 'down' },
    ];
    assert.deepEqual(told(changes, downSince(start)), [
      ['web-prod was down from 22:44:19 until it left the list at 22:51:02'],
      'tunnelDeleted',
      'tunnelCreated',
    ]);
  });

  it('does not say how long it was where the clock was set back', () => {
    const changes = [status(start, 'healthy', 'down'), status(start - hour, 'down', 'healthy')];
    assert.deepEqual(told(changes), [['web-prod was down 22:44:19 to 21:44:19']]);
  });

  it('loses no change: each is told once, or is the start or the end of one', () => {
    const statuses = fc.constantFrom<TunnelStatus>('healthy', 'degraded', 'down', 'unknown', 'inactive');
    const any = fc.record({
      at: fc.integer({ min: sampleTime - hour, max: sampleTime }),
      key: fc.constantFrom('w', 'api'),
      kind: fc.constantFrom('status', 'joined', 'left', 'deleted', 'created', 'renamed'),
      from: statuses,
      to: statuses,
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 60 }), fc.boolean(), (entries, isDown) => {
        const changes = entries.map(({ at, key, kind, from, to }): Change => {
          const where = of(at, key);
          switch (kind) {
            case 'status':
              return { ...where, kind: 'statusChanged', from, to: from === to ? 'inactive' : to };
            case 'joined':
              return { ...where, kind: 'connectorJoined', connector: one };
            case 'left':
              return { ...where, kind: 'connectorLeft', connector: one };
            case 'created':
              return { ...where, kind: 'tunnelCreated', status: to };
            case 'renamed':
              return { ...where, kind: 'tunnelRenamed', from: 'x', to: 'y' };
            case 'deleted':
              return { ...where, kind: 'tunnelDeleted' };
          }
        });
        const items = withOutages(changes, isDown ? downSince(undefined) : watching);
        const singles = items.flatMap((item) => (item.kind === 'outage' ? item.within : [item]));
        assert.equal(new Set(singles).size, singles.length);
        const bounds = changes.filter((change) => !singles.includes(change));
        assert.ok(
          bounds.every(
            (change) => change.kind === 'statusChanged' && [change.from, change.to].includes('down'),
          ),
        );
        const ends = items.flatMap((item) =>
          item.kind === 'outage'
            ? [item.from === undefined ? [] : [1], item.end.kind === 'up' ? [1] : []].flat()
            : [],
        );
        assert.equal(ends.length, bounds.length);
        for (const item of items) if (item.kind === 'outage') assert.ok(describeOutage(item, writing) !== '');
      }),
    );
  });
});
