import assert from 'node:assert/strict';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import type { SortBy } from '../../../../src/tunnels/rows/order.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';
import { hour, sampleTime, wireTime } from '../../../support/sampleCompany.ts';

const byName = rowOptions();
const roots = (state: AccountState, sortBy: SortBy = 'name') =>
  rootNodes({ accounts: [state], problems: [] }, rowOptions({ sortBy }));
const idsOf = (nodes: readonly TreeNode[]) => nodes.map(({ id }) => id);
const kindsOf = (nodes: readonly TreeNode[]) => nodes.map(({ kind }) => kind);
const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
  nodes.flatMap((node) => [node, ...all(childNodes(node, byName))]);
const withoutFindings = (nodes: readonly TreeNode[]) =>
  nodes.filter(({ kind }) => kind !== 'findings' && kind !== 'finding');
const network = { kind: 'network', detail: 'ECONNRESET' } as const;

const web = tunnelOf({ id: 'w', name: 'web' });
const connector = connectorOf({ id: 'c' });
const opened = (tunnel = web, ...connectors: readonly (typeof connector)[]) =>
  stateOf([tunnel], { connectors: new Map([[tunnel.key, known(connectors)]]) });

describe('The rows of one account', () => {
  it('have its tunnels at the root, and paths for ids', () => {
    const nodes = withoutFindings(all(roots(opened(web, connector))));
    const connections = Array<string>(4).fill('connection');
    assert.deepEqual(kindsOf(nodes), ['tunnel', 'connector', ...connections, 'routes']);
    assert.deepEqual(idsOf(nodes).slice(0, 2), ['a/w', 'a/w/c']);
    assert.match(nodes[2]?.id ?? '', /^a\/w\/c\/[0-9a-f-]{36}$/);
  });

  it('have the same ids for another state, and know their parents', () => {
    const before = idsOf(withoutFindings(all(roots(opened(web, connector)))));
    const renamed = tunnelOf({ id: 'w', name: 'other', status: 'degraded' });
    const nodes = withoutFindings(all(roots(opened(renamed, connectorOf({ id: 'c', version: '1' })))));
    assert.deepEqual(idsOf(nodes), before);
    assert.equal(nodes[1]?.kind === 'connector' && nodes[1].parent.id, 'a/w');
  });

  it('have unique ids, whatever the keys', () => {
    const odd = ['x/y', 'x', 'x%2fy', '!network', '%21network', '-', '\ud800', '\ud801', 'ä'];
    const state = stateOf(odd.map((id) => tunnelOf({ id })));
    const tunnels = { ...state.tunnels, problem: network };
    const ids = idsOf(roots({ ...state, tunnels }));
    assert.equal(new Set(ids).size, odd.length + 1);
    for (const id of ids) assert.equal(id.split('/').length, 2, id);
  });

  it('show the chosen tunnels alone, and last those that are not in the account', () => {
    const account = { id: 'a', name: 'A', tunnels: ['gone', 'w'] };
    const state = stateOf([web, tunnelOf({ id: 'x' })], { account });
    assert.deepEqual(idsOf(roots(state)), ['a/w', 'a/gone']);
    assert.deepEqual(kindsOf(roots(state)), ['tunnel', 'missing']);
    const unknown = { value: undefined, at: undefined, problem: undefined };
    assert.deepEqual(roots({ ...state, tunnels: unknown }), []);
  });

  it('say that there are none, but not before they are known', () => {
    assert.deepEqual(kindsOf(roots(stateOf([]))), ['empty']);
    const unknown = { value: undefined, at: undefined, problem: undefined };
    assert.deepEqual(roots(stateOf([], { tunnels: unknown })), []);
  });

  it('start with a problem, and keep what was known', () => {
    const state = stateOf([web], { tunnels: { ...known([web]), problem: network } });
    assert.deepEqual(idsOf(roots(state)), ['a/!network', 'a/w']);
  });
});

describe('The order of tunnels', () => {
  const make = (name: string, status: string, age: number) =>
    tunnelOf({ id: name, name, status, created_at: wireTime(sampleTime - age * hour) });
  const tunnels = [
    make('web-10', 'healthy', 1),
    make('web-2', 'down', 2),
    make('API', 'inactive', 3),
    make('beta', 'degraded', 4),
    make('new', 'paused', 5),
  ];
  const table: [sortBy: SortBy, names: readonly string[]][] = [
    ['name', ['API', 'beta', 'new', 'web-2', 'web-10']],
    ['status', ['web-2', 'beta', 'new', 'API', 'web-10']],
    ['created', ['web-10', 'web-2', 'API', 'beta', 'new']],
  ];
  for (const [sortBy, names] of table) {
    it(`by ${sortBy}`, () => {
      for (const given of [tunnels, tunnels.toReversed()]) {
        assert.deepEqual(
          idsOf(roots(stateOf(given), sortBy)),
          names.map((name) => `a/${name}`),
        );
      }
    });
  }
});

describe('The rows of several accounts', () => {
  it('are the accounts, with their tunnels below', () => {
    const second = stateOf([web], { account: { id: 'b', name: 'B', tunnels: undefined } });
    const nodes = rootNodes({ accounts: [stateOf([web]), second], problems: [] }, byName);
    assert.deepEqual(
      [kindsOf(nodes), idsOf(nodes)],
      [
        ['account', 'account'],
        ['a', 'b'],
      ],
    );
    assert.deepEqual(idsOf(all(nodes)), ['a', 'a/w', 'b', 'b/w']);
  });

  it('come after problems of the settings, of which each has its row', () => {
    const problems = ['accounts', 'sortBy'].map(
      (setting) => ({ kind: 'settings', detail: 'x', setting }) as const,
    );
    assert.deepEqual(idsOf(rootNodes({ accounts: [], problems }, byName)), [
      'settings/!accounts',
      'settings/!sortBy',
    ]);
    assert.deepEqual(kindsOf(rootNodes({ accounts: [stateOf([web])], problems }, byName)).at(-1), 'tunnel');
  });
});

describe('The rows of a tunnel', () => {
  it('are its connectors, the one with the fewest live connections first', () => {
    const weak = connectorOf({ id: 'z' }, { dataCenters: ['dfw08'] });
    const [row] = roots(opened(web, connector, weak, connectorOf({ id: 'b' })));
    assert.deepEqual(idsOf(childNodes(row!, byName)), [
      'a/w/!findings',
      'a/w/z',
      'a/w/b',
      'a/w/c',
      'a/w/!routes',
    ]);
  });

  it('are none before they are asked for, then a word for nothing', () => {
    assert.deepEqual(childNodes(roots(stateOf([web]))[0]!, byName), []);
    assert.deepEqual(kindsOf(childNodes(roots(opened(web))[0]!, byName)), ['empty', 'routes']);
    const bare = connectorOf({ id: 'c', conns: [] });
    assert.deepEqual(kindsOf(withoutFindings(all(roots(opened(web, bare))))), [
      'tunnel',
      'connector',
      'empty',
      'routes',
    ]);
  });

  it('start with a problem, and keep what was known', () => {
    const connectors = new Map([['w', { ...known([connector]), problem: network }]]);
    const [row] = roots(stateOf([web], { connectors }));
    const rows = withoutFindings(childNodes(row!, byName));
    assert.deepEqual(idsOf(rows), ['a/w/!network', 'a/w/c', 'a/w/!routes']);
  });
});
