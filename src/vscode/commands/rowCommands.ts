import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { routeUrl } from '../../tunnels/model/routes.ts';
import { detailedRow } from '../../tunnels/rows/detailedRow.ts';
import { accountOf, tunnelOf } from '../../tunnels/rows/nodes.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { tailCommand } from '../../tunnels/rows/tailCommand.ts';
import type { Watch } from '../../watch/watch.ts';
import { dashboardUrl } from '../links.ts';
import type { Accounts } from '../signIn/accounts.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import { idOf, jsonOf } from '../view/contextValue.ts';
import type { Documents } from '../view/documents.ts';
import type { Audits } from './audits.ts';
import { loadedAccount } from './loadedAccount.ts';
import { nameConnector } from './nameConnector.ts';

export interface RowServices {
  readonly watch: Watch;
  readonly accounts: Accounts;
  readonly mutes: MuteMemory;
  readonly names: ConnectorNameMemory;
  readonly documents: Documents;
  readonly audits: Audits;
}

/** Commands of one row: in its menu, behind its buttons, or run by a click on it. */
export const rowCommands = {
  'tunnelExplorer.refreshRow': ({ watch }, row) => refresh(watch, row),
  'tunnelExplorer.auditRow': ({ audits }, row) => onAccount(row, (account) => audits.run([account])),
  'tunnelExplorer.chooseTunnelsRow': ({ accounts, watch }, row) =>
    onAccount(row, (account) =>
      accounts.chooseTunnels(account, (accountId) => loadedAccount(watch, accountId)),
    ),
  'tunnelExplorer.updateCredentialsRow': ({ accounts }, row) =>
    onAccount(row, (account) => accounts.updateCredentials(account)),
  'tunnelExplorer.removeAccountRow': ({ accounts }, row) =>
    onAccount(row, (account) => accounts.remove(account)),
  'tunnelExplorer.forgetTunnel': async ({ accounts }, row) => {
    if (row.kind === 'missing') await accounts.forgetTunnel(row.account, row.tunnelId);
  },
  'tunnelExplorer.showDetails': async ({ documents }, row) => {
    const { detailsDocument } = await import('../../tunnels/documents/pages.ts');
    const detailed = detailedRow(row);
    if (detailed !== undefined) await documents.show(detailsDocument(detailed));
  },
  'tunnelExplorer.nameConnector': ({ names }, row) => nameConnector(names, row),
  'tunnelExplorer.openInDashboard': (_, row) => open(dashboardUrl(row)),
  'tunnelExplorer.openRoute': (_, row) => open(urlOf(row)),
  'tunnelExplorer.copyRouteUrl': (_, row) => copy(urlOf(row)),
  'tunnelExplorer.copyId': (_, row) => copy(idOf(row)),
  'tunnelExplorer.copyAsJson': (_, row) => {
    const json = jsonOf(row);
    return copy(json === undefined ? undefined : JSON.stringify(json, null, 2));
  },
  'tunnelExplorer.copyTailCommand': (_, row) => copy(tailCommand(row)),
  'tunnelExplorer.openSetting': async (_, row) => {
    const setting = row.kind === 'problem' ? row.problem.setting : undefined;
    if (setting !== undefined)
      await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${setting}`);
  },
  'tunnelExplorer.muteTunnel': ({ mutes }, row) => setMuted(mutes, row, true),
  'tunnelExplorer.unmuteTunnel': ({ mutes }, row) => setMuted(mutes, row, false),
} as const satisfies Record<string, (services: RowServices, row: TreeNode) => unknown>;

/** Reads what the row is part of: its tunnel, or its account, or all where it is of none. */
async function refresh(watch: Watch, row: TreeNode): Promise<void> {
  const tunnel = tunnelOf(row);
  if (tunnel?.tunnel.id === undefined) await watch.refresh(accountOf(row)?.id);
  else await watch.refreshTunnel(tunnel.account.id, tunnel.tunnel.key);
}

async function onAccount(row: TreeNode, action: (account: WatchedAccount) => Promise<void>): Promise<void> {
  const account = accountOf(row);
  if (account !== undefined) await action(account);
}

async function open(url: string | undefined): Promise<void> {
  if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
}

async function copy(text: string | undefined): Promise<void> {
  if (text === undefined) return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('Copied'), 2000);
}

async function setMuted(mutes: MuteMemory, row: TreeNode, muted: boolean): Promise<void> {
  if (row.kind === 'tunnel') await mutes.set(row.tunnel.key, muted);
}

function urlOf(row: TreeNode): string | undefined {
  return row.kind === 'route' ? routeUrl(row.rule) : undefined;
}
