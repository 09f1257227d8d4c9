import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { findEntries } from '../../tunnels/rows/findEntries.ts';
import type { FindEntry } from '../../tunnels/rows/findEntries.ts';
import type { Watch } from '../../watch/watch.ts';
import type { Reveal } from '../view/reveal.ts';
import type { TunnelTree } from '../view/tunnelTree.ts';

interface Item extends vscode.QuickPickItem {
  readonly entry: FindEntry;
}

/**
 * `Go to Tunnel or Connector…`: a list of all rows that are loaded, by name, id, address, data center, version or
 * hostname. It grows while more is being read.
 */
export function find(watch: Watch, tree: TunnelTree, reveal: Reveal): Promise<void> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = t('Go to Tunnel or Connector');
  pick.placeholder = t('Search loaded rows by name, ID, origin IP, data center, version or hostname');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A refresh meanwhile must not move the list away under the person's fingers.
  pick.keepScrollPosition = true;
  const show = () => {
    pick.items = findEntries(tree.rows()).map((entry) => ({
      label: `$(${icons[entry.node.kind]}) ${entry.label}`,
      description: entry.description,
      detail: entry.detail,
      entry,
    }));
    pick.busy = watch.overview.accounts.some(({ refreshing }) => refreshing);
  };
  const leave = watch.onDidChange(show);
  show();
  return new Promise<void>((resolve, reject) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      pick.hide();
      if (item !== undefined) reveal.row(item.entry.node).then(resolve, reject);
    });
    pick.onDidHide(() => {
      leave();
      pick.dispose();
      resolve();
    });
    pick.show();
  });
}

const icons: Readonly<Record<FindEntry['node']['kind'], string>> = {
  tunnel: 'cloud',
  connector: 'server-process',
  route: 'globe',
};
