// `npm run bench`: measures each case against its floor, prints a table and writes RESULTS.md. Fails where a case fails, not
// where a target is missed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { projectFolder } from '../support/vscode/npmFolder.ts';
import type { Outcome } from './benchCase.ts';
import { measureInHost } from './host/host.ts';
import { forTerminal, tableOf, writeResults } from './report.ts';

const bundles = join(projectFolder, 'dist', 'bench');

const outcomes: Outcome[] = [];
const take = (outcome: Outcome) => {
  outcomes.push(outcome);
  console.error(`${outcome.name}: ${outcome.kind}`);
};

await bundle();
await measureInNode(take);
try {
  await writeResults(outcomes, await measureInHost(take));
} finally {
  console.log(forTerminal(tableOf(outcomes)));
}
for (const outcome of outcomes) {
  if (outcome.kind !== 'failed') continue;
  console.error(`${outcome.name} failed: ${outcome.error}`);
  process.exitCode = 1;
}

/** As esbuild.js bundles the extension: tsx would keep the names of functions, which costs them time. */
async function bundle(): Promise<void> {
  const entries = ['apiProcess', 'heapProcess', 'nodeProcess'];
  await build({
    entryPoints: entries.map((name) => fileURLToPath(new URL(`${name}.ts`, import.meta.url))),
    outdir: bundles,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'warning',
  });
}

async function measureInNode(take: (outcome: Outcome) => void): Promise<void> {
  const start = (name: string, args: readonly string[]) =>
    fork(join(bundles, `${name}.cjs`), args, { execArgv: [] });
  const api = start('apiProcess', []);
  try {
    const [url] = (await once(api, 'message')) as [string];
    const child = start('nodeProcess', [url]);
    child.on('message', take);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`What measures in Node ended with ${code ?? 'a signal'}.`);
  } finally {
    api.disconnect();
  }
}
