// `npm test`: all checks and suites, to the end whatever fails, then a summary. Its last line tells the true totals:
//   N passed, N failed
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Totals {
  readonly passed: number;
  readonly failed: number;
}

interface Outcome extends Totals {
  readonly script: string;
  readonly ok: boolean;
  readonly seconds: number;
}

const checks = ['check', 'lint', 'layers', 'format:check', 'unused'];
/** The longer tests of the window are for those who have time. */
const longer = process.env['CI'] === undefined ? [] : ['test:ui:more'];
const suites = ['test:unit', 'test:host', 'test:ui', ...longer];

const folder = await mkdtemp(join(tmpdir(), 'tunnel-explorer-totals-'));
try {
  // The checks two at a time: each keeps one core busy. The suites alone: they measure what a person would wait for.
  const [first, second] = [checks.slice(0, 1), checks.slice(1)];
  const checked = (await Promise.all([inTurn(first), inTurn(second)])).flat();
  report([...checked, ...(await inTurn(suites))]);
} finally {
  await rm(folder, { recursive: true });
}

async function inTurn(scripts: readonly string[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const script of scripts) outcomes.push(await run(script));
  return outcomes;
}

async function run(script: string): Promise<Outcome> {
  const isSuite = suites.includes(script);
  const totalsFile = join(folder, `${script.replace(':', '-')}.jsonl`);
  const start = Date.now();
  const [code, output] = await runScript(script, { TEST_TOTALS_FILE: totalsFile });
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(`\n── npm run ${script} (${seconds} s)\n${output.trim()}`);
  if (!isSuite) return { script, ok: code === 0, seconds, passed: 0, failed: 0 };
  const { passed, failed } = readTotals(totalsFile);
  // A suite that ended without saying that something failed, and did not end well, is not green.
  const unsaid = failed === 0 && (code !== 0 || passed === 0) ? 1 : 0;
  return { script, ok: code === 0 && failed + unsaid === 0, seconds, passed, failed: failed + unsaid };
}

/** Its exit code, and all that it printed. */
function runScript(script: string, environment: Readonly<Record<string, string>>): Promise<[number, string]> {
  const npm = process.env['npm_execpath'];
  const [command, ...before] = npm?.endsWith('.js') === true ? [process.execPath, npm] : ['npm'];
  const child = spawn(command, [...before, 'run', '--silent', script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  let output = '';
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve([code ?? 1, output]);
    });
  });
}

/** Each run of mocha appends one line, see reporter.cjs. */
function readTotals(file: string): Totals {
  if (!existsSync(file)) return { passed: 0, failed: 0 };
  const runs = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Totals);
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function report(outcomes: readonly Outcome[]): void {
  console.log('\n── Summary');
  for (const { script, ok, seconds, passed, failed } of outcomes) {
    const tests = passed + failed === 0 ? '' : `${passed} passed, ${failed} failed`;
    console.log(
      `${ok ? '✔' : '✘'} ${script.padEnd(14)} ${String(seconds).padStart(4)} s  ${tests}`.trimEnd(),
    );
  }
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  if (outcomes.some(({ ok }) => !ok)) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed`);
}
