import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { findEntries } from '../../tunnels/rows/findEntries.ts';
import type { FindEntry } from '../../tunnels/rows/findEntries.ts';
import { searchOffer, searchProgress } from '../../tunnels/rows/searchAll.ts';
import type { Watch } from '../../watch/watch.ts';
import { style } from '../style.ts';
import type { Reveal } from '../view/reveal.ts';
import { statusIcons } from '../view/statusIcons.ts';
import type { TunnelTree } from '../view/tunnelTree.ts';
import { TunnelSearch } from './tunnelSearch.ts';

interface Item extends vscode.QuickPickItem {
  /** `undefined`: picking it searches all tunnels. */
  readonly entry: FindEntry | undefined;
}

/** While a search finds more, the list is made anew four times a second. */
const everyMs = 250;

/**
 * `Go to Tunnel or Connector…`: a list of all rows that are loaded, by name, id, address, data center, version or
 * hostname. It grows while more is being read, as it does by the search through all tunnels that it ends with.
 */
export async function find(watch: Watch, tree: TunnelTree, reveal: Reveal): Promise<void> {
  const entry = await pickEntry(watch, tree);
  if (entry !== undefined) await reveal.row(entry.node);
}

function pickEntry(watch: Watch, tree: TunnelTree): Promise<FindEntry | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = t('Search loaded rows by name, ID, origin IP, data center, version or hostname');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A refresh meanwhile must not move the list away under the person's fingers.
  pick.keepScrollPosition = true;
  const stop: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('debug-stop'),
    tooltip: t('Stop Searching'),
  };
  const search = new TunnelSearch(watch);
  const show = () => {
    const moment = { now: Date.now(), style };
    const { isRunning } = search;
    const offer = isRunning ? undefined : searchOffer(watch.overview, search.problem, moment);
    setItems(pick, [
      ...findEntries(tree.rows()).map(itemOf),
      ...(offer === undefined ? [] : [searchItem(offer)]),
    ]);
    pick.title = isRunning
      ? searchProgress(watch.overview, search.waitingUntil, moment)
      : t('Go to Tunnel or Connector');
    pick.busy = isRunning || watch.overview.accounts.some(({ refreshing }) => refreshing);
  };
  const showSearch = () => {
    pick.buttons = search.isRunning ? [stop] : [];
    // A person may look up elsewhere meanwhile what they search for.
    pick.ignoreFocusOut = search.isRunning;
    show();
  };
  let timer: NodeJS.Timeout | undefined;
  const leave = watch.onDidChange(() => {
    if (!search.isRunning) show();
    else
      timer ??= setTimeout(() => {
        timer = undefined;
        show();
      }, everyMs);
  });
  show();
  return new Promise((resolve) => {
    let isOver = false;
    const end = (entry?: FindEntry) => {
      isOver = true;
      // First: disposing of it hides it, which is an end without an entry.
      resolve(entry);
      clearTimeout(timer);
      leave();
      search.stop();
      pick.dispose();
    };
    pick.onDidTriggerButton(() => {
      search.stop();
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item === undefined || item.entry !== undefined) {
        end(item?.entry);
        return;
      }
      void search.run().then(() => {
        if (!isOver) showSearch();
      });
      showSearch();
    });
    pick.onDidHide(() => {
      end();
    });
    pick.show();
  });
}

/** A list that is set anew loses the focus. */
function setItems(pick: vscode.QuickPick<Item>, items: readonly Item[]): void {
  const [active] = pick.activeItems;
  pick.items = items;
  const same = items.find(({ entry }) => entry?.node.id === active?.entry?.node.id);
  if (active !== undefined && same !== undefined) pick.activeItems = [same];
}

function itemOf(entry: FindEntry): Item {
  const { label, description, detail, node } = entry;
  return { label: `$(${iconOf(node)}) ${label}`, description, detail, entry };
}

/** VS Code would hide it where what is typed is not in it, which is when it is wanted. */
function searchItem(offer: string): Item {
  return {
    label: `$(search) ${t('Search all tunnels…')}`,
    detail: offer,
    alwaysShow: true,
    entry: undefined,
  };
}

function iconOf(node: FindEntry['node']): string {
  switch (node.kind) {
    case 'tunnel':
      return statusIcons[node.tunnel.status].icon;
    case 'connector':
      return 'server-process';
    case 'route':
      return 'globe';
  }
}
