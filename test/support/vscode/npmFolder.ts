import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The working folder of the project. */
export const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Where test-electron keeps its downloads too; git, prettier and eslint pass it over. */
const cacheFolder = join(projectFolder, '.vscode-test');

const stampFile = 'installed.json';

export interface NpmFolder {
  /** Its name below `.vscode-test/`. */
  readonly name: string;
  /** What is in it, for the progress line: "VS Code Server 1.139.1". */
  readonly title: string;
  /** `name@version`, exact. */
  readonly packages: readonly string[];
  /** Changes whenever `complete` does something else than before. */
  readonly revision?: number;
  /** What else is to be done in the folder, once; a failure leaves nothing behind. */
  readonly complete?: (folder: string) => Promise<void>;
}

/**
 * A folder with these npm packages in it, beside the project and no dependency of it: brought on first use, free
 * afterwards. An install that was interrupted is not taken for a complete one: it happens in another folder, the
 * stamp is written last, and the folder gets its name after that.
 */
export async function npmFolder(wanted: NpmFolder): Promise<string> {
  const folder = join(cacheFolder, wanted.name);
  const stamp = JSON.stringify({ packages: wanted.packages, revision: wanted.revision ?? 0 });
  if (stampOf(folder) === stamp) return folder;

  const start = Date.now();
  console.error(`Installing ${wanted.title} into .vscode-test/ (once, about half a minute)…`);
  await removeInterrupted(wanted.name);
  const temporary = join(cacheFolder, `${temporaryPrefix(wanted.name)}${process.pid}`);
  try {
    await mkdir(temporary, { recursive: true });
    await writeFile(join(temporary, 'package.json'), '{ "private": true }\n');
    await npmInstall(temporary, wanted.packages);
    await wanted.complete?.(temporary);
    await writeFile(join(temporary, stampFile), stamp);
    await moveInto(temporary, folder, stamp);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  console.error(`Installed ${wanted.title} in ${String(Math.round((Date.now() - start) / 1000))} s.`);
  return folder;
}

const temporaryPrefix = (name: string) => `.${name}-`;

/** Removes what installs left that were interrupted: those of processes that are no more. */
async function removeInterrupted(name: string): Promise<void> {
  const prefix = temporaryPrefix(name);
  const entries = existsSync(cacheFolder) ? await readdir(cacheFolder) : [];
  for (const entry of entries) {
    if (!entry.startsWith(prefix) || isRunning(Number(entry.slice(prefix.length)))) continue;
    await rm(join(cacheFolder, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Another process may have installed the same meanwhile: then its folder is as good. */
async function moveInto(temporary: string, folder: string, stamp: string): Promise<void> {
  if (stampOf(folder) === stamp) return;
  await rm(folder, { recursive: true, force: true });
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (stampOf(folder) !== stamp) throw error;
  }
}

function stampOf(folder: string): string | undefined {
  const path = join(folder, stampFile);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/**
 * `npm install` in a folder, without install scripts: what we take from there needs none, and nothing is compiled.
 * What npm says is shown only where it fails.
 */
export async function npmInstall(folder: string, packages: readonly string[] = []): Promise<void> {
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', ...packages];
  // npm's own path where npm runs us: what is called `npm` in PATH is a script that Windows cannot spawn.
  const npm = process.env['npm_execpath'];
  const [command, ...before] = npm?.endsWith('.js') === true ? [process.execPath, npm] : ['npm'];
  await run(command, [...before, ...args], folder);
}

/** Runs a program to its end; fails with all that it printed. */
export async function run(
  command: string,
  args: readonly string[],
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32' && command === 'npm',
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const end = () => child.kill();
  process.once('exit', end);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`${[command, ...args].join(' ')} failed in ${folder}:\n${output}`));
      });
    });
  } finally {
    process.off('exit', end);
  }
  return output;
}
