import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

// Seen from where this is bundled to.
const reporter = join(__dirname, '..', '..', 'test', 'support', 'reporter.cjs');

/** Called by VS Code in its extension host. Fails where a test failed; the launcher's exit code tells. */
export async function run(): Promise<void> {
  // What came before is VS Code's; see test/support/vscode/launcher.ts.
  console.log('The suite begins.');
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter, color: true });
  for (const name of readdirSync(__dirname)) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
