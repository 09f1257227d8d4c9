import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Moment } from '../../tunnels/describe.ts';
import { factsOf } from '../../tunnels/facts.ts';
import { accountOf, childNodes, rootNodes } from '../../tunnels/nodes.ts';
import type { Node } from '../../tunnels/nodes.ts';
import type { AccountState, Overview } from '../../tunnels/state.ts';
import type { Watch } from '../../watch/watch.ts';
import type { Mutes } from '../mutes.ts';
import type { SettingsStore } from '../settings.ts';
import { hover } from './hover.ts';
import { treeItem } from './treeItem.ts';

/** Shows what the watch knows. The rows are made anew from each state; their ids stay. */
export class TunnelTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #watch: Watch;
  readonly #settings: SettingsStore;
  readonly #mutes: Mutes;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #made = new WeakSet();
  readonly #subscriptions: readonly vscode.Disposable[];
  #shown: Overview;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(watch: Watch, settings: SettingsStore, mutes: Mutes) {
    this.#watch = watch;
    this.#mutes = mutes;
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
      new vscode.Disposable(
        mutes.onDidChange(() => {
          this.#changed.fire(undefined);
        }),
      ),
    ];
  }

  /**
   * A tunnel whose children are asked for is one that a person looks into, so its connectors are loaded first; VS Code
   * shows the wait at the row. Asked for here and not on the event of expanding, which does not come for rows that VS
   * Code expands by itself.
   */
  async getChildren(node?: Node): Promise<Node[]> {
    if (node?.kind === 'tunnel' && node.connectors === undefined) {
      await this.#watch.open(node.account.id, node.tunnel.key);
    }
    const { sortBy } = this.#settings.current;
    const nodes =
      node === undefined ? rootNodes(this.#shown, sortBy) : childNodes(this.#current(node), sortBy);
    for (const made of nodes) this.#made.add(made);
    return [...nodes];
  }

  getParent(node: Node): Node | undefined {
    return node.parent;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const item = treeItem(node, now());
    if (node.kind !== 'tunnel') return item;
    const isMuted = this.#mutes.keys.includes(node.tunnel.key);
    item.contextValue = `${item.contextValue ?? ''} ${isMuted ? 'muted' : 'audible'}`;
    if (isMuted) item.description = `${String(item.description)} · ${t('muted')}`;
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    if (node.kind !== 'nothing') item.tooltip = hover(factsOf(node, now(), this.#stateOf(node)));
    return item;
  }

  /** The row of a tunnel, for showing it. */
  tunnelRow(accountId: string, tunnelKey: string): Node | undefined {
    const { sortBy } = this.#settings.current;
    const rows = rootNodes(this.#shown, sortBy).flatMap((node) =>
      node.kind === 'account' ? childNodes(node, sortBy) : [node],
    );
    return rows.find(
      (node) => node.kind === 'tunnel' && node.account.id === accountId && node.tunnel.key === tunnelKey,
    );
  }

  /** Commands get whatever their caller passes; only what this tree made is a row. */
  isRow(value: unknown): value is Node {
    return typeof value === 'object' && value !== null && this.#made.has(value);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #stateOf(node: Node): AccountState | undefined {
    const id = accountOf(node)?.id;
    return this.#watch.overview.accounts.find(({ account }) => account.id === id);
  }

  /** The row as it is now: it may have been made before its connectors were loaded. */
  #current(node: Node): Node {
    if (node.kind !== 'tunnel') return node;
    const account = this.#watch.overview.accounts.find(({ account: { id } }) => id === node.account.id);
    return { ...node, connectors: account?.connectors.get(node.tunnel.key) };
  }
}

function now(): Moment {
  return { now: Date.now(), style: {} };
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
        account.connectors === other.connectors
      );
    })
  );
}
