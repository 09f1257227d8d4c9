import assert from 'node:assert/strict';
import { withName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { Change } from '../../../../src/tunnels/changes/change.ts';
import { detailsText } from '../../../../src/tunnels/documents/detailsText.ts';
import type { DetailedNode } from '../../../../src/tunnels/rows/detailedRow.ts';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { RowOptions } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { aConnector, aTunnel, hostileName, hour, sampleTime } from '../../../support/sampleCompany.ts';
import { accountOf, changesOf, failing } from '../../../support/hostile.ts';
import { parsed } from '../../../support/parsedMarkdown.ts';
import {
  configurationOf,
  connectorOf,
  known,
  stateOf,
  tunnelOf,
  rowOptions,
} from '../../../support/models.ts';

const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };
const shown = (changes: readonly Change[] = []) => ({
  changes,
  moment,
  since: sampleTime,
  accounts: [],
  names: [],
  theme: 'dark' as const,
});
const byName: RowOptions = rowOptions();

/** The tunnel, connectors and connections of the state's rows, in their order. */
function rowsOf(state: AccountState, options = byName): readonly DetailedNode[] {
  const all = (nodes: readonly TreeNode[]): readonly DetailedNode[] =>
    nodes.flatMap((node) => [
      ...(node.kind === 'tunnel' || node.kind === 'connector' || node.kind === 'connection' ? [node] : []),
      ...all(childNodes(node, options)),
    ]);
  return all(rootNodes({ accounts: [state], problems: [] }, options));
}

const rowOf = (state: AccountState, kind: DetailedNode['kind'] = 'tunnel') =>
  rowsOf(state).find((row) => row.kind === kind)!;
const documentOf = (state: AccountState, changes: readonly Change[] = [], kind?: DetailedNode['kind']) =>
  detailsText(rowOf(state, kind), shown(changes));

const headingsOf = (document: string) => document.split('\n').filter((line) => line.startsWith('#'));
/** The lines of a section that are not empty, without its heading and picture. */
const sectionOf = (document: string, heading: string) =>
  (document.split(`\n## ${heading}\n`)[1] ?? '')
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('!['));

const wireTunnel = aTunnel({ id: 'w', name: 'web', status: 'degraded' });
const wireConnector = aConnector({ id: '7c0f4d6e-52a1' }, { dataCenters: ['dfw08', 'iad05'] });
const tunnel = tunnelOf(wireTunnel);
const connector = connectorOf(wireConnector);
const configuration = configurationOf(
  [
    {
      hostname: 'www.example.com',
      path: '/x|y',
      service: 'http://localhost:80',
      originRequest: { connectTimeout: 10, noTLSVerify: true },
    },
    { service: 'http_status:404' },
  ],
  { version: 2 },
);
const full = stateOf([tunnel], {
  connectors: new Map([['w', known([connector])]]),
  configurations: new Map([['w', known(configuration)]]),
});

const context = {
  at: sampleTime - hour,
  accountId: 'a',
  accountName: 'Account A',
  tunnelKey: 'w',
  tunnelName: 'web',
};
const changed: Change = { ...context, kind: 'statusChanged', from: 'healthy', to: 'degraded' };
const moved: Change = {
  ...context,
  kind: 'connectionMoved',
  connectorKey: '7c0f4d6e-52a1',
  from: 'dfw08',
  to: 'iad05',
};
const elsewhere: Change = { ...changed, tunnelKey: 'other', tunnelName: 'other' };

describe('The details of a tunnel', () => {
  const document = documentOf(full, [changed, elsewhere, moved]);

  it('begin with its name and findings, have its facts after them, and end with its JSON', () => {
    assert.deepEqual(headingsOf(document), [
      '# Tunnel `web`',
      '## Findings',
      '## Properties',
      '## Connectors',
      '## Edge connections',
      '## Routes',
      '## Availability',
      '## Recent changes',
      '## As the API sent it',
    ]);
    const facts = sectionOf(document, 'Properties').join('\n');
    // Of the table's own words there are none: its first fact is its head.
    assert.match(
      facts,
      /^\| Status \| degraded: active and able to serve traffic, but .* \|\n\| --- \| --- \|$/m,
    );
    assert.match(facts, /^\| Tunnel ID \| `w` \|$/m);
    assert.match(facts, /^\| Versions \| `2026\.8\.2` \|$/m);
    assert.ok(document.endsWith('```\n'));
  });

  it('say each finding once, worst first, with its severity', () => {
    assert.deepEqual(sectionOf(document, 'Findings'), [
      '- **Warning**: Degraded: connector `7c0f4d6e` has 2 of 4 connections',
      '- **Warning**: Connector `7c0f4d6e` runs configuration version 1, but 2 is published',
      '- **Note**: Only connector `7c0f4d6e` serves the tunnel: no second process takes over when it stops',
    ]);
    assert.equal(document.split('has 2 of 4').length, 2);
  });

  it('say what may be the cause, and call a connector by the name that the person gave it', () => {
    const one = connectorOf({ id: 'c' }, { dataCenters: ['dfw08', 'dfw08'] });
    const state = stateOf([tunnel], { connectors: new Map([['w', known([one])]]) });
    const [row] = rowsOf(state, rowOptions({ names: withName([], 'w', one, 'rack *4*') }));
    const [sentence, hint] = sectionOf(detailsText(row!, shown()), 'Findings');
    assert.equal(sentence, '- **Warning**: Degraded: connector `rack *4*` has 2 of 4 connections');
    assert.match(hint ?? '', /^ {2}- The pairs of connections use two regions/);
  });

  it('have connectors and connections as tables', () => {
    const [head, , line] = sectionOf(document, 'Connectors');
    assert.equal(
      head,
      '| Connector | Origin IP | Platform | Version | Configuration | Started | Connections |',
    );
    assert.match(
      line ?? '',
      /^\| `7c0f4d6e` \| `203\.0\.113\.7` \| `linux_amd64` \| `2026\.8\.2` \| 1 \| 24 Nov 2026 .* \| 2 \|$/,
    );
    const connections = sectionOf(document, 'Edge connections').slice(2);
    assert.equal(connections.length, 2);
    assert.match(
      connections[0] ?? '',
      /^\| `7c0f4d6e` \| `dfw08 · Dallas, United States` \| `203\.0\.113\.7` \| 24 Nov 2026 /,
    );
  });

  it('have a picture of connectors and cities above the tables, for the window’s theme', () => {
    const pictures = (['dark', 'light'] as const).flatMap(
      (theme) => parsed(detailsText(rowOf(full), { ...shown(), theme })).pictures,
    );
    const words = 'The tunnel is degraded: 1 connector; Ashburn 1, Dallas 1, not connected 2';
    assert.deepEqual(
      pictures.map(({ alt }) => alt),
      [words, words],
    );
    assert.notEqual(pictures[0]?.uri, pictures[1]?.uri);
    const none = stateOf([tunnel], { connectors: new Map([['w', known([])]]) });
    assert.deepEqual(parsed(documentOf(none)).pictures, []);
  });

  it('tell an outage as one, and connectors by their given names, also those that have left', () => {
    const [gone, back] = ['9f0c1b2d-1', '7c0f4d6e-52a1'].map((key) => ({
      ...{ key, version: null, platform: null, configVersion: null },
      ...{ originIps: ['203.0.113.7'], dataCenters: [] },
    }));
    const changes: readonly Change[] = [
      { ...context, kind: 'statusChanged', from: 'healthy', to: 'down' },
      { ...context, kind: 'connectorLeft', connector: gone! },
      { ...context, at: sampleTime, kind: 'statusChanged', from: 'down', to: 'healthy' },
      { ...context, at: sampleTime, kind: 'connectorJoined', connector: back! },
    ];
    const names = withName(
      withName([], 'w', connectorOf({ id: gone!.key }, { dataCenters: [] }), 'old host'),
      'w',
      connector,
      'rack 4',
      [connector],
    );
    const text = detailsText(rowOf(full), { ...shown(changes), since: 0, accounts: [full], names });
    const [at, until] = [
      '24 Nov 2026 12:00:00 GMT+1 (11:00:00 UTC)',
      '24 Nov 2026 13:00:00 GMT+1 (12:00:00 UTC)',
    ];
    assert.deepEqual(sectionOf(text, 'Recent changes'), [
      `- \`web\` was down ${at} to ${until}, 1 h; connector \`rack 4\` rejoined from \`203.0.113.7\``,
      `  - ${until} connector \`rack 4\` joined from \`203.0.113.7\` (0 connections)`,
      `  - ${at} connector \`old host\` left, was at \`203.0.113.7\` (0 connections)`,
    ]);
  });

  it('have the routes with their options in words; a bar ends no cell', () => {
    assert.deepEqual(sectionOf(document, 'Routes').slice(2), [
      '| `www.example.com/x\\|y` | `http://localhost:80` | `Connect timeout: 10 seconds`, `Certificate not verified: yes` |',
      '| `everything else` | `http_status:404` |  |',
    ]);
  });

  it('say how much of 7 and 30 days it was up, or that this is not known', () => {
    const state = stateOf([tunnel]);
    const availability = (options = byName) =>
      sectionOf(detailsText(rowsOf(state, options)[0]!, shown()), 'Availability');
    assert.deepEqual(availability(), ['Not watched long enough to tell.']);
    const [from, until] = [sampleTime - 2 * hour, sampleTime - hour];
    const histories = new Map([['a', new Map([['w', [{ status: 'healthy', from, until } as const]]])]]);
    const words = 'up (healthy or degraded) 100% of the 1 h watched · no outage';
    assert.deepEqual(availability(rowOptions({ histories })), [
      `Last 7 days: ${words}`,
      `Last 30 days: ${words}`,
    ]);
  });

  it('have the changes of this tunnel alone', () => {
    const at = '24 Nov 2026 12:00:00 GMT+1 (11:00:00 UTC)';
    assert.deepEqual(sectionOf(document, 'Recent changes'), [
      `- ${at} \`web\`: healthy → degraded`,
      `- ${at} \`web\`: connector \`7c0f4d6e\`: connection moved from \`Dallas (dfw08)\` to \`Ashburn (iad05)\``,
    ]);
  });

  it('have the JSON as the API sent it', () => {
    const lines = sectionOf(document, 'As the API sent it');
    assert.deepEqual([lines[0], lines.at(-1)], ['```json', '```']);
    assert.deepEqual(JSON.parse(lines.slice(1, -1).join('\n')), {
      tunnel: wireTunnel,
      connectors: [wireConnector],
      configuration: configuration.json,
    });
  });

  it('say in one line each what there is not', () => {
    const bare = documentOf(stateOf([tunnelOf({ id: 'w', name: 'web' })]));
    assert.deepEqual(sectionOf(bare, 'Findings'), ['No findings in the data loaded so far.']);
    assert.deepEqual(sectionOf(bare, 'Connectors'), ['Not loaded.']);
    assert.deepEqual(sectionOf(bare, 'Edge connections'), ['Not loaded.']);
    assert.deepEqual(sectionOf(bare, 'Routes'), ['Not loaded.']);
    assert.deepEqual(sectionOf(bare, 'Recent changes'), ['None since watching began.']);
  });

  it('say whether there are no connectors, or why they are not known', () => {
    const sectionsWith = (connectors: AccountState['connectors']) => {
      const document = documentOf(stateOf([tunnel], { connectors }));
      return ['Connectors', 'Edge connections'].map((heading) => sectionOf(document, heading).join('\n'));
    };
    const problem = { kind: 'timeout', detail: 'x' } as const;
    const failed = new Map([['w', { value: undefined, at: undefined, problem }]]);
    const reason = '`Cloudflare did not respond in time`';
    assert.deepEqual(sectionsWith(failed), [reason, reason]);
    assert.deepEqual(sectionsWith(new Map([['w', known([])]])), ['None.', 'None.']);
  });

  it('say why there are no routes', () => {
    const routes = (change: Partial<AccountState>, one = tunnel) =>
      sectionOf(documentOf(stateOf([one], change)), 'Routes').join('\n');
    const problem = { kind: 'forbidden', detail: 'HTTP 403' } as const;
    const failed = new Map([['w', { value: undefined, at: undefined, problem }]]);
    const { label } = describeProblem(problem, undefined, moment);
    assert.equal(routes({ configurations: failed }), `\`${label}\``);
    const none = new Map([['w', known(configurationOf([]))]]);
    assert.equal(routes({ configurations: none }), 'No public hostnames are published.');
    assert.match(
      routes({}, tunnelOf({ id: 'w', config_src: 'local' })),
      /^The rules are in cloudflared’s configuration file/,
    );
  });
});

describe('The details of a connector', () => {
  const document = documentOf(full, [changed, moved], 'connector');

  it('are what was found out about it, its facts, connections, changes and JSON', () => {
    assert.deepEqual(headingsOf(document), [
      '# Connector `7c0f4d6e` of `web`',
      '## Findings',
      '## Properties',
      '## Edge connections',
      '## Recent changes',
      '## As the API sent it',
    ]);
    assert.match(document, /^\| Features \| `.*support_quic_eof` \|$/m);
    assert.equal(sectionOf(document, 'Recent changes').length, 1);
    const json = sectionOf(document, 'As the API sent it').slice(1, -1).join('\n');
    assert.deepEqual(JSON.parse(json), wireConnector);
  });

  it('have the name that the person gave', () => {
    const names = withName([], 'w', connector, 'rack 4');
    const [tunnelRow, row, connectionRow] = rowsOf(full, rowOptions({ names })).map((one) =>
      detailsText(one, shown()),
    );
    assert.match(row ?? '', /^# Connector `rack 4` of `web`$/m);
    assert.match(row ?? '', /^\| Name \| `rack 4` \|$/m);
    assert.match(row ?? '', /^\| `rack 4` \| `dfw08 · Dallas, United States` \|/m);
    assert.match(tunnelRow ?? '', /^\| `rack 4` \| `203\.0\.113\.7` \| `linux_amd64` \|/m);
    assert.match(connectionRow ?? '', /^# Edge connection `.*` of `rack 4`$/m);
  });

  it('have no findings of the other connectors', () => {
    const whole = connectorOf({ id: 'whole' });
    const state = stateOf([tunnel], { connectors: new Map([['w', known([connector, whole])]]) });
    const rows = rowsOf(state).filter(({ kind }) => kind === 'connector');
    const found = rows.map((row) => sectionOf(detailsText(row, shown()), 'Findings').length);
    assert.deepEqual(found, [1, 0]);
  });
});

describe('The details of an edge connection', () => {
  it('are its facts and JSON', () => {
    const document = documentOf(full, [], 'connection');
    assert.deepEqual(headingsOf(document), [
      '# Edge connection `Dallas (dfw08)` of `7c0f4d6e`',
      '## Properties',
      '## As the API sent it',
    ]);
    assert.match(document, /^\| Data center \| `dfw08 · Dallas, United States` \|$/m);
    const json = sectionOf(document, 'As the API sent it').slice(1, -1).join('\n');
    assert.deepEqual(JSON.parse(json), wireConnector.conns?.[0]);
  });
});

describe('Text from outside in details', () => {
  const texts = [
    hostileName,
    '```\n# heading',
    '| a | b |',
    'www.evil.example [x][y]',
    '<script>',
    '> `x` \\',
    '- a',
  ];
  for (const text of texts.map((one) => `${one} MARK`)) {
    it(`is code and nothing else: ${JSON.stringify(text)}`, () => {
      const { state, names } = accountOf(text);
      const failed = {
        ...state,
        tunnels: failing(state.tunnels, text),
        configurations: new Map([[text, { ...failing(known(configurationOf([])), text), value: undefined }]]),
      };
      for (const one of [state, failed]) {
        const rows = rowsOf(one, rowOptions({ names }));
        assert.equal(new Set(rows.map(({ kind }) => kind)).size, 3);
        for (const row of rows) {
          const { code, outside, foreign } = parsed(
            detailsText(row, { ...shown(changesOf(text)), accounts: [one], names }),
          );
          assert.deepEqual(foreign, [], row.kind);
          assert.doesNotMatch(outside, /MARK/, row.kind);
          assert.ok(code.some((piece) => piece.includes('MARK')));
        }
      }
    });
  }

  it('shows in a table as one cell, whatever it holds', () => {
    const { state } = accountOf('a|b\\|c`|`');
    const document = documentOf(state);
    const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
    for (const heading of ['Connectors', 'Edge connections', 'Routes']) {
      const [head, ...rest] = sectionOf(document, heading);
      for (const line of rest) assert.equal(cells(line), cells(head ?? ''), line);
    }
  });

  it('is no markup where a name fits several connectors', () => {
    const [old, ...heirs] = ['old', 'a', 'b'].map((id) => connectorOf({ id }));
    const names = withName([], 'w', old!, `${hostileName} MARK`);
    const state = stateOf([tunnel], { connectors: new Map([['w', known(heirs)]]) });
    const row = rowsOf(state, rowOptions({ names })).find(({ kind }) => kind === 'connector')!;
    const { code, outside, foreign } = parsed(detailsText(row, shown()));
    assert.deepEqual(foreign, []);
    assert.doesNotMatch(outside, /MARK/);
    assert.ok(code.some((piece) => /several connectors match the name .*MARK/.test(piece)));
  });
});
