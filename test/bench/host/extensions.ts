import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is measured against: an extension that does nothing, and one that shows one row. */
const extensions = {
  empty: {},
  oneRow: {
    contributes: {
      viewsContainers: { activitybar: [{ id: 'benchOneRow', title: 'One Row', icon: '$(circle)' }] },
      views: { benchOneRow: [{ id: 'benchOneRow.view', name: 'One Row' }] },
    },
  },
  probe: { activationEvents: ['*'] },
} as const;

/** Puts them where VS Code looks for extensions, before it does. */
export async function putExtensions(extensionsFolder: string): Promise<void> {
  for (const [name, more] of Object.entries(extensions)) {
    const folder = join(extensionsFolder, `bench.${name.toLowerCase()}-1.0.0`);
    const manifest = {
      name: name.toLowerCase(),
      publisher: 'bench',
      version: '1.0.0',
      engines: { vscode: '^1.100.0' },
      main: `./${name}.cjs`,
      activationEvents: [],
      extensionKind: ['workspace'],
      capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
      ...more,
    };
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await copyFile(fileURLToPath(new URL(`${name}.cjs`, import.meta.url)), join(folder, `${name}.cjs`));
  }
}
