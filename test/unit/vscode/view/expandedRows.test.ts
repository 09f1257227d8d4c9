import assert from 'node:assert/strict';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import { ExpandedRows } from '../../../../src/vscode/view/expandedRows.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';

const options = rowOptions();
const [web, api] = ['web', 'api'].map((id) => tunnelOf({ id, name: id }));
assert.ok(web !== undefined && api !== undefined);
const stateNamed = (id: string) =>
  stateOf([web, api], {
    account: { id, name: id, tunnels: undefined },
    connectors: new Map([[web.key, known([connectorOf({ id: 'c' })])]]),
  });
const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
  nodes.flatMap((node) => [node, ...all(childNodes(node, options))]);
const several = rootNodes({ accounts: ['a', 'b'].map(stateNamed), problems: [] }, options);
const single = rootNodes({ accounts: [stateNamed('a')], problems: [] }, options);

describe('Expanded rows', () => {
  const rowIn = (roots: readonly TreeNode[], id: string) => {
    const row = all(roots).find((node) => node.id === id);
    assert.ok(row !== undefined, id);
    return row;
  };
  const expand = (roots: readonly TreeNode[], ...ids: readonly string[]) => {
    const rows = new ExpandedRows();
    for (const id of ids) rows.expand(rowIn(roots, id));
    return rows;
  };
  const shown = (rows: ExpandedRows) => rows.shown.map(({ id }) => id).toSorted();

  it('are shown with what is below them, until they are collapsed', () => {
    const rows = expand(single, 'a/web', 'a/web/!routes', 'a/api');
    assert.deepEqual(shown(rows), ['a/api', 'a/web', 'a/web/!routes']);
    rows.collapse(rowIn(single, 'a/api'));
    assert.deepEqual(shown(rows), ['a/web', 'a/web/!routes']);
  });

  it('are not shown while a row above them is collapsed, and shown with it again', () => {
    const rows = expand(several, 'a', 'a/web', 'a/web/!routes', 'b', 'b/api');
    rows.collapse(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['b', 'b/api']);
    rows.expand(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['a', 'a/web', 'a/web/!routes', 'b', 'b/api']);
    rows.collapse(rowIn(several, 'a/web'));
    assert.deepEqual(shown(rows), ['a', 'b', 'b/api']);
  });

  it('are gone, with all below them, where their row is: filtered away, not chosen, removed', () => {
    const rows = expand(several, 'a', 'a/web', 'a/web/!routes', 'a/api', 'b', 'b/api');
    rows.keepBelow(rowIn(several, 'a'), [rowIn(several, 'a/api')]);
    assert.deepEqual(shown(rows), ['a', 'a/api', 'b', 'b/api']);
    rows.keepBelow(undefined, [rowIn(several, 'b')]);
    assert.deepEqual(shown(rows), ['b', 'b/api']);
    rows.expand(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['a', 'b', 'b/api'], 'VS Code tells of those that it expands again');
  });

  it('are those that VS Code asks for again, where it asks anew for what is below a collapsed row', () => {
    const rows = expand(several, 'a', 'a/web', 'a/api', 'b', 'b/api');
    rows.ask(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['a', 'a/api', 'a/web', 'b', 'b/api'], 'as after each change');
    rows.collapse(rowIn(several, 'a'));
    rows.expand(rowIn(several, 'a'));
    rows.ask(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['a', 'b', 'b/api']);
    rows.ask(rowIn(several, 'a/api'));
    rows.ask(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['a', 'a/api', 'b', 'b/api']);
  });

  it('are none that a person has just collapsed, though VS Code still asks for what is below it', () => {
    const rows = expand(single, 'a/web', 'a/api');
    rows.collapse(rowIn(single, 'a/web'));
    rows.ask(rowIn(single, 'a/web'));
    assert.deepEqual(shown(rows), ['a/api']);
    rows.expand(rowIn(single, 'a/web'));
    assert.deepEqual(shown(rows), ['a/api', 'a/web']);
  });

  it('stay where the rows of their parent are the same, in another order', () => {
    const rows = expand(single, 'a/web', 'a/web/c');
    rows.keepBelow(undefined, single.toReversed());
    rows.keepBelow(rowIn(single, 'a/web'), childNodes(rowIn(single, 'a/web'), options));
    assert.deepEqual(shown(rows), ['a/web', 'a/web/c']);
  });

  it('stay where another account is added, which puts a row of their account above them', () => {
    const rows = expand(single, 'a/web', 'a/web/c', 'a/api');
    rows.collapse(rowIn(single, 'a/api'));
    rows.keepBelow(undefined, several);
    const above = (id: string) => rows.isExpanded(rowIn(several, id));
    assert.deepEqual([above('a/web'), above('a/web/c'), above('a/api')], [true, true, false]);
    rows.ask(rowIn(several, 'a'));
    assert.deepEqual(shown(rows), ['a', 'a/web', 'a/web/c']);
  });

  it('stay where the other account is removed, and with it the row of their own', () => {
    const rows = expand(several, 'a', 'a/web', 'a/web/c', 'b', 'b/api');
    rows.keepBelow(undefined, single);
    assert.deepEqual(shown(rows), ['a/web', 'a/web/c']);
  });
});
