import * as vscode from 'vscode';

/** The command of VS Code that brings the editor group of a view column to the front, which no API does. */
const focusCommands = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'].map(
  (place) => `workbench.action.focus${place}EditorGroup`,
);

/**
 * Shows a Markdown document as a page: in VS Code's preview, locked, so that it stays when another Markdown file gets the
 * focus. A page that is open is brought to the front, wherever it is: VS Code itself looks in one group of editors only.
 * Where the person has turned the preview off, the document is shown as text.
 */
export async function showPage(uri: vscode.Uri): Promise<void> {
  if (await bringToFront(uri)) return;
  if (vscode.extensions.getExtension('vscode.markdown-language-features') === undefined) {
    await vscode.window.showTextDocument(uri, { preview: false });
    return;
  }
  const before = vscode.window.tabGroups.activeTabGroup.activeTab;
  await vscode.commands.executeCommand('markdown.showPreview', uri, undefined, { locked: true });
  if (before !== undefined && isPreview(before)) await activateAnew();
}

/**
 * A preview that takes another's place is not told that it is the active one: its button that opens the source would do
 * nothing until then.
 */
async function activateAnew(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.previousEditorInGroup');
  await vscode.commands.executeCommand('workbench.action.nextEditorInGroup');
}

/** Whether a tab shows it, in whatever way. */
export function isInTab(uri: vscode.Uri): boolean {
  const address = uri.toString();
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some((tab) => isPageOf(tab, uri) || addressesOf(tab).some((shown) => shown.toString() === address));
}

/** Closes its pages, wherever they are. */
export async function closePages(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.filter((tab) => isPageOf(tab, uri)));
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}

async function bringToFront(uri: vscode.Uri): Promise<boolean> {
  const group = vscode.window.tabGroups.all.find(({ tabs }) => tabs.some((tab) => isPageOf(tab, uri)));
  const focus = group && focusCommands[group.viewColumn - 1];
  if (group === undefined || focus === undefined) return false;
  await vscode.commands.executeCommand(focus);
  const index = group.tabs.findIndex((tab) => isPageOf(tab, uri));
  await vscode.commands.executeCommand('workbench.action.openEditorAtIndex', index);
  return true;
}

/** A preview tells no address, but has the file's name in its label. */
function isPageOf(tab: vscode.Tab, uri: vscode.Uri): boolean {
  return isPreview(tab) && tab.label.includes(uri.path.slice(1));
}

function isPreview({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.includes('markdown.preview');
}

function addressesOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
  const hasOne = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  return hasOne ? [input.uri] : [];
}
