import { hostname } from 'node:os';
import type { TokenPrincipal } from '../support/cloudflare/principals.ts';
import type { Company } from '../support/sampleCompany.ts';
import type { Hover } from '../support/vscode/treeView.ts';
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

/** A window in a browser is a remote one: it says on which machine the file is. */
export const certificateFile = {
  button: `Use a Certificate File on ${hostname()} (cert.pem)…`,
  title: `Certificate from cloudflared tunnel login, on ${hostname()}`,
} as const;

export async function chooseMethod({ quickInput }: Workbench, label: string): Promise<void> {
  await quickInput.state.has({ placeholder: step.method });
  await quickInput.pick(label);
}

/** Waits for this step's box, fills it in and accepts that. */
export async function answer({ quickInput }: Workbench, placeholder: string, text: string): Promise<void> {
  await quickInput.state.has({ placeholder, busy: false });
  await quickInput.type(text);
  await quickInput.accept();
}

/** Takes what the step has ticked. */
export async function acceptTicked({ quickInput }: Workbench, placeholder: string): Promise<void> {
  await quickInput.state.has({ placeholder });
  await quickInput.accept();
}

/** `Add Account…` with a token, as far as the step that comes after it is verified. */
export async function giveToken(workbench: Workbench, token: string): Promise<void> {
  await workbench.runCommand('Add Account…');
  await chooseMethod(workbench, 'API token');
  await answer(workbench, step.token, token);
}

/** Mutable: who owns this token at the API. */
export function ownerOf(token: string, { principals }: Company): TokenPrincipal {
  const tokens = principals.filter((one) => one.kind === 'token');
  return tokens.find(({ secret }) => secret === token)!;
}

export function labels(all: readonly { readonly label: string }[]): readonly string[] {
  return all.map(({ label }) => label);
}

/** What a hover tells under this label. */
export function fact(label: string): (hover: Hover | undefined) => string | undefined {
  return (hover) => hover?.rows.find(([name]) => name === label)?.[1];
}
