import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from './vscode/npmFolder.ts';

/** Opens the installed VS Code with the extension and data folders of its own, and waits until its window is closed. */
export async function startDesktop(
  settings: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnel-explorer-desktop-'));
  try {
    await mkdir(join(folder, 'User'));
    await writeFile(join(folder, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
    const isWindows = process.platform === 'win32';
    const child = spawn(
      isWindows ? 'code.cmd' : 'code',
      ['--wait', '--new-window', `--user-data-dir=${folder}`, `--extensionDevelopmentPath=${projectFolder}`],
      { env: { ...process.env, ...environment }, stdio: 'inherit', shell: isWindows },
    );
    await new Promise<void>((resolve, reject) => {
      child.once('error', () => {
        reject(
          new Error('There is no `code` in PATH. Install VS Code and its command `code`, or use npm start.'),
        );
      });
      child.once('close', () => {
        resolve();
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
