import type * as vscode from 'vscode';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import type { TunnelTree } from './tunnelTree.ts';

/** Brings rows to the front, and the view with them. */
export class Reveal {
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #tree: TunnelTree;

  constructor(view: vscode.TreeView<TreeNode>, tree: TunnelTree) {
    this.#view = view;
    this.#tree = tree;
  }

  /** A tunnel is expanded too: what is below it is what one looks for. */
  async row(node: TreeNode): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: true, expand: node.kind === 'tunnel' });
  }

  /** Does nothing where the tunnel has no row any more. */
  async tunnel(accountId: string, tunnelKey: string): Promise<void> {
    const row = [...this.#tree.rows()].find(
      (node) => node.kind === 'tunnel' && node.account.id === accountId && node.tunnel.key === tunnelKey,
    );
    if (row !== undefined) await this.row(row);
  }
}
