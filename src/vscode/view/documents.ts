import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { fileNameOf } from '../../tunnels/documents/documentShape.ts';
import type { DocumentShape, DocumentState } from '../../tunnels/documents/documentShape.ts';
import type { ChangeLog } from '../../watch/changeLog.ts';
import type { Watch } from '../../watch/watch.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import { style } from '../style.ts';
import { closePages, isInTab, showPage } from './page.ts';
import { themeKind } from './themeKind.ts';
import type { TunnelTree } from './tunnelTree.ts';

const scheme = 'tunnel-explorer';

/** A document that was shown in this window. */
interface Shown {
  readonly shape: DocumentShape;
  readonly uri: vscode.Uri;
  /** Its text while there last was one. */
  lastText: string;
  /** Its tab is still to come: a page has one only a moment after it was asked for. */
  isOpening: boolean;
  isFollowed: boolean;
}

/**
 * Virtual Markdown documents, shown as pages. Each is known by its address, which holds its id: showing one again brings
 * its page to the front. For as long as a tab shows it, in whatever way, what it follows is read and it is written anew.
 */
export class Documents implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #watch: Watch;
  readonly #tree: TunnelTree;
  readonly #changeLog: ChangeLog;
  readonly #names: ConnectorNameMemory;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: readonly vscode.Disposable[];
  /** By id; also those that are closed, since VS Code can bring back their tabs. */
  readonly #shown = new Map<string, Shown>();

  /** Of so many accounts the list of tunnels has been read. */
  #lists = 0;

  readonly onDidChange = this.#changed.event;

  constructor(watch: Watch, tree: TunnelTree, changeLog: ChangeLog, names: ConnectorNameMemory) {
    this.#watch = watch;
    this.#tree = tree;
    this.#changeLog = changeLog;
    this.#names = names;
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.window.tabGroups.onDidChangeTabs(() => {
        this.#followWhatIsOpen();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#keepForPreview(uri);
      }),
      new vscode.Disposable(
        names.onDidChange(() => {
          this.refresh();
        }),
      ),
      vscode.window.onDidChangeActiveColorTheme(() => {
        this.refresh();
      }),
      new vscode.Disposable(
        watch.onDidChange(({ accounts }) => {
          this.#tellOfFirstLists(accounts.filter(({ tunnels }) => tunnels.value !== undefined).length);
        }),
      ),
    ];
  }

  provideTextDocumentContent({ query: id }: vscode.Uri): string {
    const shown = this.#shown.get(id);
    if (shown === undefined) return '';
    const text = shown.shape.text(this.#state);
    if (text === undefined) return `${gone()}\n\n${shown.lastText}`;
    shown.lastText = text;
    return text;
  }

  /** Opens its page, or brings it to the front. */
  async show(shape: DocumentShape): Promise<void> {
    const before = this.#shown.get(shape.id);
    const shown: Shown = {
      shape,
      // The title may have changed since: the tab that is there keeps the one that it was opened with.
      uri: before !== undefined && isInTab(before.uri) ? before.uri : uriOf(shape),
      lastText: before?.lastText ?? '',
      isOpening: true,
      isFollowed: before?.isFollowed ?? false,
    };
    this.#shown.set(shape.id, shown);
    try {
      await this.#followWithProgress(shown);
      // One from before a reload of the window, which VS Code cannot restore: it would show an error for good.
      if (before === undefined) await closePages(shown.uri);
      await this.#bringUpToDate(shown.uri);
      await showPage(shown.uri);
    } catch (error) {
      shown.isOpening = false;
      throw error;
    } finally {
      this.#followWhatIsOpen();
    }
  }

  /** Has the documents that are open written anew, and what they follow read again where its account was away. */
  refresh(): void {
    for (const shown of this.#shown.values()) {
      if (shown.isFollowed) void this.#follow(shown);
      // Of those that are closed VS Code asks for nothing.
      else this.#tell(shown);
    }
  }

  /** With a first list there is nothing to compare, but something to tell. */
  #tellOfFirstLists(lists: number): void {
    const isNew = lists > this.#lists;
    this.#lists = lists;
    if (isNew) for (const shown of this.#shown.values()) this.#tell(shown);
  }

  /** What VS Code has of it from before, as from a page that it could not restore, is written anew before it is shown. */
  async #bringUpToDate(uri: vscode.Uri): Promise<void> {
    const { textDocuments, onDidChangeTextDocument, onDidCloseTextDocument } = vscode.workspace;
    const open = textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open === undefined || open.getText() === this.provideTextDocumentContent(uri)) return;
    let registrations: readonly vscode.Disposable[] = [];
    const isWritten = new Promise<void>((resolve) => {
      registrations = [
        onDidChangeTextDocument(({ document }) => {
          if (document === open) resolve();
        }),
        onDidCloseTextDocument((document) => {
          if (document === open) resolve();
        }),
      ];
    });
    this.#changed.fire(uri);
    await isWritten;
    for (const registration of registrations) registration.dispose();
  }

  /** A preview that is being opened stays empty where its document changes meanwhile. */
  #tell({ uri, isOpening }: Shown): void {
    if (!isOpening) this.#changed.fire(uri);
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }

  get #state(): DocumentState {
    return {
      rowOf: (id) => [...this.#tree.rows()].find((row) => row.id === id),
      changes: this.#changeLog.changes,
      since: this.#changeLog.since,
      accounts: this.#watch.overview.accounts,
      names: this.#names.value,
      moment: { now: Date.now(), style },
      theme: themeKind(),
    };
  }

  /** By the tabs: VS Code closes a document itself only minutes after its last tab. */
  #followWhatIsOpen(): void {
    for (const shown of this.#shown.values()) {
      const isOpen = isInTab(shown.uri);
      if (isOpen) shown.isOpening = false;
      if (shown.isOpening || isOpen === shown.isFollowed) continue;
      if (shown.isFollowed) this.#unfollow(shown);
      else void this.#follow(shown);
    }
  }

  /**
   * VS Code closes a document that only a preview shows after minutes, and the preview learns of no change any more. It
   * has to be back before the next change: the preview takes a document of the same version for the same text.
   */
  #keepForPreview(uri: vscode.Uri): void {
    const shown = this.#shown.get(uri.query);
    if (shown?.uri.toString() === uri.toString() && isInTab(shown.uri))
      void vscode.workspace.openTextDocument(uri);
  }

  /** A reading may take its time, and until it ends nothing else is seen. */
  async #followWithProgress(shown: Shown): Promise<void> {
    if (shown.shape.follows === undefined) await this.#follow(shown);
    else
      await vscode.window.withProgress({ location: { viewId: 'tunnelExplorer.tunnels' } }, () =>
        this.#follow(shown),
      );
  }

  async #follow(shown: Shown): Promise<void> {
    shown.isFollowed = true;
    const { id, follows } = shown.shape;
    if (follows !== undefined) {
      const { accountId, tunnelKey, routes } = follows;
      await Promise.all([
        this.#watch.open(accountId, tunnelKey, id),
        ...(routes ? [this.#watch.openRoutes(accountId, tunnelKey, id)] : []),
      ]);
    }
    this.#tell(shown);
  }

  #unfollow(shown: Shown): void {
    shown.isFollowed = false;
    const { id, follows } = shown.shape;
    if (follows === undefined) return;
    this.#watch.close(follows.accountId, follows.tunnelKey, id);
    this.#watch.closeRoutes(follows.accountId, follows.tunnelKey, id);
  }
}

/** The id stands in the query, where no tab or path bar shows it. */
function uriOf(shape: DocumentShape): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${fileNameOf(shape)}`, query: shape.id });
}

/** Stands above the last words about what is gone. */
function gone(): string {
  return `> **${t('No longer listed. Below is what was last seen.')}**`;
}
