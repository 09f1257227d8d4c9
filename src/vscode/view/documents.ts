import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changesDocument } from '../../tunnels/documents/changesDocument.ts';
import type { ChangeLog } from '../../watch/changeLog.ts';
import { style } from '../style.ts';

const scheme = 'tunnel-explorer';

/** A read-only document that is written anew whenever what it shows has changed. */
export interface LiveDocument {
  /** The title of its tab, which ends with `.md`. */
  readonly name: string;
  readonly write: () => string;
  readonly onClose?: () => void;
}

/** `Show Recent Changes`. */
export function changesPage(log: ChangeLog): LiveDocument {
  return {
    name: t('Recent Changes.md'),
    write: () => changesDocument(log.changes, log.since, { style }),
  };
}

/**
 * Virtual Markdown documents. Each is known by its name, so that showing one again brings the open one to the front, and
 * holds what its writer says at that time.
 */
export class Documents implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registrations: readonly vscode.Disposable[];
  readonly #written = new Map<string, LiveDocument>();

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      // A document itself is closed minutes after its last tab.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0) this.#closeUnseen();
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#written.get(uri.toString())?.write() ?? '';
  }

  /** Opens it, or brings it to the front; gives its address, for a comparison. */
  async show(document: LiveDocument): Promise<vscode.Uri> {
    const uri = vscode.Uri.from({ scheme, path: `/${document.name}` });
    this.#written.set(uri.toString(), document);
    this.#changed.fire(uri);
    const text = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(text, { preview: false });
    return uri;
  }

  /** Has the documents that are open written anew. */
  refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === scheme) this.#changed.fire(uri);
    }
  }

  /** A preview's tab does not tell what it is of, but by its title. */
  #closeUnseen(): void {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    for (const [key, { name, onClose }] of this.#written) {
      if (onClose === undefined || tabs.some(({ label }) => label.includes(name))) continue;
      this.#written.delete(key);
      onClose();
    }
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
  }
}
