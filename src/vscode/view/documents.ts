import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changesDocument } from '../../tunnels/changeWords.ts';
import type { ChangeLog } from '../../watch/changeLog.ts';

const scheme = 'tunnel-explorer';

/** A read-only document that is written anew whenever what it shows has changed. */
export interface LiveDocument {
  /** The title of its tab, which ends with `.md`. */
  readonly name: string;
  readonly write: () => string;
}

/** `Show Recent Changes`. */
export function changesPage(log: ChangeLog): LiveDocument {
  return {
    name: t('Recent Changes.md'),
    write: () => changesDocument(log.changes, log.since, { style: {} }),
  };
}

/**
 * Virtual Markdown documents. Each is known by its name, so that showing one again brings the open one to the front, and
 * holds what its writer says at that time.
 */
export class Documents implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly #written = new Map<string, LiveDocument>();

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#written.get(uri.toString())?.write() ?? '';
  }

  /** Opens it as text, or in VS Code's preview of Markdown. */
  async show(document: LiveDocument, as: 'text' | 'preview' = 'text'): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${document.name}` });
    this.#written.set(uri.toString(), document);
    this.#changed.fire(uri);
    if (as === 'preview') {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
      return;
    }
    const text = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(text, { preview: true });
  }

  /** Has the documents that are open written anew. */
  refresh(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === scheme) this.#changed.fire(uri);
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
