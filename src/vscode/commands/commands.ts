import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changesDocument } from '../../tunnels/documents/changesDocument.ts';
import { detailsDocument, isDetailed } from '../../tunnels/documents/detailsDocument.ts';
import { accountOf, tunnelOf } from '../../tunnels/rows/nodes.ts';
import type { TreeNode } from '../../tunnels/rows/nodes.ts';
import { ProblemError } from '../../tunnels/problems/problem.ts';
import type { AccountState, WatchedAccount } from '../../tunnels/model/state.ts';
import { withoutLinks } from '../../tunnels/text/text.ts';
import type { Watch } from '../../watch/watch.ts';
import type { Accounts } from '../signIn/accounts.ts';
import type { Audits } from './audits.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import { find } from './find.ts';
import { dashboardUrl } from '../links.ts';
import type { Log } from '../log.ts';
import type { MuteMemory } from '../storage/muteMemory.ts';
import { nameConnector } from './nameConnector.ts';
import { problemSentence } from '../signIn/words.ts';
import type { Documents } from '../view/documents.ts';
import type { Reveal } from '../view/reveal.ts';
import type { TunnelTree } from '../view/tunnelTree.ts';

interface Services {
  readonly watch: Watch;
  readonly accounts: Accounts;
  readonly tree: TunnelTree;
  readonly mutes: MuteMemory;
  readonly names: ConnectorNameMemory;
  readonly documents: Documents;
  readonly audits: Audits;
  readonly reveal: Reveal;
  readonly log: Log;
}

/** What each command of package.json does. `row` is given where it was run on a row. */
const commands = {
  'tunnelExplorer.refresh': ({ watch }, row) => refresh(watch, row),
  'tunnelExplorer.addAccount': ({ accounts }) => accounts.add(),
  'tunnelExplorer.removeAccount': ({ accounts }, row) => accounts.remove(row && accountOf(row)),
  'tunnelExplorer.updateCredentials': ({ accounts }, row) =>
    accounts.updateCredentials(row && accountOf(row)),
  'tunnelExplorer.chooseTunnels': ({ accounts, watch }, row) =>
    accounts.chooseTunnels(row && accountOf(row), (accountId) => loaded(watch, accountId)),
  'tunnelExplorer.forgetTunnel': async ({ accounts }, row) => {
    if (row?.kind === 'missing') await accounts.forgetTunnel(row.account, row.tunnelId);
  },
  'tunnelExplorer.find': ({ watch, tree, reveal }) => find(watch, tree, reveal),
  'tunnelExplorer.showDetails': async ({ documents }, row) => {
    if (isDetailed(row)) await documents.show(detailsDocument(row));
  },
  'tunnelExplorer.audit': ({ audits, watch }, row) => audits.run(accountsToAudit(watch, row)),
  'tunnelExplorer.nameConnector': ({ names }, row) => nameConnector(names, row),
  'tunnelExplorer.openInDashboard': (_, row) => openInDashboard(row),
  'tunnelExplorer.copyId': (_, row) => copy(row && idOf(row)),
  'tunnelExplorer.copyAsJson': (_, row) => copy(row && jsonOf(row)),
  'tunnelExplorer.showChanges': ({ documents }) => documents.show(changesDocument()),
  'tunnelExplorer.muteTunnel': ({ mutes }, row) => setMuted(mutes, row, true),
  'tunnelExplorer.unmuteTunnel': ({ mutes }, row) => setMuted(mutes, row, false),
  'tunnelExplorer.showLog': ({ log }) => {
    log.show();
  },
} as const satisfies Record<string, (services: Services, row: TreeNode | undefined) => unknown>;

/** All others are about accounts: where there is none, they say so. */
const needNoAccount: ReadonlySet<string> = new Set<keyof typeof commands>([
  'tunnelExplorer.addAccount',
  'tunnelExplorer.showLog',
]);

/** Registers them all. Whatever one of them throws is logged, and shown in words. */
export function registerCommands(services: Services): vscode.Disposable {
  const { tree, log, accounts } = services;
  const orReport = async (id: string, work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      reportFailure(id, error, log);
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        const row = tree.isRow(argument) ? argument : undefined;
        if (row !== undefined || needNoAccount.has(id) || !accounts.thereIsNone) {
          await orReport(id, () => run(services, row));
          return;
        }
        // Whoever ran it need not wait until the message is answered.
        void orReport(id, () => accounts.offerFirst());
      }),
    ),
  );
}

function reportFailure(id: string, error: unknown, log: Log): void {
  log.failure(id, error);
  const words =
    error instanceof ProblemError ? problemSentence(error.problem) : t('An unexpected error occurred.');
  const showLog = t('Show Log');
  void vscode.window.showErrorMessage(withoutLinks(words), showLog).then((answer) => {
    if (answer === showLog) log.show();
  });
}

async function refresh(watch: Watch, row: TreeNode | undefined): Promise<void> {
  const tunnel = row && tunnelOf(row);
  if (tunnel !== undefined) await watch.refreshTunnel(tunnel.account.id, tunnel.tunnel.key);
  else await watch.refresh((row && accountOf(row))?.id);
}

/** The account with its tunnels, which are read where they are not known yet. */
async function loaded(watch: Watch, accountId: string): Promise<AccountState | undefined> {
  const state = () => watch.overview.accounts.find(({ account }) => account.id === accountId);
  if (state()?.tunnels.value !== undefined) return state();
  await vscode.window.withProgress(
    { location: { viewId: 'tunnelExplorer.tunnels' }, title: t('Loading tunnels…') },
    () => watch.refresh(accountId),
  );
  return state();
}

async function openInDashboard(row: TreeNode | undefined): Promise<void> {
  const url = row && dashboardUrl(row);
  if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
}

/** The row's account, or all of them. */
function accountsToAudit({ overview }: Watch, row: TreeNode | undefined): readonly WatchedAccount[] {
  const account = row && accountOf(row);
  return account === undefined ? overview.accounts.map((state) => state.account) : [account];
}

async function setMuted(mutes: MuteMemory, row: TreeNode | undefined, muted: boolean): Promise<void> {
  if (row?.kind === 'tunnel') await mutes.set(row.tunnel.key, muted);
}

async function copy(text: string | undefined): Promise<void> {
  if (text === undefined) return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(t('Copied'), 2000);
}

function idOf(row: TreeNode): string | undefined {
  switch (row.kind) {
    case 'account':
      return row.state.account.id;
    case 'tunnel':
      return row.tunnel.id;
    case 'connector':
      return row.connector.id;
    case 'connection':
      return row.connection.id;
    case 'missing':
      return row.tunnelId;
    case 'problem':
    case 'empty':
    case 'routes':
    case 'route':
      return undefined;
  }
}

function jsonOf(row: TreeNode): string | undefined {
  const text = (json: unknown) => JSON.stringify(json, null, 2);
  switch (row.kind) {
    case 'tunnel':
      return text(row.tunnel.json);
    case 'connector':
      return text(row.connector.json);
    case 'connection':
      return text(row.connection.json);
    case 'route':
      return text(row.rule.json);
    case 'account':
    case 'routes':
    case 'problem':
    case 'missing':
    case 'empty':
      return undefined;
  }
}
