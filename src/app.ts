import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Change } from './tunnels/changes/change.ts';
import type { TreeNode } from './tunnels/rows/nodes.ts';
import { ChangeLog } from './watch/changeLog.ts';
import { Watch } from './watch/watch.ts';
import { Accounts } from './vscode/signIn/accounts.ts';
import { AccountRemoval, undoForMs } from './vscode/signIn/accountRemoval.ts';
import { AccountFiles } from './vscode/storage/accountFiles.ts';
import type { FileEvents } from './vscode/storage/accountFile.ts';
import { AuditMemory } from './vscode/storage/auditMemory.ts';
import { AddressConsent } from './vscode/signIn/addressConsent.ts';
import { Audits } from './vscode/commands/audits.ts';
import { HeldBackCredentials } from './vscode/signIn/heldBack.ts';
import { SharedCredentials } from './vscode/signIn/sharedCredentials.ts';
import { changeMemory } from './vscode/storage/changeMemory.ts';
import { ConnectorNameMemory } from './vscode/storage/connectorNameMemory.ts';
import { OrphanedCredentials } from './vscode/storage/orphanedCredentials.ts';
import { commandRunner } from './vscode/commands/commands.ts';
import { ContextKeys } from './vscode/contextKeys.ts';
import { followSettings } from './vscode/followSettings.ts';
import { Log } from './vscode/log.ts';
import { FilterMemory } from './vscode/storage/filterMemory.ts';
import { HistoryMemory } from './vscode/storage/historyMemory.ts';
import { MuteMemory } from './vscode/storage/muteMemory.ts';
import { NoticeMemory } from './vscode/storage/noticeMemory.ts';
import { reportProblems } from './vscode/problemLog.ts';
import { SecretFilter } from './vscode/secretFilter.ts';
import { SeenMemory } from './vscode/storage/seenMemory.ts';
import { CredentialStore } from './vscode/storage/credentialStore.ts';
import { SettingsStore } from './vscode/storage/settingsStore.ts';
import { apiAccess, tunnelSource } from './vscode/apiAccess.ts';
import { systemClock } from './vscode/systemClock.ts';
import { findingBadges } from './vscode/view/findingBadges.ts';
import { Documents } from './vscode/view/documents.ts';
import { Notifications } from './vscode/view/notifications.ts';
import { Reveal } from './vscode/view/reveal.ts';
import { StatusBar } from './vscode/view/statusBar.ts';
import { TunnelTree } from './vscode/view/tunnelTree.ts';
import { ViewState } from './vscode/view/viewState.ts';

/** What the start-up file hands over to. */
export interface App {
  readonly rows: TunnelTree;
  /** Runs a command of package.json; `argument`: whatever its caller passed. Never rejects. */
  readonly run: (id: string, argument: unknown) => Promise<void>;
  /** Writes what was observed and not written yet. Never rejects. */
  readonly flush: () => Promise<void>;
}

/** The composition root: builds the services and wires them, and nothing else does. */
export function startApp(
  { secrets, globalState, globalStorageUri, workspaceState, subscriptions }: vscode.ExtensionContext,
  view: vscode.TreeView<TreeNode>,
): App {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  const channel = vscode.window.createOutputChannel('Tunnel Explorer', { log: true });
  const secretFilter = new SecretFilter();
  const log = new Log(channel, secretFilter);
  const settings = new SettingsStore();
  const credentials = new CredentialStore(secrets);
  const access = apiAccess(settings, log, secretFilter);
  const heldBack = new HeldBackCredentials(settings, credentials, access);
  const consent = new AddressConsent(settings, heldBack, access);
  const files = new AccountFiles(globalStorageUri.fsPath);
  const orphans = new OrphanedCredentials(globalState, {
    delete: async (accountId) => {
      await credentials.delete(accountId);
      await files.delete(accountId);
    },
  });
  const removal = new AccountRemoval(settings, credentials, orphans, files);
  const shared = new SharedCredentials(settings, credentials, access);
  const accounts = new Accounts({ settings, credentials, access, consent, orphans, removal, shared });
  const source = tunnelSource(access, credentials);
  const watch = new Watch(source, systemClock);
  watch.setPace({ visible: view.visible, focused: vscode.window.state.focused });
  const changeLog = new ChangeLog(watch, systemClock, changeMemory(workspaceState));
  const mutes = new MuteMemory(globalState);
  const names = new ConnectorNameMemory(globalState);
  const contextKeys = new ContextKeys();

  const filter = new FilterMemory(workspaceState);
  const fileEvents: FileEvents = {
    onUnusable: (accountId, name) => {
      log.unusableFile(accountId, name);
    },
    onFailure: (name, error) => {
      log.failure(name, error);
    },
  };
  const history = new HistoryMemory(watch, systemClock, files, fileEvents);
  const seen = new SeenMemory(watch, systemClock, files, fileEvents);
  const flush = async () => {
    await Promise.all([history.flush(), seen.flush()]);
  };
  const tree = new TunnelTree({ watch, settings, mutes, names, history, filter });
  const viewState = new ViewState(view, watch, filter, mutes);
  const reveal = new Reveal(view, tree, filter);
  const documents = new Documents(watch, tree, changeLog, names);
  const auditMemory = new AuditMemory(files, fileEvents);
  const audits = new Audits({ source, clock: systemClock, watch, names, memory: auditMemory, documents });

  const tell = (changes: readonly Change[]) => {
    for (const change of changes) log.change(change);
    documents.refresh();
  };

  subscriptions.push(
    channel,
    settings,
    credentials,
    removal,
    watch,
    tree,
    viewState,
    vscode.window.registerFileDecorationProvider(findingBadges),
    changeLog,
    history,
    seen,
    documents,
    new StatusBar(watch, settings, mutes, systemClock),
    new Notifications(watch, changeLog, settings, mutes, new NoticeMemory(globalState), reveal),
    new vscode.Disposable(reportProblems(watch, log)),
    new vscode.Disposable(changeLog.onDidRead(tell)),
    new vscode.Disposable(changeLog.onDidLearn(tell)),
    followSettings(settings, { watch, contextKeys, orphans, consent, log }),
    settings.onDidChange(() => {
      documents.refresh();
    }),
    new vscode.Disposable(
      filter.onDidChange(() => {
        contextKeys.setShow(filter.value);
      }),
    ),
    new vscode.Disposable(
      credentials.onDidChange((accountId) => {
        watch.restart(accountId);
      }),
    ),
    view.onDidChangeVisibility(({ visible }) => {
      watch.setPace({ visible });
      if (!visible) void flush();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      watch.setPace({ focused });
    }),
    view.onDidExpandElement(({ element }) => {
      tree.expanded(element);
    }),
    view.onDidCollapseElement(({ element }) => {
      tree.collapsed(element);
    }),
  );
  contextKeys.setShow(filter.value);
  void files.deleteLeftAside(undoForMs).catch(() => undefined);
  return {
    rows: tree,
    flush,
    run: commandRunner({
      watch,
      accounts,
      settings,
      filter,
      tree,
      mutes,
      names,
      documents,
      audits,
      log,
      reveal,
    }),
  };
}
