import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './waitFor.ts';

/** Makes the extension in this folder one of those in the extensions folder, as it lies there. */
export async function linkExtension(folder: string, extensionsFolder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly publisher: string;
    readonly name: string;
    readonly version: string;
  };
  // An extensions folder without a list of what was installed there is read as it is. "junction" is for Windows,
  // where it needs no rights.
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  await symlink(folder, join(extensionsFolder, name), 'junction');
}

/** Adds the extension through which `changeSettings` works, see settingsHelper.cjs. */
export async function putSettingsHelper(extensionsFolder: string): Promise<void> {
  const folder = join(extensionsFolder, 'test.settings-helper-1.0.0');
  const manifest = {
    name: 'settings-helper',
    publisher: 'test',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    main: './settingsHelper.cjs',
    activationEvents: ['*'],
    extensionKind: ['workspace'],
    capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
  };
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const program = fileURLToPath(new URL('settingsHelper.cjs', import.meta.url));
  await copyFile(program, join(folder, 'settingsHelper.cjs'));
}

let changes = 0;

/** Hands a change of user settings to the helper, and waits until it has been made. */
export async function handOver(folder: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  changes += 1;
  const file = join(folder, `${changes}.json`);
  // JSON has no `undefined`.
  const asJson = JSON.stringify(settings, (_key, value: unknown) => (value === undefined ? null : value));
  await writeFile(`${file}.part`, asJson);
  await rename(`${file}.part`, file);
  await waitFor('the settings to be changed (is a window open?)', () =>
    Promise.resolve(existsSync(file) ? undefined : true),
  );
}
