import assert from 'node:assert/strict';
import * as vscode from 'vscode';

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

  it('does nothing at start-up: only its view or a command activates it', () => {
    assert.deepEqual(manifest.activationEvents, []);
    assert.equal(extension.isActive, false);
  });

  it('is activated by a command', async () => {
    await vscode.commands.executeCommand('tunnelExplorer.refresh');
    assert.equal(extension.isActive, true);
  });

  it('registers every command of package.json, and no other', async () => {
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
