import * as vscode from 'vscode';
import type { Watch } from '../../watch/watch.ts';
import type { Log } from '../log.ts';
import type { Accounts } from '../signIn/accounts.ts';
import type { FilterMemory } from '../storage/filterMemory.ts';
import type { SettingsStore } from '../storage/settingsStore.ts';
import type { Documents } from '../view/documents.ts';
import type { Reveal } from '../view/reveal.ts';
import type { TunnelTree } from '../view/tunnelTree.ts';
import type { Audits } from './audits.ts';
import { find } from './find.ts';
import { loadedAccount } from './loadedAccount.ts';

export interface ViewServices {
  readonly watch: Watch;
  readonly accounts: Accounts;
  readonly settings: SettingsStore;
  readonly filter: FilterMemory;
  readonly tree: TunnelTree;
  readonly documents: Documents;
  readonly audits: Audits;
  readonly reveal: Reveal;
  readonly log: Log;
}

/**
 * Commands about everything, for the palette and the view's title. They take no row: VS Code passes the focused one to
 * the buttons of the title too.
 */
export const viewCommands = {
  'tunnelExplorer.refresh': ({ watch }) => watch.refresh(),
  'tunnelExplorer.addAccount': ({ accounts }) => accounts.add(),
  'tunnelExplorer.removeAccount': ({ accounts }) => accounts.remove(),
  'tunnelExplorer.updateCredentials': ({ accounts }) => accounts.updateCredentials(),
  'tunnelExplorer.chooseTunnels': ({ accounts, watch }) =>
    accounts.chooseTunnels(undefined, (accountId) => loadedAccount(watch, accountId)),
  'tunnelExplorer.find': ({ watch, tree, reveal }) => find(watch, tree, reveal),
  'tunnelExplorer.audit': ({ audits, watch }) =>
    audits.run(watch.overview.accounts.map(({ account }) => account)),
  'tunnelExplorer.showChanges': async ({ documents }) => {
    const { changesDocument } = await import('../../tunnels/documents/pages.ts');
    await documents.show(changesDocument());
  },
  'tunnelExplorer.showFindingsOnly': ({ filter }) => filter.write('wrong'),
  'tunnelExplorer.showAllTunnels': ({ filter }) => filter.write('all'),
  'tunnelExplorer.sortByName': ({ settings }) => settings.sortBy('name'),
  'tunnelExplorer.sortByStatus': ({ settings }) => settings.sortBy('status'),
  'tunnelExplorer.sortByCreated': ({ settings }) => settings.sortBy('created'),
  'tunnelExplorer.openSettings': () => openSettings('@ext:tunnel-explorer.tunnel-explorer'),
  'tunnelExplorer.showLog': ({ log }) => {
    log.show();
  },
} as const satisfies Record<string, (services: ViewServices) => unknown>;

function openSettings(query: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', query);
}
