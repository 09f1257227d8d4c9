import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../support/vscode/npmFolder.ts';

/** What is measured against, and what measures. */
const others = {
  empty: {},
  oneRow: {
    contributes: {
      viewsContainers: { activitybar: [{ id: 'benchOneRow', title: 'One Row', icon: '$(circle)' }] },
      views: { benchOneRow: [{ id: 'benchOneRow.view', name: 'One Row' }] },
    },
  },
  probe: { activationEvents: ['*'] },
} as const;

export interface Extensions {
  /** Ours as it was built last, but not started by VS Code: the probe does that. */
  readonly ours: string;
  readonly others: readonly string[];
}

/** Writes each into a folder of its own. */
export async function writeExtensions(folder: string): Promise<Extensions> {
  const made: string[] = [];
  for (const [name, more] of Object.entries(others)) {
    const own = join(folder, name);
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
    await mkdir(own);
    await writeFile(join(own, 'package.json'), JSON.stringify(manifest));
    await copyFile(fileURLToPath(new URL(`${name}.cjs`, import.meta.url)), join(own, `${name}.cjs`));
    made.push(own);
  }
  return { ours: await writeOurs(join(folder, 'ours')), others: made };
}

async function writeOurs(folder: string): Promise<string> {
  const files = ['extension', 'app', 'l10n', 'pages', 'problem', 'signIn'].map((name) => `dist/${name}.cjs`);
  const parts = [...files, 'package.nls.json', 'media', 'l10n'];
  for (const part of parts) await cp(join(projectFolder, part), join(folder, part), { recursive: true });
  const manifest = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8')) as object;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return folder;
}
