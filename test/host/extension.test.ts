import assert from 'node:assert/strict';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/vscode/commands/commands.ts';
import { waitFor } from '../support/vscode/waitFor.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
  };
}

describe('The extension', () => {
  const extension = vscode.extensions.getExtension('tunnel-explorer.tunnel-explorer');
  assert.ok(extension);
  const manifest = extension.packageJSON as Manifest;
  const commands = manifest.contributes.commands.map(({ command }) => command);
  /** The names of the extension's files that have been loaded. */
  const loaded = () =>
    Object.keys(require.cache)
      .filter((path) => dirname(path) === join(extension.extensionPath, 'dist'))
      .map((path) => basename(path))
      .sort();

  it('has loaded its start-up file alone, where there is no account', async () => {
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished']);
    await waitFor('the start-up', () => Promise.resolve(extension.isActive || undefined));
    assert.deepEqual(loaded(), ['extension.cjs']);
  });

  it('loads the rest when a command is run, the first time too', async () => {
    await vscode.commands.executeCommand('tunnelExplorer.copyId');
    assert.deepEqual(loaded(), ['app.cjs', 'extension.cjs', 'l10n.cjs', 'problem.cjs']);
  });

  it('has every command of package.json, and no other', async () => {
    assert.deepEqual([...commandIds].sort(), [...commands].sort());
    const all = await vscode.commands.getCommands(true);
    // VS Code itself makes some for each view: tunnelExplorer.tunnels.focus and the like.
    const ours = all.filter(
      (id) => id.startsWith('tunnelExplorer.') && !id.startsWith('tunnelExplorer.tunnels.'),
    );
    assert.deepEqual(ours.sort(), [...commands].sort());
  });

  it('takes whatever argument another extension passes to a command of a row', async () => {
    for (const argument of [
      undefined,
      null,
      7,
      'row',
      {},
      { kind: 'tunnel', tunnel: {} },
      { kind: 'account' },
    ]) {
      for (const id of ['refresh', 'copyId', 'copyAsJson', 'openInDashboard']) {
        await vscode.commands.executeCommand(`tunnelExplorer.${id}`, argument);
      }
    }
  });

  it('leaves no setting to a workspace', () => {
    const scopes = Object.values(manifest.contributes.configuration.properties).map(({ scope }) => scope);
    assert.ok(scopes.length > 0 && scopes.every((scope) => scope === 'application'));
  });
});
