import assert from 'node:assert/strict';
import type { Change, ConnectorEvent } from '../../../../src/tunnels/changes/change.ts';
import { describeChange } from '../../../../src/tunnels/changes/changeWords.ts';
import { changesText } from '../../../../src/tunnels/documents/changesDocument.ts';
import { visible } from '../../../../src/tunnels/text/text.ts';
import { hostileName, hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

/** 24 Nov 2026 13:00 in Berlin. */
const moment = { style: { timeZone: 'Europe/Berlin' } };
const style = { timeZone: 'UTC' };
const around = { since: sampleTime, accounts: [], names: [] };
const of = (tunnelName: string | null) => ({
  at: sampleTime,
  accountId: 'a',
  accountName: 'Account A',
  tunnelKey: 'w',
  tunnelName,
});
const connector = {
  key: 'a281b0c3-6a1d-4c55-b5a8-0c3c6f1d9e72',
  version: '2026.8.2',
  platform: 'linux_amd64',
  configVersion: 3,
  originIps: ['203.0.113.7'],
  dataCenters: ['dfw08', 'dfw08', 'iad05', 'iad05'],
};
const connectorKey = connector.key;
const bare = { ...connector, key: '#2', version: null, platform: null, originIps: [], dataCenters: [null] };
const degraded: Change = { ...of('web-prod'), kind: 'statusChanged', from: 'healthy', to: 'degraded' };

describe('A change in words', () => {
  const tunnels: readonly [change: Change, words: string][] = [
    [degraded, 'web-prod: healthy → degraded'],
    [{ ...of('web'), kind: 'tunnelCreated', status: 'inactive' }, 'web: new tunnel, inactive'],
    [
      { ...of('web'), kind: 'tunnelCreated', status: 'unknown', statusText: 'pau\u202Esed' },
      'web: new tunnel, pau\\u202Esed',
    ],
    [
      { ...of('web'), kind: 'statusChanged', from: 'healthy', to: 'unknown', toText: 'paused' },
      'web: healthy → paused',
    ],
    [{ ...of('web'), kind: 'statusChanged', from: 'unknown', to: 'healthy' }, 'web: unknown → healthy'],
    [{ ...of('web'), kind: 'tunnelDeleted' }, 'web: deleted, or no longer visible to this credential'],
    [{ ...of('shop'), kind: 'tunnelRenamed', from: 'web', to: 'shop' }, 'shop: renamed, was web'],
    [{ ...of(null), kind: 'tunnelRenamed', from: 'web', to: null }, 'Tunnel w: renamed, was web'],
    [{ ...of('shop'), kind: 'tunnelRenamed', from: null, to: 'shop' }, 'shop: renamed, was unnamed'],
  ];
  const connectors: readonly [event: ConnectorEvent, words: string][] = [
    [
      { kind: 'connectorJoined', connector },
      'connector a281b0c3 joined from 203.0.113.7 (linux_amd64, 2026.8.2, 4 connections)',
    ],
    [{ kind: 'connectorJoined', connector: bare }, 'connector #2 joined (1 connection)'],
    [
      { kind: 'connectorJoined', connector: bare, since: Date.UTC(2026, 10, 23, 18, 2) },
      'connector #2 joined (1 connection), new since 23 Nov 2026 18:02:00 UTC (last look)',
    ],
    [
      { kind: 'connectorLeft', connector: { ...connector, originIps: ['192.0.2.1', '2001:db8::1'] } },
      'connector a281b0c3 left, was at 192.0.2.1, 2001:db8::1 (linux_amd64, 2026.8.2, 4 connections)',
    ],
    [{ kind: 'connectorLeft', connector: bare }, 'connector #2 left (1 connection)'],
    [
      { kind: 'connectorRestarted', from: connectorKey, connector: { ...connector, key: '9f0c1b2d-1' } },
      'connector a281b0c3 restarted as 9f0c1b2d',
    ],
    [
      { kind: 'connectionMoved', connectorKey, from: 'dfw08', to: 'iad05' },
      'connector a281b0c3: connection moved from Dallas (dfw08) to Ashburn (iad05)',
    ],
    [
      { kind: 'connectionMoved', connectorKey, from: 'zzz01', to: null },
      'connector a281b0c3: connection moved from zzz01 to an unknown data center',
    ],
    [
      {
        kind: 'connectionCountChanged',
        connectorKey,
        from: 4,
        to: 3,
        closed: ['dfw08'],
        opened: [],
        originIps: [],
      },
      'connector a281b0c3: 4 → 3 connections',
    ],
    [
      { kind: 'originChanged', connectorKey, from: ['203.0.113.7'], to: ['192.0.2.1'] },
      'connector a281b0c3: origin IP 203.0.113.7 → 192.0.2.1',
    ],
    [
      { kind: 'originChanged', connectorKey, from: ['203.0.113.7'], to: [] },
      'connector a281b0c3: origin IP 203.0.113.7 → unknown',
    ],
    [
      { kind: 'versionChanged', connectorKey, from: '2026.8.2', to: null },
      'connector a281b0c3: version 2026.8.2 → unknown',
    ],
    [
      { kind: 'configVersionChanged', connectorKey, from: null, to: 4 },
      'connector a281b0c3: configuration version unknown → 4',
    ],
  ];
  const table = [
    ...tunnels,
    ...connectors.map(
      ([event, words]) => [{ ...of('api-gateway'), ...event }, `api-gateway: ${words}`] as const,
    ),
  ];
  for (const [change, words] of table) {
    it(`is “${words}”`, () => {
      assert.equal(describeChange(change, { safe: visible, called: () => undefined, style }), words);
    });
  }

  it('calls a connector by the name that the person gave it, and by the new id after a restart', () => {
    const restarted = { ...of('web'), kind: 'connectorRestarted', from: connectorKey } as const;
    const events: readonly Change[] = [
      { ...of('web'), kind: 'connectorLeft', connector: bare },
      { ...restarted, connector: { ...connector, key: '9f0c1b2d-1' } },
      { ...of('web'), kind: 'versionChanged', connectorKey, from: '1', to: '2' },
    ];
    const called = (tunnelKey: string, key: string) =>
      key === bare.key ? undefined : `host of ${tunnelKey}`;
    assert.deepEqual(
      events.map((event) => describeChange(event, { safe: (text) => `<${text}>`, called, style })),
      [
        '<web>: connector <#2> left (1 connection)',
        '<web>: connector <host of w> restarted as <9f0c1b2d>',
        '<web>: connector <host of w>: version <1> → <2>',
      ],
    );
  });

  it('shows what text from the API hides, and makes it safe where it is asked to', () => {
    const hostile = {
      ...connector,
      key: hostileName,
      version: hostileName,
      platform: hostileName,
      originIps: [hostileName],
      dataCenters: [hostileName],
    };
    const text = { from: hostileName, to: hostileName };
    const events: readonly ConnectorEvent[] = [
      { kind: 'connectorJoined', connector: hostile },
      { kind: 'connectorLeft', connector: hostile },
      { kind: 'connectorRestarted', from: hostileName, connector: hostile },
      { kind: 'connectionMoved', connectorKey: hostileName, ...text },
      { kind: 'versionChanged', connectorKey: hostileName, ...text },
      { kind: 'originChanged', connectorKey: hostileName, from: [hostileName], to: [hostileName] },
    ];
    const renamed: Change = { ...of(hostileName), kind: 'tunnelRenamed', ...text };
    const changes = [renamed, ...events.map((event): Change => ({ ...of(hostileName), ...event }))];
    for (const change of changes) {
      assert.doesNotMatch(describeChange(change), /\u202E/, change.kind);
      const marked = describeChange(change, {
        safe: (text) => (text === '' ? '' : '§'),
        called: () => undefined,
        style,
      });
      assert.doesNotMatch(marked, /prod|evil|\*/, change.kind);
    }
  });
});

describe('The document of changes', () => {
  const again: Change = {
    ...degraded,
    at: sampleTime + 4 * minute + 31_000,
    from: 'degraded',
    to: 'healthy',
  };
  const yesterday: Change = { ...degraded, at: sampleTime - 14 * hour };

  it('has the newest first, by the days and the clock of the reader', () => {
    assert.equal(
      changesText([yesterday, degraded, again], around, moment),
      [
        '# Recent changes',
        '## Tuesday 24 November 2026',
        '- 13:04:31 `web-prod`: degraded → healthy\n- 13:00:00 `web-prod`: healthy → degraded',
        '## Monday 23 November 2026',
        '- 23:00:00 `web-prod`: healthy → degraded\n',
      ].join('\n\n'),
    );
  });

  it('has an outage as one, on the day when it ended, with what happened in it below', () => {
    const down: Change = { ...yesterday, from: 'healthy', to: 'down' };
    const left: Change = { ...of('web-prod'), at: yesterday.at, kind: 'connectorLeft', connector };
    const up: Change = { ...degraded, from: 'down', to: 'healthy' };
    const elsewhere = { ...of('api'), tunnelKey: 'x', kind: 'tunnelDeleted' } as const;
    assert.deepEqual(
      changesText([down, left, elsewhere, up], { ...around, since: 0 }, moment)
        .split('\n')
        .slice(4),
      [
        '- `web-prod` was down 23 Nov 2026 23:00:00 to 13:00:00, 14 h',
        '  - 23 Nov 2026 23:00:00 connector `a281b0c3` left, was at `203.0.113.7` (`linux_amd64`, `2026.8.2`, 4 connections)',
        '- 13:00:00 `api`: deleted, or no longer visible to this credential',
        '',
      ],
    );
  });

  it('keeps the order of what was seen at the same time', () => {
    const next: Change = { ...of('api'), kind: 'tunnelDeleted' };
    const lines = changesText([degraded, next], around, moment).trimEnd().split('\n').slice(-2);
    assert.match(lines[0]!, /web/);
    assert.match(lines[1]!, /api/);
  });

  it('names the account where there are several', () => {
    const elsewhere: Change = { ...again, accountId: 'b', accountName: 'B*' };
    assert.doesNotMatch(changesText([degraded, again], around, moment), /Account A/);
    const both = changesText([degraded, elsewhere], around, moment);
    assert.match(both, /^- 13:04:31 `B\*` · `web-prod`: degraded → healthy$/m);
    assert.match(both, /^- 13:00:00 `Account A` · `web-prod`: healthy → degraded$/m);
  });

  it('takes nothing from the API for markup: it stands as it is, as code', () => {
    const hostile: Change = { ...of(`${hostileName}\n# x`), kind: 'connectorJoined', connector };
    const text = changesText([hostile], around, moment);
    assert.equal(text.match(/^#/gm)?.length, 2);
    const outside = text.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, 'code');
    assert.match(
      outside,
      /^- 13:00:00 code: connector code joined from code \(code, code, 4 connections\)$/m,
    );
    assert.doesNotMatch(outside, /[[\]<>`*$|]/);
  });

  it('says since when nothing changed, and what would be listed', () => {
    const text = changesText([], around, moment);
    assert.match(
      text,
      /^# Recent changes\n\nNothing has changed since watching began \(24 Nov 2026 13:00:00 GMT\+1 \(12:00/,
    );
    assert.match(text, /This list shows tunnels .* connectors .* edge connections .*\.\n$/);
  });
});
