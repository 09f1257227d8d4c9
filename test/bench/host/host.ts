import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startCloudflareServer } from '../../support/cloudflareServer.ts';
import { addSampleAccount } from '../../support/sampleSignIn.ts';
import { launchBrowser } from '../../support/vscode/browser.ts';
import { startVSCodeServer } from '../../support/vscode/server.ts';
import { waitFor } from '../../support/vscode/waitFor.ts';
import { Workbench, windowSize } from '../../support/vscode/workbench.ts';
import { inTurns, run } from '../benchCase.ts';
import type { BenchCase, Outcome } from '../benchCase.ts';
import { putExtensions } from './extensions.ts';

const ours = 'tunnel-explorer.tunnel-explorer';
const empty = 'bench.empty';

/** Measures in VS Code itself, of the bundle as it was built last, and gives the version of that VS Code. */
export async function measureInHost(take: (outcome: Outcome) => void): Promise<string> {
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const folder = await mkdtemp(join(tmpdir(), 'tunnel-explorer-bench-'));
    opened.push(() => rm(folder, { recursive: true }));
    const api = await startCloudflareServer();
    opened.push(() => api.close());
    const vscode = await startVSCodeServer({
      environment: { BENCH_FOLDER: folder },
      settings: { 'tunnelExplorer.apiBaseUrl': api.url },
      settingsCanChange: false,
    });
    opened.push(() => vscode.stop());
    await putExtensions(vscode.extensionsFolder);
    const browser = await launchBrowser();
    opened.push(() => browser.close());
    const context = await browser.newContext({ viewport: windowSize });
    const workbench = new Workbench(await context.newPage());
    await workbench.open(vscode.url);
    // Before the view has been shown: where it was in front once, a window that opens may show it, which activates it.
    take(await run(loadCase(workbench, folder)));
    await workbench.openTunnelsView();
    await addSampleAccount(workbench);
    await workbench.hideTunnelsView();
    take(await run(firstRowsCase(workbench, folder)));
    return vscode.version;
  } finally {
    for (const close of opened.toReversed()) await close();
  }
}

/** Each round in a window that was just loaded, in a new extension host. */
function loadCase(workbench: Workbench, folder: string): BenchCase {
  return {
    name: 'In VS Code, load of the bundle',
    floorIs: 'an extension that does nothing',
    unit: 'ms',
    rounds: 5,
    round: async (isFloorFirst) => {
      const ids = isFloorFirst ? [empty, ours] : [ours, empty];
      const { [empty]: floor, [ours]: figure, error } = await loadIn(workbench, folder, ids);
      if (floor === undefined || figure === undefined) throw new Error(String(error));
      return { floor, figure };
    },
  };
}

/** The same for each of the two figures of a round. */
function firstRowsCase(workbench: Workbench, folder: string): BenchCase {
  return {
    name: 'In VS Code, click to first rows',
    floorIs: 'an extension that shows one row',
    unit: 'ms',
    rounds: 3,
    round: inTurns(
      () => firstRowOf('One Row', 'The only row', workbench, folder),
      () => firstRowOf('Tunnel Explorer', 'web-prod', workbench, folder),
    ),
  };
}

/** How many milliseconds each took, by its id. */
async function loadIn(
  workbench: Workbench,
  folder: string,
  ids: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const host = await newHost(workbench, folder);
  await writeFile(`${host}.part`, JSON.stringify(ids));
  await rename(`${host}.part`, `${host}.measure`);
  await waitFor('what was measured', () => Promise.resolve(existsSync(`${host}.measured`) || undefined));
  return JSON.parse(await readFile(`${host}.measured`, 'utf8')) as Readonly<Record<string, number>>;
}

/** Loads the window anew; gives what the files of its extension host begin with, once that is ready. See probe.cjs. */
async function newHost(workbench: Workbench, folder: string): Promise<string> {
  const ready = async () => (await readdir(folder)).filter((name) => name.endsWith('.ready'));
  const before = await ready();
  await workbench.reload();
  const isNew = (name: string) => !before.includes(name);
  const found = await waitFor('a new extension host', async () => (await ready()).find(isNew), {
    timeout: 60_000,
  });
  return join(folder, basename(found, '.ready'));
}

/** From the press on the view's icon, which activates the extension, until the row is there. */
async function firstRowOf(
  view: string,
  label: string,
  workbench: Workbench,
  folder: string,
): Promise<number> {
  const { page } = workbench;
  await newHost(workbench, folder);
  const icon = page.locator(`.activitybar .action-label[aria-label^="${view}"]`);
  await icon.waitFor();
  const rows = '.part.sidebar .customview-tree .monaco-list-row .label-name';
  await page.evaluate(`globalThis.benchFirstRow = new Promise((resolve) => {
    let start;
    const look = () => {
      const isThere = [...document.querySelectorAll(${JSON.stringify(rows)})]
        .some(({ textContent }) => textContent === ${JSON.stringify(label)});
      if (start !== undefined && isThere) resolve(performance.now() - start);
    };
    document.addEventListener('mousedown', () => (start = performance.now()), { capture: true, once: true });
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  }); undefined`);
  await icon.click();
  const took = await page.evaluate<number>('globalThis.benchFirstRow');
  await workbench.hideTunnelsView();
  return took;
}
