// Takes the place of the VS Code program in `@vscode/test-electron`'s runTests: gets the same arguments and environment,
// runs the suite in the extension host of VS Code Server, and ends with the suite's exit code.
import { pathToFileURL } from 'node:url';
import { format, parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { startVSCodeServer } from './server.ts';

const { values } = parseArgs({
  // runTests gives more, for the desktop's window.
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
  },
});

/** What test/host/index.ts prints first. */
const suiteBegins = 'The suite begins.';

/** As long as a suite may take. */
const timeout = 5 * 60_000;

async function runSuite(extensionDevelopmentPath: string, extensionTestsPath: string): Promise<number> {
  const server = await startVSCodeServer({
    extension: false,
    smokeTestDriver: true,
    environment: definedEnvironment(),
  });
  try {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      // Calls of the workbench, which it makes where the smoke test driver is enabled.
      const exit = new Promise<number>((resolve, reject) => {
        const late = setTimeout(() => {
          reject(new Error(`The suite did not end within ${timeout / 60_000} minutes.`));
        }, timeout);
        late.unref();
        void page.exposeFunction('codeAutomationExit', resolve);
        void page.exposeFunction('codeAutomationLog', print);
        page.once('crash', () => {
          reject(new Error('The page of the workbench crashed.'));
        });
      });
      await page.goto(urlOf(server.port, extensionDevelopmentPath, extensionTestsPath));
      return await exit;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function urlOf(port: number, extensionDevelopmentPath: string, extensionTestsPath: string): string {
  const onServer = (path: string) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
  const payload = [
    ['extensionDevelopmentPath', onServer(extensionDevelopmentPath)],
    ['extensionTestsPath', onServer(extensionTestsPath)],
  ];
  return `http://127.0.0.1:${port}/?ew=true&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** What is not the suite's: of use only where it fails. */
const aside: string[] = [];
let hasBegun = false;

/** What the suite prints arrives as arguments of the console's functions, among what the workbench logs. */
function print(type: string, args: readonly unknown[]): void {
  const text = format(...args);
  if (text.includes(suiteBegins)) hasBegun = true;
  else if (hasBegun && (type === 'info' || type === 'log')) console.log(text);
  else aside.push(text);
}

function pathOf(value: string | boolean | undefined, name: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`--${name}=… is missing.`);
}

/** What run.ts gives the suite. */
function definedEnvironment(): Record<string, string> {
  const isForSuite = (name: string) => name.startsWith('TEST_') || name.startsWith('CLOUDFLARE_');
  return Object.fromEntries(
    Object.entries(process.env).filter(([name, value]) => value !== undefined && isForSuite(name)),
  ) as Record<string, string>;
}

process.exitCode = await runSuite(
  pathOf(values.extensionDevelopmentPath, 'extensionDevelopmentPath'),
  pathOf(values.extensionTestsPath, 'extensionTestsPath'),
);
if (process.exitCode !== 0) console.error(aside.join('\n'));
