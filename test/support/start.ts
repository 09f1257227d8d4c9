// `npm start`: a VS Code with the extension, and a stand-in for the Cloudflare API with a sample company behind it.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeHistory } from '../../src/tunnels/history/keptHistory.ts';
import type { StatusHistory } from '../../src/tunnels/history/statusHistory.ts';
import { startCloudflareServer } from './cloudflareServer.ts';
import { startDesktop } from './desktop.ts';
import { isSubject, takePicture } from './picture.ts';
import { sampleCertificate } from './sampleCertificate.ts';
import { sampleAccountId, sampleTokens } from './sampleCompany.ts';
import { samplePast } from './samplePast.ts';
import { startVSCodeServer } from './vscode/server.ts';

const usage = `npm start -- [options]
  --picture FILE   do it all without a person, save a picture of the window, print what it shows, and end
  --of WHAT        tree (default), hover, filtered, sign-in, details or audit
  --theme THEME    light (default), dark, high-contrast or high-contrast-light
  --real           leave the API address at Cloudflare's
  --desktop        open the VS Code that is installed here`;

/** VS Code's own, by what they are called here. */
const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

/** All that has to be ended, the last started first. */
const started: (() => Promise<void>)[] = [];

try {
  await start(options());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const stop of started.toReversed()) await stop();
}

function isTheme(name: string): name is keyof typeof themes {
  return Object.hasOwn(themes, name);
}

type Options = ReturnType<typeof options>;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        picture: { type: 'string' },
        of: { type: 'string', default: 'tree' },
        theme: { type: 'string', default: 'light' },
        real: { type: 'boolean', default: false },
        desktop: { type: 'boolean', default: false },
      },
    });
    if (!isSubject(values.of)) throw new Error('--of is tree, hover, filtered, sign-in, details or audit.');
    if (!isTheme(values.theme)) throw new Error(`--theme is one of ${Object.keys(themes).join(', ')}.`);
    if (values.picture !== undefined && (values.real || values.desktop)) {
      throw new Error('--picture is of the sample company, in a VS Code of its own.');
    }
    return { ...values, of: values.of, theme: values.theme };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

async function start({ picture, of, theme, real, desktop }: Options): Promise<void> {
  const settings: Record<string, unknown> = {
    'workbench.colorTheme': themes[theme],
  };
  const environment: Record<string, string> = {};
  let past: StatusHistory | undefined;
  if (!real) {
    const api = await startCloudflareServer();
    past = samplePast(api.company, Date.now());
    started.push(() => api.close());
    settings['tunnelExplorer.apiBaseUrl'] = api.url;
    environment['CLOUDFLARE_API_TOKEN'] = sampleTokens.user;
  }
  if (desktop) {
    console.log(howToSignIn(real));
    await startDesktop(settings, environment);
    return;
  }
  const vscode = await startVSCodeServer({
    settings,
    environment,
    settingsCanChange: false,
    // Where cloudflared keeps a person's certificate.
    ...(real && { home: homedir() }),
  });
  started.push(() => vscode.stop());
  if (past !== undefined) await putPast(vscode.userDataFolder, past);
  if (picture !== undefined) {
    await putCertificate(vscode.home);
    console.log(await takePicture(vscode.url, of, picture));
    return;
  }
  console.log(
    `VS Code ${vscode.version} with the extension:\n\n    ${vscode.url}\n\n${howToSignIn(real)}\n\nCtrl-C ends it.`,
  );
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
}

/** So that there is a past to look at. */
async function putPast(userDataFolder: string, past: StatusHistory): Promise<void> {
  const folder = join(userDataFolder, 'User/globalStorage/tunnel-explorer.tunnel-explorer', sampleAccountId);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'history.json'), writeHistory(past));
}

/** So that there is every way to sign in. */
async function putCertificate(home: string): Promise<void> {
  const folder = join(home, '.cloudflared');
  await mkdir(folder);
  const content = { accountId: sampleAccountId, token: sampleTokens.account };
  await writeFile(join(folder, 'cert.pem'), sampleCertificate(content));
}

function howToSignIn(real: boolean): string {
  const where = 'Open Tunnel Explorer in the activity bar, press Add Account…';
  if (real) return `${where}, choose API token, and paste one that can read your tunnels.`;
  return (
    `${where}, and choose CLOUDFLARE_API_TOKEN (it is set for this VS Code only),\n` +
    `or API token and paste the sample's:\n\n    ${sampleTokens.user}`
  );
}
