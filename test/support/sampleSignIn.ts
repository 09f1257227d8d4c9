import { sampleTokens } from './sampleCompany.ts';
import type { Workbench } from './vscode/workbench.ts';

/** Signs in through the steps that a person takes, to the sample company's first account with all its tunnels. */
export async function addSampleAccount(workbench: Workbench): Promise<void> {
  const { quickInput, tunnels } = workbench;
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
  await tunnels.row('web-prod').isThere();
}
