import * as vscode from 'vscode';
import type { Moment } from '../../tunnels/text/time.ts';
import { allNodes } from '../../tunnels/rows/allNodes.ts';
import { factsOf } from '../../tunnels/rows/facts.ts';
import { childNodes, rootNodes } from '../../tunnels/rows/childNodes.ts';
import { accountOf } from '../../tunnels/rows/nodes.ts';
import type { RowOptions } from '../../tunnels/rows/childNodes.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import type { AccountState } from '../../tunnels/model/state.ts';
import type { Watch } from '../../watch/watch.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import type { FilterMemory } from '../storage/filterMemory.ts';
import type { HistoryMemory } from '../storage/historyMemory.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import { style } from '../style.ts';
import { ExpandedRows } from './expandedRows.ts';
import { hover } from './hover.ts';
import { ShownRows } from './shownRows.ts';
import { treeItem } from './treeItem.ts';

interface TreeContext {
  readonly watch: Watch;
  readonly settings: SettingsStore;
  readonly mutes: MuteMemory;
  readonly names: ConnectorNameMemory;
  readonly history: HistoryMemory;
  readonly filter: FilterMemory;
}

/** Shows what the watch knows. The rows are made anew from each state; their ids stay. */
export class TunnelTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #watch: Watch;
  readonly #settings: SettingsStore;
  readonly #mutes: MuteMemory;
  readonly #names: ConnectorNameMemory;
  readonly #history: HistoryMemory;
  readonly #filter: FilterMemory;
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly #made = new WeakSet();
  readonly #rows = new ShownRows();
  readonly #expanded = new ExpandedRows();
  /** By id: the rows below which the watch reads. */
  #followed: ReadonlyMap<string, TreeNode> = new Map();
  readonly #subscriptions: readonly vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor({ watch, settings, mutes, names, history, filter }: TreeContext) {
    this.#watch = watch;
    this.#filter = filter;
    this.#mutes = mutes;
    this.#names = names;
    this.#history = history;
    this.#settings = settings;
    const redraw = () => {
      this.#redraw();
    };
    this.#subscriptions = [
      new vscode.Disposable(watch.onDidChange(redraw)),
      settings.onDidChange(redraw),
      new vscode.Disposable(mutes.onDidChange(redraw)),
      new vscode.Disposable(names.onDidChange(redraw)),
      new vscode.Disposable(filter.onDidChange(redraw)),
      // What a hover draws is of the theme.
      vscode.window.onDidChangeActiveColorTheme(redraw),
    ];
  }

  /**
   * A row whose children are asked for is one that a person looks into, so they are loaded first; VS Code shows the wait
   * at the row. Asked for here and not on the event of expanding, which does not come for rows that VS Code expands by
   * itself.
   */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node !== undefined) {
      const current = this.current(node);
      this.#expanded.ask(current);
      if (isLoadedBelow(current)) void this.#followShown();
      else await this.#followShown(current);
    }
    const nodes = this.#below(node && this.current(node), this.#optionsAt(now()));
    this.#rows.given(node, nodes);
    this.#expanded.keepBelow(node, nodes);
    void this.#followShown();
    return [...nodes];
  }

  /** From now on what is below the row, and below those that are expanded in it, is read with each refresh. */
  expanded(node: TreeNode): void {
    this.#expanded.expand(this.current(node));
    void this.#followShown();
  }

  /** What is below the row, at any depth, is shown no more, and read no more. */
  collapsed(node: TreeNode): void {
    this.#expanded.collapse(this.current(node));
    void this.#followShown();
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.parent;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.#itemOf(this.current(node), now());
    this.#rows.drawn(node, lookOf(item));
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const current = this.current(node);
    if (current.kind === 'empty') return item;
    this.#rows.hovered(node);
    const moment = now();
    item.tooltip = hover(factsOf(current, moment, this.#stateOf(current)), moment);
    return item;
  }

  /** The row as it is now: it may have been made before what is below it was loaded. */
  current(node: TreeNode): TreeNode {
    return this.#rows.latest(node);
  }

  /** All rows as far as they are loaded, those that are hidden too, each before what is below it. */
  *rows(): Generator<TreeNode> {
    for (const node of allNodes(this.#watch.overview, { ...this.#optionsAt(now()), show: 'all' })) {
      this.#made.add(node);
      yield node;
    }
  }

  #itemOf(node: TreeNode, moment: Moment): vscode.TreeItem {
    return treeItem(node, moment, this.#expanded.isExpanded(node));
  }

  #below(node: TreeNode | undefined, options: RowOptions): readonly TreeNode[] {
    const nodes = node === undefined ? rootNodes(this.#watch.overview, options) : childNodes(node, options);
    for (const made of nodes) this.#made.add(made);
    return nodes;
  }

  #redraw(): void {
    const moment = now();
    const options = this.#optionsAt(moment);
    const changed = this.#rows.changed(
      (node) => this.#below(node, options),
      (node) => lookOf(this.#itemOf(node, moment)),
    );
    const rows = changed.filter((row) => row !== undefined);
    if (changed.length > 0) this.#changed.fire(rows.length < changed.length ? undefined : rows);
  }

  #optionsAt({ now }: Moment): RowOptions {
    return {
      sortBy: this.#settings.current.sortBy,
      names: this.#names.value,
      histories: this.#history.all,
      muted: this.#mutes.value,
      show: this.#filter.value,
      now,
    };
  }

  /** Commands get whatever their caller passes; only what this tree made is a row. */
  isRow(value: unknown): value is TreeNode {
    return typeof value === 'object' && value !== null && this.#made.has(value);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  /** `again`: followed though it was before, since what is below it is not there. */
  async #followShown(again?: TreeNode): Promise<void> {
    const before = this.#followed;
    const shown = new Map(this.#expanded.shown.map((row) => [row.id, row]));
    this.#followed = shown;
    for (const [id, row] of before) if (!shown.has(id)) this.#unfollow(row);
    const added = [...shown.values()].filter(({ id }) => !before.has(id) || id === again?.id);
    await Promise.all(added.map((row) => this.#follow(row)));
  }

  async #follow(node: TreeNode): Promise<void> {
    if (node.kind === 'tunnel') await this.#watch.open(node.account.id, node.tunnel.key);
    if (node.kind !== 'routes') return;
    const { account, tunnel } = node.parent;
    // The rules of a tunnel that is managed on its host are not at Cloudflare.
    if (tunnel.managedBy !== 'local') await this.#watch.openRoutes(account.id, tunnel.key);
  }

  #unfollow(node: TreeNode): void {
    if (node.kind === 'tunnel') this.#watch.close(node.account.id, node.tunnel.key);
    if (node.kind === 'routes') this.#watch.closeRoutes(node.parent.account.id, node.parent.tunnel.key);
  }

  #stateOf(node: TreeNode): AccountState | undefined {
    const id = accountOf(node)?.id;
    return this.#watch.overview.accounts.find(({ account }) => account.id === id);
  }
}

/** Whether what is below the row is known, or why it is not. */
function isLoadedBelow(node: TreeNode): boolean {
  if (node.kind === 'tunnel') return node.connectors !== undefined;
  return node.kind !== 'routes' || node.configuration !== undefined;
}

/** All that is drawn of a row. */
function lookOf({
  label,
  description,
  iconPath,
  contextValue,
  accessibilityInformation,
  resourceUri,
}: vscode.TreeItem): string {
  const spoken = accessibilityInformation?.label;
  return JSON.stringify([label, description, iconPath, contextValue, spoken, resourceUri?.query]);
}

function now(): Moment {
  return { now: Date.now(), style };
}
