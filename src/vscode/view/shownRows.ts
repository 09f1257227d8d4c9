import type { TreeNode } from '../../tunnels/rows/nodes.ts';

interface ShownRow {
  /** The very object that VS Code got: it knows a row by it. */
  readonly node: TreeNode;
  /** All that is drawn of the row, as text to compare. */
  readonly look: string | undefined;
  readonly hovered: boolean;
}

/**
 * The rows that VS Code has, so that it is asked to read again only those that look different now. While it reads the
 * rows below one again it does not know them: a button of theirs that is pressed in that moment gets no row.
 */
export class ShownRows {
  readonly #rows = new Map<string, ShownRow>();
  /** Ids of the rows below each row; those on top are below `undefined`. */
  readonly #below = new Map<string | undefined, readonly string[]>();
  /** As it was made last, by id. */
  readonly #latest = new Map<string, TreeNode>();

  /** VS Code got these as all that is below the row; on top where there is none. */
  given(above: TreeNode | undefined, nodes: readonly TreeNode[]): void {
    this.#forgetBelow(above?.id);
    this.#below.set(
      above?.id,
      nodes.map(({ id }) => id),
    );
    for (const node of nodes) {
      this.#rows.set(node.id, { node, look: undefined, hovered: false });
      this.#latest.set(node.id, node);
    }
  }

  /** VS Code got the row's item, which looks so. */
  drawn(node: TreeNode, look: string): void {
    const row = this.#rows.get(node.id);
    if (row?.node === node) this.#rows.set(node.id, { node, look, hovered: false });
  }

  /** VS Code makes a row's hover once, and keeps it until it reads the row again. */
  hovered({ id }: TreeNode): void {
    const row = this.#rows.get(id);
    if (row !== undefined) this.#rows.set(id, { ...row, hovered: true });
  }

  /** The row as it is now: the one that VS Code has may be older. */
  latest(node: TreeNode): TreeNode {
    return this.#latest.get(node.id) ?? node;
  }

  /**
   * The rows that VS Code must read again, each with all below it; `undefined` is the whole tree. The two functions
   * tell how it is now.
   */
  changed(
    rowsBelow: (node: TreeNode | undefined) => readonly TreeNode[],
    lookOf: (node: TreeNode) => string,
  ): readonly (TreeNode | undefined)[] {
    return this.#changedBelow(undefined, rowsBelow, lookOf);
  }

  #changedBelow(
    node: TreeNode | undefined,
    rowsBelow: (node: TreeNode | undefined) => readonly TreeNode[],
    lookOf: (node: TreeNode) => string,
  ): readonly (TreeNode | undefined)[] {
    const known = this.#below.get(node?.id);
    if (known === undefined) return [];
    const nodes = rowsBelow(node);
    for (const below of nodes) this.#latest.set(below.id, below);
    const areSame = nodes.length === known.length && nodes.every(({ id }, index) => id === known[index]);
    if (!areSame) return [this.#readAgain(node?.id)];
    return nodes.flatMap((below) => {
      const row = this.#rows.get(below.id);
      const isSame = row?.hovered === false && row.look === lookOf(below);
      return isSame ? this.#changedBelow(below, rowsBelow, lookOf) : [this.#readAgain(below.id)];
    });
  }

  /** Whether VS Code asks for what is below it again depends on whether it is expanded. */
  #readAgain(id: string | undefined): TreeNode | undefined {
    this.#forgetBelow(id);
    return id === undefined ? undefined : this.#rows.get(id)?.node;
  }

  /** As VS Code does. What a row was made of would be kept with it. */
  #forgetBelow(id: string | undefined): void {
    for (const below of this.#below.get(id) ?? []) {
      this.#forgetBelow(below);
      this.#rows.delete(below);
      this.#latest.delete(below);
    }
    this.#below.delete(id);
  }
}
