import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import { sampleTime } from '../../support/sampleCompany.ts';
import { launchBrowser } from '../../support/vscode/browser.ts';
import { startVSCodeServer } from '../../support/vscode/server.ts';
import type { VSCodeServer } from '../../support/vscode/server.ts';
import { waitFor } from '../../support/vscode/waitFor.ts';
import { Workbench } from '../../support/vscode/workbench.ts';
import { accounts, fleet } from '../fleet.ts';
import { writeExtensions } from './extensions.ts';

/** A VS Code with 1,000 tunnels behind it, whose window is loaded anew, with a new extension host, as often as wanted. */
export interface BenchWindow {
  readonly api: CloudflareServer;
  readonly vscode: VSCodeServer;
  readonly workbench: Workbench;
  /** Resolves as soon as the new extension host has started. */
  readonly renew: () => Promise<void>;
  /** Starts these, one after the other; gives for how many milliseconds each kept the extension host busy, by its id. */
  readonly start: (ids: readonly string[]) => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
}

/** High enough for 20 tunnels with what is below them. */
const size = { width: 1280, height: 3000 };

export async function openBenchWindow(): Promise<BenchWindow> {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const each of opened.toReversed()) await each();
  };
  try {
    const root = await mkdtemp(join(tmpdir(), 'tunnel-explorer-bench-'));
    opened.push(() => rm(root, { recursive: true, force: true }));
    const folder = join(root, 'hosts');
    await mkdir(folder);
    const { ours, others } = await writeExtensions(root);
    const company = fleet([accounts.thousand]);
    const api = await startCloudflareServer({
      company,
      now: () => sampleTime,
      rateLimit: { requests: 1e9 },
    });
    opened.push(() => api.close());
    const vscode = await startVSCodeServer({
      extension: { folder: ours },
      others,
      environment: { BENCH_FOLDER: folder },
      // Nothing is read but what is asked for.
      settings: { 'tunnelExplorer.apiBaseUrl': api.url, 'tunnelExplorer.refreshInterval': 0 },
    });
    opened.push(() => vscode.stop());
    const browser = await launchBrowser();
    opened.push(() => browser.close());
    const context = await browser.newContext({ viewport: size });
    const workbench = new Workbench(await context.newPage());
    await workbench.open(vscode.url);
    let host = await newestHost(folder, []);
    return {
      api,
      vscode,
      workbench,
      renew: async () => {
        const before = await hosts(folder);
        await workbench.reload();
        host = await newestHost(folder, before);
      },
      start: (ids) => startIn(host, ids),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the files of each extension host begin with that has started. See probe.cjs. */
async function hosts(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.ready'))
    .map((name) => join(folder, basename(name, '.ready')));
}

async function newestHost(folder: string, before: readonly string[]): Promise<string> {
  const isNew = (host: string) => !before.includes(host);
  return waitFor('a new extension host', async () => (await hosts(folder)).find(isNew), { timeout: 60_000 });
}

async function startIn(host: string, ids: readonly string[]): Promise<Readonly<Record<string, number>>> {
  await writeFile(`${host}.part`, JSON.stringify(ids));
  await rename(`${host}.part`, `${host}.measure`);
  await waitFor('what was measured', () => Promise.resolve(existsSync(`${host}.measured`) || undefined));
  return JSON.parse(await readFile(`${host}.measured`, 'utf8')) as Readonly<Record<string, number>>;
}
