import * as vscode from 'vscode';

/** Of no file, so that VS Code offers nothing that it does with files. */
const scheme = 'tunnel-explorer-row';

/**
 * What a row's item has as its resource, for VS Code to ask for its `!`. It holds the sentence and nothing of the row: one
 * that looks otherwise has another, so that nobody need tell VS Code of a change.
 */
export function badgeUri(warning: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: '/', query: warning });
}

/**
 * Marks rows with which something is wrong, since the colour of their icon must not be the only sign. It has no colour, in
 * which VS Code would write all of the row: its description would be hard to read.
 */
export const findingBadges: vscode.FileDecorationProvider = {
  provideFileDecoration(uri) {
    return uri.scheme === scheme ? new vscode.FileDecoration('!', uri.query) : undefined;
  },
};
