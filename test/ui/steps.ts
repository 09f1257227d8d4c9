import type { Workbench } from '../support/vscode/workbench.ts';

/** The steps of signing in, each known by what stands in its box. */
export const step = {
  method: 'How do you sign in?',
  token: 'API token',
  email: 'Email address',
  key: 'Global API key',
  accounts: 'Which accounts do you want to see?',
  accountId: 'Account ID',
  tunnels: 'Which tunnels do you want to see?',
} as const;

export async function chooseMethod({ quickInput }: Workbench, label: string): Promise<void> {
  await quickInput.waitFor({ placeholder: step.method });
  await quickInput.pick(label);
}

/** Waits for this step's box, fills it in and accepts that. */
export async function answer({ quickInput }: Workbench, placeholder: string, text: string): Promise<void> {
  await quickInput.waitFor({ placeholder, busy: false });
  await quickInput.type(text);
  await quickInput.accept();
}

/** Takes what the step has ticked. */
export async function acceptTicked({ quickInput }: Workbench, placeholder: string): Promise<void> {
  await quickInput.waitFor({ placeholder });
  await quickInput.accept();
}

/** `Add Account…` with a token, as far as the step that comes after it is verified. */
export async function giveToken(workbench: Workbench, token: string): Promise<void> {
  await workbench.runCommand('Add Account…');
  await chooseMethod(workbench, 'API token');
  await answer(workbench, step.token, token);
}
