// Runs the host tests: the same suite in the extension host of VS Code Server (default), or of the desktop that
// `@vscode/test-electron` downloads (VSCODE_DESKTOP=1).
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { startCloudflareServer } from '../support/cloudflareServer.ts';
import { sampleTokens } from '../support/sampleCompany.ts';
import { chosenVersion, installVSCode } from '../support/vscode/install.ts';
import { projectFolder } from '../support/vscode/npmFolder.ts';

const suiteFolder = join(projectFolder, 'dist', 'test');
const here = fileURLToPath(new URL('.', import.meta.url));
const desktop = (process.env['VSCODE_DESKTOP'] ?? '') !== '';

await bundle();
const api = await startCloudflareServer();
try {
  // Before runTests, so that its progress line is not taken for what a test prints.
  if (!desktop) await installVSCode();
  await runTests({
    ...(desktop
      ? { version: chosenVersion() }
      : {
          vscodeExecutablePath: process.execPath,
          launchArgs: [
            '--import',
            'tsx',
            fileURLToPath(new URL('../support/vscode/launcher.ts', import.meta.url)),
          ],
        }),
    extensionDevelopmentPath: projectFolder,
    extensionTestsPath: join(suiteFolder, 'index.cjs'),
    extensionTestsEnv: {
      TEST_API_URL: api.url,
      // Where runTests has the desktop keep it; VS Code Server says it itself.
      ...(desktop && { TEST_USER_DATA_FOLDER: join(projectFolder, '.vscode-test', 'user-data') }),
      // Never those of whoever runs this.
      CLOUDFLARE_API_TOKEN: sampleTokens.user,
      CLOUDFLARE_API_KEY: '',
      CLOUDFLARE_ACCOUNT_ID: '',
    },
  });
} catch (error) {
  if (!(error instanceof TestRunFailedError)) throw error;
  process.exitCode = error.code ?? 1;
} finally {
  await api.close();
}

/** Each test file by itself, beside the program that runs them: VS Code loads CommonJS. */
async function bundle(): Promise<void> {
  await rm(suiteFolder, { recursive: true, force: true });
  await build({
    entryPoints: readdirSync(here)
      .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
      .map((name) => join(here, name)),
    outdir: suiteFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
