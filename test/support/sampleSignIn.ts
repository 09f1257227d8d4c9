import { sampleTokens } from './sampleCompany.ts';
import type { Workbench } from './vscode/workbench.ts';

/** Signs in to the sample company's first account with all its tunnels, and waits for their rows. */
export async function addSampleAccount(workbench: Workbench): Promise<void> {
  await signInToFirstAccount(workbench);
  await workbench.tunnels.row('web-prod').isThere();
}

/** Goes through the steps that a person takes. */
export async function signInToFirstAccount(workbench: Workbench): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand('Add Account…');
  await quickInput.pick('API token');
  await quickInput.state.has({ placeholder: 'API token' });
  await quickInput.type(sampleTokens.user);
  await quickInput.accept();
  await quickInput.state.has({ placeholder: 'Which accounts do you want to see?' });
  await quickInput.accept();
  await quickInput.state.has({ placeholder: 'Which tunnels do you want to see?' });
  await quickInput.accept();
  await quickInput.state.isGone();
}
