import { run } from '../benchCase.ts';
import type { Outcome } from '../benchCase.ts';
import { openBenchWindow } from './benchWindow.ts';
import { accountSetting, startCase } from './starting.ts';
import { firstRowsCase, refreshCase, signInCase } from './watching.ts';

/** Measures in VS Code itself, of the bundle as it was built last, and gives the version of that VS Code. */
export async function measureInHost(take: (outcome: Outcome) => void): Promise<string> {
  const window = await openBenchWindow();
  const { vscode, workbench } = window;
  try {
    // Before the view has been shown: a window may show it again by itself, which starts the extension.
    take(await run(startCase(window, 'In VS Code, start without an account, busy for')));
    await vscode.changeSettings(accountSetting);
    take(await run(startCase(window, 'In VS Code, start with an account, which loads all of it, busy for')));
    await vscode.changeSettings({ 'tunnelExplorer.accounts': undefined });
    await workbench.openTunnelsView();
    take(await run(signInCase(window)));
    take(await run(await refreshCase(window)));
    take(await run(firstRowsCase(window)));
    return vscode.version;
  } finally {
    await window.close();
  }
}
