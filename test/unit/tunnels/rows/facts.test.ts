import assert from 'node:assert/strict';
import { factsOf } from '../../../../src/tunnels/rows/facts.ts';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import { staleInWords } from '../../../../src/tunnels/overview/staleness.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import { withName } from '../../../../src/tunnels/model/connectorNames.ts';
import type { Problem } from '../../../../src/tunnels/problems/problem.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { connectorOf, firstBelow, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';
import { sampleTime, wireTime } from '../../../support/sampleCompany.ts';

const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };
const at = wireTime(Date.UTC(2026, 10, 23, 21, 14, 5));
const written = '23 Nov 2026 22:14:05 GMT+1 (21:14:05 UTC)';

const facts = (node: TreeNode | undefined) => {
  assert.ok(node !== undefined && node.kind !== 'empty');
  const { title, lines, notes } = factsOf(node, moment);
  return { title, notes, table: Object.fromEntries(lines.map(({ label, value }) => [label, value])) };
};
const options = rowOptions();
const first = (state: AccountState) => rootNodes({ accounts: [state], problems: [] }, options)[0];

describe('The hover of a tunnel', () => {
  const connector = connectorOf({ id: 'c' });
  const tunnel = tunnelOf({ id: 'w', name: 'web', created_at: at, conns_active_at: at, config_src: 'local' });
  const opened = (...connectors: readonly (typeof connector)[]) =>
    first(stateOf([tunnel], { connectors: new Map([['w', known(connectors)]]) }));

  it('has every field', () => {
    const { title, table, notes } = facts(opened(connector, connectorOf({ id: 'd', version: '1.0' })));
    assert.equal(title, 'web');
    assert.deepEqual(table, {
      Status: 'healthy: active and able to serve traffic',
      'Tunnel ID': 'w',
      Account: 'Account A',
      Created: written,
      'Active since': written,
      Managed: 'locally, in a configuration file on the host',
      Connectors: '2',
      Versions: '2026.8.2, 1.0',
      'Data centers': '4 × Dallas (dfw08), 4 × Ashburn (iad05, iad07)',
    });
    assert.equal(notes.length, 1);
  });

  it('says of when the connectors are, where the list has been read since without them', () => {
    const old = new Map([['w', { ...known([connector]), isOld: true as const }]]);
    const { table } = facts(first(stateOf([tunnel], { connectors: old })));
    assert.equal(table['Connectors as of'], '24 Nov 2026 13:00:00 GMT+1 (12:00:00 UTC)');
  });

  it('speaks of locations where the codes do not tell the data center', () => {
    const legacy = connectorOf({ id: 'c' }, { dataCenters: ['DFW', 'ORD', 'DFW'] });
    const { table } = facts(opened(legacy));
    assert.equal(table['Locations'], '2 × Dallas (DFW), 1 × Chicago (ORD)');
    assert.ok(!('Data centers' in table));
    assert.equal(facts(firstBelow(opened(legacy))).table['Locations'], table['Locations']);
  });

  it('says each finding once, worst first, with its severity and its hint', () => {
    const degraded = tunnelOf({ id: 'w', status: 'degraded' });
    const found = (...dataCenters: readonly string[]) => {
      const connectors = new Map([['w', known([connectorOf({ id: 'c' }, { dataCenters })])]]);
      const node = first(stateOf([degraded], { connectors }))!;
      assert.equal(node.kind, 'tunnel');
      return factsOf(node, moment).findings?.map(({ severity, sentence, hint = '' }) => [
        severity,
        sentence,
        hint.split('.')[0],
      ]);
    };
    assert.deepEqual(found('dfw08', 'iad05', 'iad07'), [
      ['warning', 'Degraded: connector c has 3 of 4 connections', ''],
      ['info', 'Only connector c serves the tunnel: no second process takes over when it stops', ''],
    ]);
    const region =
      'The pairs of connections use two regions of Cloudflare’s edge, so one region may be unreachable from there';
    assert.deepEqual(found('dfw08', 'dfw08')?.[0], [
      'warning',
      'Degraded: connector c has 2 of 4 connections',
      region,
    ]);
  });

  it('says what “healthy” covers of a tunnel that is, and of no other', () => {
    const of = (status: string) => facts(first(stateOf([tunnelOf({ status })]))).notes.join();
    assert.match(of('healthy'), /^“healthy” covers only .* not the service behind it\./);
    for (const status of ['degraded', 'down', 'inactive', 'paused']) {
      assert.doesNotMatch(of(status), /covers/);
    }
  });

  it('lists its connectors in the order of their rows, so that hosts can be told apart', () => {
    const bare = connectorOf({ id: 'bare', conns: null, run_at: null });
    const connectors = [
      connectorOf({ id: 'a281b0c3-6a1d', run_at: at }, { originIp: '192.0.2.2' }),
      connectorOf({ id: '7c0f4d6e-52a1', version: '2026.5.0', run_at: wireTime(sampleTime) }),
      { ...bare, version: undefined },
    ];
    const state = stateOf([tunnel], { connectors: new Map([['w', known(connectors)]]) });
    const names = withName([], 'w', connectors[0]!, 'rack 4');
    const [node] = rootNodes({ accounts: [state], problems: [] }, rowOptions({ names }));
    assert.equal(node?.kind, 'tunnel');
    assert.deepEqual(factsOf(node, moment).parts, {
      head: ['Connector', 'Origin IP', 'Version', 'Started'],
      rows: [
        ['bare', '', '', ''],
        ['7c0f4d6e', '203.0.113.7', '2026.5.0', '13:00'],
        ['rack 4', '192.0.2.2', '2026.8.2', '23 Nov 22:14'],
      ],
    });
    assert.equal(factsOf(opened() as typeof node, moment).parts, undefined);
  });

  it('leaves out what is absent, and says how to get the rest', () => {
    const nothing = { ...tunnelOf({ config_src: null }), ...{ managedBy: 'unknown' as const } };
    const absent = { id: undefined, createdAt: undefined, activeSince: undefined };
    const { table, notes } = facts(first(stateOf([{ ...nothing, ...absent }])));
    assert.deepEqual(Object.keys(table), ['Status', 'Account']);
    assert.match(notes.join(), /Expand/);
  });

  it('has the loss of the last connection, but not of one that never was', () => {
    const of = (status: string) => facts(first(stateOf([tunnelOf({ status, conns_inactive_at: at })]))).table;
    assert.equal(of('down')['Down since'], written);
    assert.ok(!('Down since' in of('inactive')));
  });

  it('says what each status means, and quotes one that is not known', () => {
    const of = (status: string | null) => facts(first(stateOf([tunnelOf({ status })]))).table['Status'];
    const statuses = ['healthy', 'degraded', 'down', 'inactive', 'paused', null];
    assert.equal(new Set(statuses.map(of)).size, statuses.length);
    assert.match(of('paused') ?? '', /^unknown: the API says “paused”/);
  });
});

describe('The hover of an account', () => {
  it('starts with what its tunnels have in common', () => {
    const tunnels = ['w', 'x'].map((id) => tunnelOf({ id, name: id }));
    const host = connectorOf({}, { originIp: '203.0.113.9' });
    const connectors = new Map(['w', 'x'].map((key) => [key, known([host])]));
    const states = [stateOf(tunnels, { connectors }), stateOf([])];
    const [row] = rootNodes({ accounts: states, problems: [] }, options);
    assert.ok(row?.kind === 'account');
    assert.deepEqual(
      factsOf(row, moment).findings?.map(({ sentence }) => sentence.split(':')[0]),
      ['2 tunnels are served only from 203.0.113.9'],
    );
  });
});

describe('The hover of a connector', () => {
  const of = (connector: ReturnType<typeof connectorOf>) => {
    const tunnel = tunnelOf({ id: 'w' });
    return facts(firstBelow(first(stateOf([tunnel], { connectors: new Map([['w', known([connector])]]) }))));
  };

  it('has every field', () => {
    const fields = { id: '7c0f4d6e-52a1', run_at: at, config_version: 15, features: ['b', 'a'] };
    const { title, table } = of(connectorOf(fields));
    assert.match(title, /7c0f4d6e$/);
    assert.deepEqual(table, {
      'Connector ID': '7c0f4d6e-52a1',
      Started: written,
      Version: '2026.8.2',
      Platform: 'linux_amd64',
      'Origin IP': '203.0.113.7',
      'Configuration version': '15',
      Features: 'a, b',
      Connections: '4 connections',
      'Data centers': '2 × Dallas (dfw08), 2 × Ashburn (iad05, iad07)',
    });
  });

  it('leaves out what is absent, but not a version of 0', () => {
    const none = { version: undefined, platform: undefined, startedAt: undefined, features: [] };
    const { table } = of({ ...connectorOf({ config_version: 0, conns: null }), ...none, id: undefined });
    assert.deepEqual(table, { 'Configuration version': '0', Connections: '0 connections' });
  });
});

describe('The hover of an edge connection', () => {
  const of = (fields: object) => {
    const connectors = new Map([['w', known([connectorOf({ conns: [fields] })])]]);
    return facts(firstBelow(firstBelow(first(stateOf([tunnelOf({ id: 'w' })], { connectors })))));
  };

  it('has every field', () => {
    const fields = {
      id: 'k',
      client_id: 'c',
      client_version: '2026.8.2',
      colo_name: 'dfw08',
      opened_at: at,
      origin_ip: '2001:db8::1',
      is_pending_reconnect: true,
    };
    assert.deepEqual(of(fields).table, {
      'Data center': 'dfw08 · Dallas, United States',
      Opened: written,
      'Origin IP': '2001:db8::1',
      'Connection ID': 'k',
      'Connector ID': 'c',
      Version: '2026.8.2',
      'Pending reconnect': 'yes: lost, but still tracked by the edge',
    });
  });

  it('leaves out what is absent', () => {
    assert.deepEqual(of({}).table, {});
  });

  it('tells a reconnect that is pending only where the API says so', () => {
    const pending = (is_pending_reconnect: boolean | null) => of({ is_pending_reconnect }).table;
    assert.ok('Pending reconnect' in pending(true));
    assert.deepEqual([pending(false), pending(null)], [{}, {}]);
  });

  it('has a location where the code does not tell the data center', () => {
    assert.deepEqual(of({ colo_name: 'DFW' }).table, { Location: 'DFW · Dallas, United States' });
  });
});

describe('The hover of a problem', () => {
  const of = (problem: Problem) =>
    facts({ kind: 'problem', id: 'p', parent: undefined, problem, account: undefined });

  it('has what the API said and the ray', () => {
    const problem: Problem = {
      kind: 'rateLimited',
      detail: 'HTTP 429',
      status: 429,
      ray: '8f-FRA',
      retryAt: Date.parse(at),
      field: 'result[0].id',
      setting: 'tunnelExplorer.sortBy',
      api: {
        code: 10000,
        message: 'Slow down',
        documentationUrl: 'https://developers.cloudflare.com/x',
        pointer: '/a',
        chain: [
          { code: 1, message: 'x' },
          { code: undefined, message: 'y' },
        ],
      },
    };
    const { title, table } = of(problem);
    const { label, action } = describeProblem(problem, undefined, moment);
    assert.equal(title, label);
    assert.deepEqual(table, {
      'What to do': action,
      Detail: 'HTTP 429',
      Setting: 'tunnelExplorer.sortBy',
      'Cloudflare says': 'Slow down (10000)',
      Cause: 'x (1); y',
      Pointer: '/a',
      Documentation: 'https://developers.cloudflare.com/x',
      Field: 'result[0].id',
      'HTTP status': '429',
      'Try again at': written,
      'cf-ray': '8f-FRA',
    });
  });

  it('leaves out what is absent', () => {
    assert.deepEqual(Object.keys(of({ kind: 'network', detail: 'ECONNRESET' }).table), [
      'What to do',
      'Detail',
    ]);
  });
});

describe('The age in the hover', () => {
  const later = sampleTime + 90_000;
  const connectors = new Map([['w', { ...known([connectorOf({ id: 'c' })]), at: later }]]);
  const fresh = stateOf([tunnelOf({ id: 'w' })], { connectors });
  const stale = stateOf([tunnelOf({ id: 'w' })], {
    connectors,
    tunnels: { ...fresh.tunnels, problem: { kind: 'timeout', detail: 'x' } },
    nextRefreshAt: later,
  });
  const read = '24 Nov 2026 13:00:00 GMT+1 (12:00:00 UTC)';
  const readLater = '24 Nov 2026 13:01:30 GMT+1 (12:01:30 UTC)';
  const rowsOf = (state: AccountState) => {
    const twoAccounts = { accounts: [state, { ...stateOf([]), account: { ...state.account, id: 'b' } }] };
    const [account] = rootNodes({ ...twoAccounts, problems: [] }, options);
    const tunnel = childNodes(account!, options).find(({ kind }) => kind === 'tunnel');
    const connector = firstBelow(tunnel);
    return { account, tunnel, connector, connection: firstBelow(connector) };
  };
  const aged = (node: TreeNode | undefined, state?: AccountState) => {
    assert.ok(node !== undefined && node.kind !== 'empty');
    const { lines, notes } = factsOf(node, moment, state);
    return { updated: lines.at(-1)?.label === 'Updated' ? lines.at(-1)?.value : undefined, notes };
  };

  it('is that of the list for an account and a tunnel, of its connectors for a connector and a connection', () => {
    const { account, tunnel, connector, connection } = rowsOf(fresh);
    assert.deepEqual(
      [account, tunnel, connector, connection].map((node) => aged(node, fresh).updated),
      [read, read, readLater, readLater],
    );
    assert.equal(aged(tunnel, fresh).notes.length, 1);
  });

  it('comes with why it is old, and when the next try is', () => {
    const { account, tunnel, connector, connection } = rowsOf(stale);
    const why = staleInWords(stale, moment);
    assert.ok(why !== undefined);
    for (const node of [account, tunnel, connector, connection]) {
      assert.equal(aged(node, stale).notes.at(-1), why);
    }
  });

  it('is left out where it is not known, and of a problem', () => {
    const { tunnel } = rowsOf(fresh);
    assert.equal(aged(tunnel).updated, undefined);
    const [problem] = rootNodes({ accounts: [stale], problems: [] }, options);
    assert.equal(problem?.kind, 'problem');
    assert.deepEqual(aged(problem, stale), { updated: undefined, notes: [] });
  });

  it('is that of the list also for a chosen tunnel that is missing', () => {
    const state = stateOf([], { account: { id: 'a', name: 'A', tunnels: ['w'] } });
    assert.equal(aged(first(state), state).updated, read);
  });
});
