import assert from 'node:assert/strict';
import { describeFinding, plainWriting } from '../../../../src/tunnels/findings/findingWords.ts';
import { describeRow } from '../../../../src/tunnels/rows/rowWords.ts';
import { tunnelName } from '../../../../src/tunnels/model/names.ts';
import { describeProblem } from '../../../../src/tunnels/problems/problemWords.ts';
import { rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import type { Connector, Tunnel } from '../../../../src/tunnels/model/tunnel.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { findingsIn } from '../../../support/findings.ts';
import { connectorOf, firstBelow, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';
import { hostileName, sampleTime, wireTime } from '../../../support/sampleCompany.ts';

/** 24 Nov 2026 13:00 in Berlin. */
const moment = { now: sampleTime, style: { timeZone: 'Europe/Berlin' } };
const words = (node: TreeNode | undefined) => describeRow(node!, moment);
const options = rowOptions();
const first = (state: AccountState) => rootNodes({ accounts: [state], problems: [] }, options)[0];
const row = (tunnel: Tunnel, connectors?: readonly Connector[]) =>
  first(
    stateOf([tunnel], {
      connectors: new Map(connectors === undefined ? [] : [[tunnel.key, known(connectors)]]),
    }),
  );
const yesterday = wireTime(Date.UTC(2026, 10, 23, 20, 14));
const today = wireTime(Date.UTC(2026, 10, 24, 5));

describe('The name of a tunnel', () => {
  for (const name of [null, '', ' ']) {
    it(`is its key where the API sends ${JSON.stringify(name)}`, () => {
      assert.equal(tunnelName(tunnelOf({ id: 'w', name })), 'Tunnel w');
    });
  }
});

describe('The words of a tunnel', () => {
  const one = connectorOf({ id: 'c' }, { dataCenters: ['dfw08'] });
  const four = connectorOf({ id: 'd' });
  const [few] = findingsIn({ connectors: [one, four] });
  assert.ok(few?.kind === 'fewConnections');
  const { short } = describeFinding(few, plainWriting(moment));
  const table: [tunnel: Tunnel, connectors: readonly Connector[] | undefined, description: string][] = [
    [tunnelOf({ conns_active_at: today }), undefined, 'healthy · connected since 06:00'],
    [tunnelOf({ conns_active_at: null }), undefined, 'healthy'],
    [tunnelOf(), [one, four], `healthy · ${short} · 2 connectors · 5 connections`],
    [tunnelOf(), [four, four], 'healthy · 2 connectors · 8 connections'],
    [tunnelOf({ status: 'degraded' }), [], 'degraded · 0 connectors · 0 connections'],
    [tunnelOf({ status: 'down', conns_inactive_at: yesterday }), undefined, 'down since 23 Nov 21:14'],
    [tunnelOf({ status: 'down', conns_inactive_at: null }), [], 'down'],
    [tunnelOf({ status: 'inactive' }), undefined, 'inactive · never connected'],
    [tunnelOf({ status: 'pau\u202Esed' }), undefined, 'pau\\u202Esed'],
    [tunnelOf({ status: null }), [one], `status unknown · ${short} · 1 connector · 1 connection`],
  ];
  for (const [tunnel, connectors, description] of table) {
    it(`are ${description}`, () => {
      assert.equal(words(row(tunnel, connectors)).description, description);
    });
  }

  it('say for a day since when one is back that was down, with its connectors and without', () => {
    const hour = 3_600_000;
    const back = (hoursAgo: number, connectors?: readonly Connector[]) => {
      const tunnel = tunnelOf({ conns_active_at: today });
      const backSince = new Map([[tunnel.key, sampleTime - hoursAgo * hour]]);
      const state = stateOf([tunnel], { backSince });
      const read = connectors && { connectors: new Map([[tunnel.key, known(connectors)]]) };
      return words(first({ ...state, ...read })).description;
    };
    assert.equal(back(2), 'healthy · back since 11:00');
    assert.equal(back(2, [four, four]), 'healthy · back since 11:00 · 2 connectors · 8 connections');
    assert.equal(back(25), 'healthy · connected since 06:00');
  });

  it('say of when the counts are, where they were not read again in ten minutes', () => {
    const of = (minutes: number) => {
      const read = { ...known([four]), at: sampleTime - minutes * 60_000, isOld: true as const };
      return words(first(stateOf([tunnelOf({ id: 't' })], { connectors: new Map([['t', read]]) })))
        .description;
    };
    assert.equal(of(10), 'healthy · 1 connector · 4 connections');
    assert.equal(of(11), 'healthy · 1 connector · 4 connections · as of 12:49');
  });

  it('make one sentence', () => {
    const { label, sentence } = words(row(tunnelOf({ name: 'web-prod', status: 'degraded' }), [one]));
    assert.equal(label, 'web-prod');
    assert.equal(sentence, `web-prod, tunnel, degraded, ${short}, 1 connector, 1 connection`);
  });

  it('show what a name hides, and stand in for a name that is missing', () => {
    assert.match(words(row(tunnelOf({ name: hostileName }))).label, /\\u202Egnp$/);
    assert.equal(words(row(tunnelOf({ id: 'w', name: null }))).label, 'Tunnel w');
  });
});

describe('The words of a connector', () => {
  const of = (connector: Connector) => words(firstBelow(row(tunnelOf(), [connector])));

  it('are its id in short, address, platform, version, connections', () => {
    const { label, description } = of(connectorOf({ id: '7c0f4d6e-52a1-4f0b' }));
    assert.equal(label, '7c0f4d6e');
    assert.equal(description, '203.0.113.7 · linux_amd64 · 2026.8.2 · 4 connections');
  });

  it('leave out what is missing, and count several addresses', () => {
    const bare = connectorOf({ arch: null, version: null, conns: null });
    assert.equal(of({ ...bare, version: undefined }).description, 'draining or lost · 0 connections');
    const conns = ['192.0.2.1', '2001:db8::1', '192.0.2.1'].map((origin_ip) => ({ origin_ip }));
    assert.match(of(connectorOf({ conns })).description, /^192\.0\.2\.1 and 1 more · .* · 3 connections$/);
  });

  it('do not count a connection that waits for its reconnect', () => {
    const conns = [{ is_pending_reconnect: true }, {}];
    assert.match(of(connectorOf({ conns })).description, / · 1 connection$/);
  });
});

describe('The words of an edge connection', () => {
  const of = (fields: object) =>
    words(firstBelow(firstBelow(row(tunnelOf(), [connectorOf({ conns: [fields] })]))));
  const table: [fields: object, label: string, description: string][] = [
    [
      { colo_name: 'dfw08', origin_ip: '192.0.2.1', opened_at: today },
      'Dallas (dfw08)',
      '192.0.2.1 · opened 06:00',
    ],
    [{ colo_name: 'zzz01', opened_at: yesterday }, 'zzz01', 'opened 23 Nov 21:14'],
    [{ is_pending_reconnect: true }, 'Unknown data center', 'pending reconnect'],
  ];
  for (const [fields, label, description] of table) {
    it(`are ${label}: ${description}`, () => {
      const said = of(fields);
      assert.deepEqual([said.label, said.description], [label, description]);
    });
  }
});

describe('The words where there is nothing', () => {
  const noConnectors: [tunnel: Tunnel, why: string][] = [
    [tunnelOf({ status: 'inactive' }), 'never connected'],
    [tunnelOf({ status: 'down', conns_inactive_at: yesterday }), 'down since 23 Nov 21:14'],
    [tunnelOf(), 'not visible to this credential, or gone since the last refresh'],
  ];
  for (const [tunnel, why] of noConnectors) {
    it(`say why: ${why}`, () => {
      const said = words(firstBelow(row(tunnel, [])));
      assert.deepEqual(said, { label: 'No connectors', description: why, sentence: `No connectors, ${why}` });
    });
  }

  it('tell an empty account from a choice that is gone', () => {
    assert.match(words(first(stateOf([]))).description, /is not allowed to see/);
    const account = { id: 'a', name: 'A', tunnels: ['gone'] };
    assert.match(words(first(stateOf([tunnelOf()], { account }))).description, /chosen/);
  });
});

describe('The words of a problem', () => {
  it('are its label, what to do, and whose credential it is about', () => {
    const problem = { kind: 'auth', detail: 'x', refusal: 'signedOut' } as const;
    const account = { id: 'a', name: 'Larkfield', tunnels: undefined };
    const { label, action } = describeProblem(problem, account.name, moment);
    assert.deepEqual(words({ kind: 'problem', id: 'p', parent: undefined, problem, account }), {
      label,
      description: action,
      sentence: `${label}, problem, ${action}`,
    });
  });
});

describe('The words of an account', () => {
  const of = (state: AccountState) => words({ kind: 'account', id: 'a', parent: undefined, state });
  it('count its tunnels by status', () => {
    const statuses = ['down', 'healthy', 'degraded', 'healthy', 'paused', 'inactive'];
    const { description } = of(
      stateOf(statuses.map((status, index) => tunnelOf({ id: `${index}`, status }))),
    );
    assert.equal(description, '1 down · 1 degraded · 1 paused · 1 inactive · 2 healthy');
  });

  it('begin with what went wrong, also where nothing is known', () => {
    const problem = { kind: 'timeout', detail: '' } as const;
    const old = known([tunnelOf({ id: 'w' })]);
    const failed = of(stateOf([], { tunnels: { ...old, problem } })).description;
    assert.equal(failed, 'Cloudflare did not respond in time · 1 healthy');
    const unknown = { value: undefined, at: undefined, problem };
    assert.equal(of(stateOf([], { tunnels: unknown })).description, 'Cloudflare did not respond in time');
  });

  it('say how many have a warning, less those that are down or degraded', () => {
    const old = known([connectorOf({ version: '2024.1.0' })]);
    const tunnels = ['down', 'degraded', 'healthy', 'healthy', 'paused'].map((status, index) =>
      tunnelOf({ id: `${index}`, status }),
    );
    const connectors = new Map(['0', '1', '2', '4'].map((key) => [key, old]));
    assert.equal(
      of(stateOf(tunnels, { connectors })).description,
      '1 down · 1 degraded · 2 with warnings · 1 paused · 2 healthy',
    );
  });

  it('tell loading from nothing', () => {
    const tunnels = { value: undefined, at: undefined, problem: undefined };
    assert.equal(of(stateOf([], { tunnels })).description, 'loading…');
    assert.equal(of(stateOf([])).description, 'no tunnels');
  });
});
