import type { Browser, BrowserContext } from 'playwright-core';
import { startCloudflareServer } from '../support/cloudflareServer.ts';
import type { CloudflareServer, RecordedRequest } from '../support/cloudflareServer.ts';
import { sampleTokens } from '../support/sampleCompany.ts';
import { addSampleAccount } from '../support/sampleSignIn.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { readLogs } from '../support/vscode/findSecrets.ts';
import { startVSCodeServer } from '../support/vscode/server.ts';
import type { VSCodeServer } from '../support/vscode/server.ts';
import { Shown } from '../support/vscode/shown.ts';
import { Workbench, windowSize } from '../support/vscode/workbench.ts';

/** A real VS Code in a real browser, with the extension as it was built last and the stand-in API behind it. */
export interface TestWindow {
  readonly api: CloudflareServer;
  readonly vscode: VSCodeServer;
  readonly workbench: Workbench;
  readonly settings: Shown<Readonly<Record<string, unknown>>>;
  /** What the settings name. */
  readonly accounts: Shown<readonly AccountEntry[]>;
  /** What the extension wrote to its log. */
  readonly log: Shown<string>;
  /** What the API was asked, from the start. */
  readonly requests: Shown<readonly RecordedRequest[]>;
  /** What the API is asked from now on. */
  asked(): Shown<readonly RecordedRequest[]>;
  /** Opens a second page of the same profile: it has the same settings and secrets. */
  openSecond(): Promise<Workbench>;
  close(): Promise<void>;
}

/** As it is written in `tunnelExplorer.accounts`. */
export interface AccountEntry {
  readonly accountId: string;
  readonly name?: string;
  readonly tunnels?: readonly string[];
}

export interface TestWindowOptions {
  /** Variables of the extension host. The default is the token of the sample's user. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of the extension alone, since VS Code itself needs a language pack for another than English. */
  readonly language?: string;
}

/** Settings with which only a person refreshes. */
const byHand = { 'tunnelExplorer.refreshInterval': 0 };

/** A window with the sample's account, open while the tests of the suite run in which this is called. */
export function sampleWindow(settings: Readonly<Record<string, unknown>> = byHand): () => TestWindow {
  let window: TestWindow | undefined;
  before(async () => {
    window = await openWindow(settings);
    await addSampleAccount(window.workbench);
  });
  after(() => window?.close());
  return () => {
    if (window === undefined) throw new Error('The window is not open.');
    return window;
  };
}

/** A window of a person who has never used the extension. */
export async function openWindow(
  settings: Readonly<Record<string, unknown>> = {},
  { environment = { CLOUDFLARE_API_TOKEN: sampleTokens.user }, language = 'en' }: TestWindowOptions = {},
): Promise<TestWindow> {
  const opened: { close: () => Promise<void> }[] = [];
  const close = async () => {
    for (const each of opened.toReversed()) await each.close();
  };
  try {
    const api = await startCloudflareServer();
    opened.push(api);
    const vscode = await startVSCodeServer({
      environment,
      settings: { 'tunnelExplorer.apiBaseUrl': api.url, ...settings },
    });
    opened.push({ close: () => vscode.stop() });
    const browser: Browser = await launchBrowser();
    opened.push(browser);
    const context: BrowserContext = await browser.newContext({
      viewport: windowSize,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // As a language pack says which one it is for.
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${language}'`);
    const openPage = async () => {
      const workbench = new Workbench(await context.newPage());
      await workbench.open(vscode.url);
      await workbench.openTunnelsView();
      return workbench;
    };
    const requests = new Shown('the requests', () => [...api.requests]);
    const written = new Shown('the settings', () => vscode.readSettings());
    return {
      api,
      vscode,
      workbench: await openPage(),
      settings: written,
      accounts: written.pick((all) => (all['tunnelExplorer.accounts'] ?? []) as readonly AccountEntry[]),
      log: new Shown('the log', () => readLogs(vscode.userDataFolder)),
      requests,
      asked: () => {
        const from = api.requests.length;
        return requests.pick((all) => all.slice(from));
      },
      openSecond: openPage,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
