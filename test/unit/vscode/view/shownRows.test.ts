import assert from 'node:assert/strict';
import { childNodes, rootNodes } from '../../../../src/tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../../../src/tunnels/rows/nodes.ts';
import type { AccountState } from '../../../../src/tunnels/model/state.ts';
import { ShownRows } from '../../../../src/vscode/view/shownRows.ts';
import { connectorOf, known, rowOptions, stateOf, tunnelOf } from '../../../support/models.ts';

const [a, b] = [tunnelOf({ id: 'a', name: 'a' }), tunnelOf({ id: 'b', name: 'b' })];
const lookOf = (node: TreeNode) =>
  node.kind === 'tunnel'
    ? `${String(node.tunnel.name)} ${node.tunnel.status}`
    : node.kind === 'connector'
      ? String(node.connector.version)
      : node.kind;

/** Reads the rows as VS Code does, with all below those that it has expanded. */
class Reader {
  readonly rows = new ShownRows();
  state: AccountState = stateOf([a, b]);
  readonly expanded = new Set<string>();

  readonly below = (node: TreeNode | undefined) =>
    node === undefined
      ? rootNodes({ accounts: [this.state], problems: [] }, rowOptions())
      : childNodes(node, rowOptions());

  read(node?: TreeNode): readonly TreeNode[] {
    const nodes = this.below(node && this.rows.latest(node));
    this.rows.given(node, nodes);
    for (const one of nodes) {
      this.rows.drawn(one, lookOf(this.rows.latest(one)));
      if (this.expanded.has(one.id)) this.read(one);
    }
    return nodes;
  }

  changed(state: AccountState): readonly (string | undefined)[] {
    this.state = state;
    return this.rows.changed(this.below, lookOf).map((node) => node?.id);
  }
}

describe('Rows that VS Code has', () => {
  const opened = (version: string) => ({
    connectors: new Map([['a', known([connectorOf({ id: 'c', version })])]]),
  });
  let reader: Reader;

  beforeEach(() => {
    reader = new Reader();
    reader.expanded.add('a/a');
    reader.state = stateOf([a, b], opened('1'));
    reader.read();
  });

  it('are not read again where nothing looks different', () => {
    assert.deepEqual(reader.changed(stateOf([a, b], opened('1'))), []);
  });

  it('are read again alone, and are known meanwhile as they are now', () => {
    const [, row] = reader.read();
    assert.ok(row !== undefined);
    const down = tunnelOf({ id: 'b', name: 'b', status: 'down' });
    assert.deepEqual(reader.changed(stateOf([a, down], opened('1'))), ['a/b']);
    assert.equal(lookOf(reader.rows.latest(row)), 'b down');
  });

  it('are read again where only one below looks different', () => {
    assert.deepEqual(reader.changed(stateOf([a, b], opened('2'))), ['a/a/c']);
  });

  it('are read again with all below, where one is new or gone there', () => {
    const two = known([connectorOf({ id: 'c', version: '1' }), connectorOf({ id: 'd', version: '1' })]);
    assert.deepEqual(reader.changed(stateOf([a, b], { connectors: new Map([['a', two]]) })), ['a/a']);
  });

  it('are all read again where one on top is new, gone or in another place', () => {
    assert.deepEqual(reader.changed(stateOf([a], opened('1'))), [undefined]);
    reader.read();
    assert.deepEqual(reader.changed(stateOf([a, tunnelOf({ id: 'b', name: '0' })], opened('1'))), [
      undefined,
    ]);
  });

  it('are asked for once, however often they change until they are read', () => {
    assert.deepEqual(reader.changed(stateOf([a])), [undefined]);
    assert.deepEqual(reader.changed(stateOf([b])), []);
    reader.read();
    assert.deepEqual(reader.changed(stateOf([a, b])), [undefined]);
  });

  it('are forgotten when the row above them is read again, with all that they were made of', () => {
    const [row] = reader.read();
    const [connector] = reader.read(row);
    assert.ok(connector !== undefined);
    reader.changed(stateOf([a, b], opened('1')));
    assert.notEqual(reader.rows.latest(connector), connector);
    assert.deepEqual(reader.changed(stateOf([a, b], { connectors: new Map([['a', known([])]]) })), ['a/a']);
    assert.equal(reader.rows.latest(connector), connector);
  });

  it('are read again after they were hovered, since VS Code keeps a hover until then', () => {
    const [row] = reader.read();
    assert.ok(row !== undefined);
    reader.rows.hovered(row);
    const state = stateOf([a, b], opened('1'));
    assert.deepEqual(reader.changed(state), ['a/a']);
    reader.rows.drawn(row, lookOf(row));
    assert.deepEqual(reader.changed(state), []);
  });
});
