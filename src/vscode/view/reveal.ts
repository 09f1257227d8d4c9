import type * as vscode from 'vscode';
import { tunnelOf } from '../../tunnels/rows/nodes.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { shownTunnels } from '../../tunnels/rows/shownTunnels.ts';
import type { FilterMemory } from '../storage/filterMemory.ts';
import type { TunnelTree } from './tunnelTree.ts';

/** Brings rows to the front, and the view with them. */
export class Reveal {
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #tree: TunnelTree;
  readonly #filter: FilterMemory;

  constructor(view: vscode.TreeView<TreeNode>, tree: TunnelTree, filter: FilterMemory) {
    this.#view = view;
    this.#tree = tree;
    this.#filter = filter;
  }

  /** A tunnel is expanded too: what is below it is what one looks for. If it is hidden, all are shown again. */
  async row(node: TreeNode): Promise<void> {
    if (this.#isHidden(node)) await this.#filter.write('all');
    await this.#view.reveal(node, { select: true, focus: true, expand: node.kind === 'tunnel' });
  }

  /** Does nothing where the tunnel has no row any more. */
  async tunnel(accountId: string, tunnelKey: string): Promise<void> {
    const row = [...this.#tree.rows()].find(
      (node) => node.kind === 'tunnel' && node.account.id === accountId && node.tunnel.key === tunnelKey,
    );
    if (row !== undefined) await this.row(row);
  }

  #isHidden(node: TreeNode): boolean {
    const row = tunnelOf(node);
    if (row === undefined) return false;
    const { hidden } = shownTunnels(row.state, { show: this.#filter.value, now: Date.now() });
    return hidden.some(({ key }) => key === row.tunnel.key);
  }
}
