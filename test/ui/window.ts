import type { Browser, BrowserContext } from 'playwright-core';
import { startCloudflareServer } from '../support/cloudflareServer.ts';
import type { CloudflareServer } from '../support/cloudflareServer.ts';
import { sampleTokens } from '../support/sampleCompany.ts';
import { launchBrowser } from '../support/vscode/browser.ts';
import { startVSCodeServer } from '../support/vscode/server.ts';
import type { VSCodeServer } from '../support/vscode/server.ts';
import { Workbench, windowSize } from '../support/vscode/workbench.ts';

/** A real VS Code in a real browser, with the extension as it was built last and the stand-in API behind it. */
export interface TestWindow {
  readonly api: CloudflareServer;
  readonly vscode: VSCodeServer;
  readonly workbench: Workbench;
  /** What the settings name. */
  accounts(): Promise<readonly AccountEntry[]>;
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
    const accounts = async () =>
      ((await vscode.readSettings())['tunnelExplorer.accounts'] ?? []) as readonly AccountEntry[];
    return { api, vscode, workbench: await openPage(), accounts, openSecond: openPage, close };
  } catch (error) {
    await close();
    throw error;
  }
}
