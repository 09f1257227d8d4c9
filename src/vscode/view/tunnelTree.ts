import * as vscode from 'vscode';
import type { Moment } from '../../tunnels/text/time.ts';
import { allNodes } from '../../tunnels/rows/allNodes.ts';
import { factsOf } from '../../tunnels/rows/facts.ts';
import { accountOf, childNodes, rootNodes } from '../../tunnels/rows/nodes.ts';
import type { RowOptions, TreeNode } from '../../tunnels/rows/nodes.ts';
import type { AccountState, Overview } from '../../tunnels/model/state.ts';
import type { Watch } from '../../watch/watch.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import { style } from '../style.ts';
import { hover } from './hover.ts';
import { treeItem } from './treeItem.ts';

/** Shows what the watch knows. The rows are made anew from each state; their ids stay. */
export class TunnelTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #watch: Watch;
  readonly #settings: SettingsStore;
  readonly #mutes: MuteMemory;
  readonly #names: ConnectorNameMemory;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #made = new WeakSet();
  readonly #subscriptions: readonly vscode.Disposable[];
  #shown: Overview;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(watch: Watch, settings: SettingsStore, mutes: MuteMemory, names: ConnectorNameMemory) {
    this.#watch = watch;
    this.#mutes = mutes;
    this.#names = names;
    this.#settings = settings;
    this.#shown = watch.overview;
    this.#subscriptions = [
      new vscode.Disposable(
        watch.onDidChange((overview) => {
          const before = this.#shown;
          this.#shown = overview;
          if (!sameRows(overview, before)) this.#changed.fire(undefined);
        }),
      ),
      settings.onDidChange(() => {
        this.#changed.fire(undefined);
      }),
      ...[mutes, names].map(
        (memory) =>
          new vscode.Disposable(
            memory.onDidChange(() => {
              this.#changed.fire(undefined);
            }),
          ),
      ),
    ];
  }

  /**
   * A row whose children are asked for is one that a person looks into, so they are loaded first; VS Code shows the wait
   * at the row. Asked for here and not on the event of expanding, which does not come for rows that VS Code expands by
   * itself.
   */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node?.kind === 'tunnel' && node.connectors === undefined) await this.open(node);
    if (node?.kind === 'routes' && node.configuration === undefined) await this.open(node);
    const options = this.#options;
    const nodes =
      node === undefined ? rootNodes(this.#shown, options) : childNodes(this.#current(node), options);
    for (const made of nodes) this.#made.add(made);
    return [...nodes];
  }

  /** From now on what is below the row is read with each refresh. */
  async open(node: TreeNode): Promise<void> {
    if (node.kind === 'tunnel') await this.#watch.open(node.account.id, node.tunnel.key);
    if (node.kind !== 'routes') return;
    const { account, tunnel } = node.parent;
    // The rules of a tunnel that is managed on its host are not at Cloudflare.
    if (tunnel.managedBy !== 'local') await this.#watch.openRoutes(account.id, tunnel.key);
  }

  close(node: TreeNode): void {
    if (node.kind === 'tunnel') this.#watch.close(node.account.id, node.tunnel.key);
    if (node.kind === 'routes') this.#watch.closeRoutes(node.parent.account.id, node.parent.tunnel.key);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, now());
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind !== 'empty') item.tooltip = hover(factsOf(node, now(), this.#stateOf(node)));
    return item;
  }

  /** All rows as far as they are loaded, each before what is below it. */
  *rows(): Generator<TreeNode> {
    for (const node of allNodes(this.#shown, this.#options)) {
      this.#made.add(node);
      yield node;
    }
  }

  get #options(): RowOptions {
    return { sortBy: this.#settings.current.sortBy, names: this.#names.all, muted: this.#mutes.keys };
  }

  /** Commands get whatever their caller passes; only what this tree made is a row. */
  isRow(value: unknown): value is TreeNode {
    return typeof value === 'object' && value !== null && this.#made.has(value);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #stateOf(node: TreeNode): AccountState | undefined {
    const id = accountOf(node)?.id;
    return this.#watch.overview.accounts.find(({ account }) => account.id === id);
  }

  /** The row as it is now: it may have been made before what is below it was loaded. */
  #current(node: TreeNode): TreeNode {
    if (node.kind === 'routes') {
      const parent = this.#current(node.parent);
      if (parent.kind !== 'tunnel') return node;
      return { ...node, parent, configuration: parent.state.configurations.get(parent.tunnel.key) };
    }
    const state = this.#stateOf(node);
    if (node.kind !== 'tunnel' || state === undefined) return node;
    return { ...node, state, connectors: state.connectors.get(node.tunnel.key) };
  }
}

function now(): Moment {
  return { now: Date.now(), style };
}

/** Whether a refresh that began, ended or was planned is all that differs. */
function sameRows(a: Overview, b: Overview): boolean {
  return (
    a.problems === b.problems &&
    a.accounts.length === b.accounts.length &&
    a.accounts.every((account, index) => {
      const other = b.accounts[index];
      return (
        account.account === other?.account &&
        account.tunnels === other.tunnels &&
        account.connectors === other.connectors &&
        account.configurations === other.configurations
      );
    })
  );
}
