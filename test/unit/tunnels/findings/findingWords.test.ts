import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsOf } from '../../../../src/tunnels/findings/rules.ts';
import { escapeMarkdown, visible } from '../../../../src/tunnels/text/text.ts';
import type { ConnectorRef, Finding } from '../../../../src/tunnels/findings/finding.ts';
import { newestRelease } from '../../../../src/tunnels/model/versions.ts';
import { connectorName } from '../../../../src/tunnels/model/names.ts';
import { describeFinding, plainWriting } from '../../../../src/tunnels/findings/findingWords.ts';
import type { FindingWords } from '../../../../src/tunnels/findings/findingWords.ts';
import { anyConnectors, anyTunnel } from '../../../support/arbitraryModels.ts';
import { configurationOf, seenSince } from '../../../support/models.ts';
import { day, hostileName, hour, minute, sampleTime } from '../../../support/sampleCompany.ts';

/** 24 Nov 2026 13:00 in Berlin. */
const now = sampleTime;
const plain = plainWriting({ now, style: { timeZone: 'Europe/Berlin' } });
const words = (finding: Finding) => describeFinding(finding, plain);

const connector = { id: 'a281b0c3-6a1d-4c55', key: 'a281b0c3-6a1d-4c55' };
const few = {
  kind: 'fewConnections',
  severity: 'warning',
  connector,
  live: 3,
  usual: 4,
  status: 'healthy',
  mayLackRegion: false,
} as const;
const same = { kind: 'sameFewConnections', severity: 'info', connectors: [connector], usual: 4 } as const;
const reconnected = {
  kind: 'reconnected',
  severity: 'warning',
  connector,
  live: 4,
  reopened: 4,
  at: now - 9 * minute,
  startedAt: now - 2 * day,
} as const;
const down = { kind: 'down', severity: 'error', since: now - 15 * hour, isContradicted: false } as const;
const newest = { version: newestRelease, from: 'release' } as const;
const outdated = { kind: 'outdated', severity: 'info', connector, newest } as const;
const version = (year: number, month: number, patch: number) => ({ year, month, patch });
const spread = [
  { value: 'x', connectors: 1 },
  { value: 'y', connectors: 2 },
];
const seen = { kind: 'firstSeen', severity: 'info', connector, at: now - hour } as const;

const rulesOf = (hostnames: readonly string[]) =>
  configurationOf(hostnames.map((hostname) => ({ hostname, service: 'http://localhost:80' }))).rules;
const local = {
  kind: 'localServiceOnSeveralHosts',
  severity: 'warning',
  hosts: [['2001:db8::7', '203.0.113.7'], ['198.51.100.4']],
} as const;

const table: [finding: Finding, sentence: string, short: string][] = [
  [down, 'Down since 23 Nov 22:00: no connector is connected', 'down since 23 Nov 22:00'],
  [{ ...down, since: undefined }, 'Down: no connector is connected', 'down'],
  [
    { ...down, isContradicted: true },
    'Down since 23 Nov 22:00, but connectors with connections are listed: the two disagree',
    'down since 23 Nov 22:00, but connectors are connected',
  ],
  [
    { ...down, since: undefined, isContradicted: true },
    'Down, but connectors with connections are listed: the two disagree',
    'down, but connectors are connected',
  ],
  [
    { kind: 'downForLong', severity: 'warning', since: now - 47 * day, days: 47 },
    'Down for 30 days or longer',
    'down for 47 days',
  ],
  [few, 'Connector a281b0c3 has 3 of 4 connections', 'connector a281b0c3: 3 of 4 connections'],
  [
    { ...few, status: 'degraded' },
    'Degraded: connector a281b0c3 has 3 of 4 connections',
    'connector a281b0c3: 3 of 4 connections',
  ],
  [
    { kind: 'noConnections', severity: 'warning', connector },
    'Connector a281b0c3 has no connections: it is draining or lost',
    'connector a281b0c3: draining or lost',
  ],
  [{ ...same, live: 2 }, 'Connector a281b0c3 opens 2 connections, the default is 4', '2 of 4 connections'],
  [
    { ...same, live: 1, connectors: [connector, { ...connector, key: 'b' }] },
    'Each connector opens 1 connection, the default is 4',
    '1 of 4 connections',
  ],
  [
    reconnected,
    'Connector a281b0c3 reconnected: all 4 connections opened within minutes of each other, starting at 12:51, although it has been running since 22 Nov 13:00',
    'connector a281b0c3: reconnected at 12:51',
  ],
  [
    { ...reconnected, reopened: 3 },
    'Connector a281b0c3 reconnected: 3 of 4 connections opened within minutes of each other, starting at 12:51, although it has been running since 22 Nov 13:00',
    'connector a281b0c3: reconnected at 12:51',
  ],
  [
    { ...local, routes: rulesOf(['app.example.com']) },
    'Connectors come from 2 addresses (2001:db8::7 / 203.0.113.7, 198.51.100.4), and each request goes to one of them: app.example.com → http://localhost:80 leads to a service of that connector’s own host',
    'local service behind 2 addresses',
  ],
  [
    { ...local, routes: rulesOf(['a', 'b', 'c', 'd', 'e', 'f']) },
    'Connectors come from 2 addresses (2001:db8::7 / 203.0.113.7, 198.51.100.4), and each request goes to one of them: a → http://localhost:80, b → http://localhost:80, c → http://localhost:80, d → http://localhost:80 and 2 more leads to a service of that connector’s own host',
    'local service behind 2 addresses',
  ],
  [
    { kind: 'configurationBehind', severity: 'warning', connector, version: 8, published: 9 },
    'Connector a281b0c3 runs configuration version 8, but 9 is published',
    'connector a281b0c3: configuration 8 instead of 9',
  ],
  [
    { kind: 'configurationsDiffer', severity: 'warning', spread },
    'The connectors run different configuration versions: 1 × x, 2 × y',
    '2 configuration versions',
  ],
  [
    { kind: 'oneDataCenter', severity: 'warning', dataCenter: 'iad05', live: 4 },
    'All 4 connections go to one data center: Ashburn (iad05)',
    'all in Ashburn (iad05)',
  ],
  [
    { kind: 'oneDataCenter', severity: 'warning', dataCenter: 'zzz01', live: 4 },
    'All 4 connections go to one data center: zzz01',
    'all in zzz01',
  ],
  [
    { kind: 'oneCity', severity: 'info', dataCenters: ['lhr01', 'lhr14'], live: 4 },
    'All 4 connections go to one city: London (lhr01, lhr14)',
    'all in London (lhr01, lhr14)',
  ],
  [
    { kind: 'oneCity', severity: 'info', dataCenters: ['LHR'], live: 4 },
    'All 4 connections go to one location: London (LHR)',
    'all in London (LHR)',
  ],
  [
    { ...outdated, version: version(2026, 5, 2), months: 3 },
    'Connector a281b0c3 runs 2026.5.2, 3 months older than 2026.8.2, the newest release known to this extension',
    'connector a281b0c3: 3 months older',
  ],
  [
    { ...outdated, version: version(2026, 7, 2), months: 1, newest: { ...newest, from: 'account' } },
    'Connector a281b0c3 runs 2026.7.2, 1 month older than 2026.8.2, the newest version in the account',
    'connector a281b0c3: 1 month older',
  ],
  [
    { ...outdated, version: version(2026, 8, 0), months: 0, newest: { ...newest, from: 'part' } },
    'Connector a281b0c3 runs 2026.8.0, older than 2026.8.2, the newest version seen in the account',
    'connector a281b0c3: older',
  ],
  [
    { ...outdated, severity: 'warning', version: version(2025, 7, 2), months: 13 },
    'Connector a281b0c3 runs 2025.7.2, 13 months older than 2026.8.2, the newest release known to this extension; Cloudflare supports a version for one year',
    'connector a281b0c3: 13 months older',
  ],
  [
    { kind: 'oneConnector', severity: 'info', connector },
    'Only connector a281b0c3 serves the tunnel: no second process takes over when it stops',
    'only one connector',
  ],
  [
    { kind: 'versionsDiffer', severity: 'info', spread },
    'The connectors run different versions: 1 × x, 2 × y',
    '2 versions',
  ],
  [
    { kind: 'platformsDiffer', severity: 'info', spread },
    'The connectors run on different platforms: 1 × x, 2 × y',
    '2 platforms',
  ],
  [
    { kind: 'featuresDiffer', severity: 'info', spread, of: 3 },
    'Features not shared by all connectors: x (1 of 3), y (2 of 3)',
    'features differ',
  ],
  [
    { ...seen, originIps: ['192.0.2.1', '2001:db8::1'] },
    'Connector a281b0c3 was first seen at 12:00, from 192.0.2.1, 2001:db8::1',
    'connector a281b0c3: new',
  ],
  [
    { ...seen, since: now - 18 * hour, originIps: ['192.0.2.1', '2001:db8::1'] },
    'New since 23 Nov 19:00 (last look): connector a281b0c3 from 192.0.2.1, 2001:db8::1',
    'connector a281b0c3: new',
  ],
  [
    { ...seen, since: now - 18 * hour, originIps: [] },
    'New since 23 Nov 19:00 (last look): connector a281b0c3',
    'connector a281b0c3: new',
  ],
  [{ ...seen, originIps: [] }, 'Connector a281b0c3 was first seen at 12:00', 'connector a281b0c3: new'],
  [
    { kind: 'neverConnected', severity: 'info', createdAt: now - 4 * day },
    'No connector has run since the tunnel was created (20 Nov 13:00)',
    'never connected',
  ],
  [
    { kind: 'neverConnected', severity: 'info', createdAt: undefined },
    'No connector has run since the tunnel was created',
    'never connected',
  ],
];

describe('The words of a finding', () => {
  for (const [finding, sentence, short] of table) {
    it(`are ${sentence}`, () => {
      const said = words(finding);
      assert.deepEqual([said.sentence, said.short], [sentence, short]);
      assert.equal(said.hint !== undefined, finding.kind === 'localServiceOnSeveralHosts');
    });
  }

  it('leave out which connector a warning is about, for the row of that connector', () => {
    for (const [finding] of table) {
      const { short, own } = words(finding);
      const isOfOne = 'connector' in finding && finding.severity === 'warning';
      assert.equal(own !== undefined || !isOfOne, true, finding.kind);
      if (own !== undefined) assert.equal(short, `connector ${connectorName(connector)}: ${own}`);
    }
  });

  it('give a hint to what may be the cause, where two of four connections are in one place', () => {
    assert.equal(words(few).hint, undefined);
    assert.equal(
      words({ ...few, live: 2, status: 'degraded', mayLackRegion: true }).hint,
      'The pairs of connections use two regions of Cloudflare’s edge, so one region may be unreachable from there. Check outbound port 7844 to region1.v2.argotunnel.com and region2.v2.argotunnel.com.',
    );
  });

  it('say of a degraded tunnel that is not explained where to look', () => {
    assert.deepEqual(words({ kind: 'unexplained', severity: 'warning' }), {
      sentence: 'Degraded: the connectors do not show why',
      short: 'connectors do not show why: see the log and cloudflarestatus.com',
      hint: 'What to look at: an origin that reconnects often, cloudflared’s log, cloudflarestatus.com.',
    });
  });

  it('call a connector as it is called there', () => {
    const named = { ...plain, called: ({ key }: ConnectorRef) => `rack ${key.length}` };
    assert.equal(describeFinding(few, named).sentence, 'Connector rack 18 has 3 of 4 connections');
  });

  it('show what text from outside hides', () => {
    const hostile = [{ value: hostileName, connectors: 1 }];
    const { sentence } = words({ kind: 'versionsDiffer', severity: 'info', spread: hostile });
    assert.match(sentence, /\\u202Egnp$/);
    const renamed = { ...connector, id: '\u202Egnp' };
    assert.match(words({ ...few, connector: renamed }).short, /^connector \\u202Egnp: /);
  });

  const said = ({ sentence, short, hint = '.' }: FindingWords) => [sentence, short, hint];

  it('are plain for any finding, and no markup where Markdown is written', () => {
    const markdown = { text: escapeMarkdown, time: () => 'then' };
    fc.assert(
      fc.property(anyTunnel, anyConnectors, fc.string({ unit: 'binary' }), (tunnel, connectors, hostname) => {
        const given = {
          tunnel,
          connectors,
          newest,
          published: 2,
          seen: seenSince(now, ...connectors.map(({ key }) => key)),
          routes: rulesOf([hostname]),
          now,
        };
        for (const finding of findingsOf(given)) {
          for (const text of said(words(finding))) {
            assert.equal(text, visible(text));
            assert.notEqual(text, '');
          }
          for (const text of said(describeFinding(finding, markdown))) {
            assert.doesNotMatch(text.replace(/\\.|&#36;/g, ''), /[*<>[\]`|$_#~]/);
          }
        }
      }),
    );
  });
});
