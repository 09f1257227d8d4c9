import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { idsOnPath } from '../../tunnels/rows/rowIds.ts';

interface Entry {
  readonly row: TreeNode;
  readonly isExpanded: boolean;
  /** Whether it was collapsed since VS Code last asked for what is below it. */
  readonly wasCollapsed: boolean;
}

/**
 * The rows that VS Code shows expanded, from what it tells and asks. With a row that is collapsed those below it stay
 * expanded: they are shown with it again, unless VS Code asks anew for what is below it.
 */
export class ExpandedRows {
  /** By the row's id. */
  readonly #entries = new Map<string, Entry>();

  expand(row: TreeNode): void {
    const { wasCollapsed = false } = this.#entries.get(row.id) ?? {};
    this.#entries.set(row.id, { row, isExpanded: true, wasCollapsed });
  }

  collapse(row: TreeNode): void {
    this.#entries.set(row.id, { row, isExpanded: false, wasCollapsed: true });
  }

  /**
   * VS Code asks for what is below the row, and next for what is below those of them that it shows expanded. It asks for
   * rows that it expands by itself, and may still do so for one that a person has just collapsed.
   */
  ask(row: TreeNode): void {
    const { isExpanded = true, wasCollapsed = false } = this.#entries.get(row.id) ?? {};
    if (wasCollapsed) this.keepBelow(row, []);
    this.#entries.set(row.id, { row, isExpanded, wasCollapsed: false });
  }

  /**
   * These are all the rows below `parent` from now on: what was known of others is over. Rows that are above or below
   * these now, since another account was added or removed, stay expanded.
   */
  keepBelow(parent: TreeNode | undefined, rows: readonly TreeNode[]): void {
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of [...this.#entries.keys()]) {
      const path = idsOnPath(id);
      const wasBelow = parent === undefined || (path.includes(parent.id) && id !== parent.id);
      if (wasBelow && !path.some((one) => ids.has(one))) this.#entries.delete(id);
    }
  }

  /** `undefined`: VS Code told nothing of it yet. */
  isExpanded({ id }: TreeNode): boolean | undefined {
    return this.#entries.get(id)?.isExpanded;
  }

  /** Those of which a person sees what is below: none above them is collapsed. */
  get shown(): readonly TreeNode[] {
    return [...this.#entries.values()]
      .filter(({ row }) => idsOnPath(row.id).every((id) => this.#entries.get(id)?.isExpanded !== false))
      .map(({ row }) => row);
  }
}
