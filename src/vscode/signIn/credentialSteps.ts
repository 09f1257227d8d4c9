import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { readSecret } from '../../cloudflare/credentials.ts';
import type { Credential } from '../../cloudflare/credentials.ts';
import type { Account } from '../../tunnels/model.ts';
import { createTokenUrl } from '../links.ts';
import { askText, pickOne } from './prompts.ts';
import type { Answer, Choice } from './prompts.ts';
import type { Draft, Method, StepFrame } from './steps.ts';
import { flawInWords, orWords, withProgress } from './words.ts';

/** The variable from which a credential is offered, as Cloudflare's own tools name it. */
const environmentVariable = 'CLOUDFLARE_API_TOKEN';

/** Verifies the credential, and finds the accounts that it sees; rejects with why it is refused. */
export type Identify = (credential: Credential, signal: AbortSignal) => Promise<readonly Account[]>;

export async function askMethod(_: Draft, frame: StepFrame): Promise<Answer<Partial<Draft>>> {
  const choices: Choice<Method>[] = [
    {
      item: {
        label: t('API token'),
        description: t('recommended'),
        detail: t('A token that can only read tunnels is enough, and can be revoked at any time.'),
      },
      value: 'token',
    },
  ];
  if (tokenInEnvironment() !== undefined) {
    choices.push({
      item: {
        label: environmentVariable,
        detail: t('The token in this variable of VS Code’s environment. It is copied to the secret storage.'),
      },
      value: 'environment',
    });
  }
  const answer = await pickOne({ ...frame, placeholder: t('How do you sign in?'), choices });
  return typeof answer === 'string' ? answer : { value: { method: answer.value } };
}

export async function askToken(frame: StepFrame, identify: Identify): Promise<Answer<Partial<Draft>>> {
  return askText({
    ...frame,
    prompt: t('Paste a Cloudflare API token. It is verified, then kept in VS Code’s secret storage.'),
    placeholder: t('API token'),
    password: true,
    link: { tooltip: t('Create a read-only token at Cloudflare'), url: createTokenUrl },
    accept: async (text, signal) => {
      const read = readSecret(text);
      if ('flaw' in read) return { flaw: flawInWords(read.flaw) };
      const credential: Credential = { kind: 'token', token: read.secret };
      return orWords(async () => ({ credential, seen: await identify(credential, signal) }));
    },
  });
}

export async function takeFromEnvironment(
  frame: StepFrame,
  identify: Identify,
): Promise<Answer<Partial<Draft>>> {
  const read = readSecret(tokenInEnvironment() ?? '');
  if ('flaw' in read) return refusedInEnvironment(flawInWords(read.flaw));
  const credential: Credential = { kind: 'token', token: read.secret };
  const result = await withProgress(t('{0}: verifying the token…', frame.title), (signal) =>
    orWords(async () => ({ credential, seen: await identify(credential, signal) })),
  );
  if (result === 'cancel') return 'cancel';
  return 'flaw' in result ? refusedInEnvironment(result.flaw) : result;
}

async function refusedInEnvironment(flaw: string): Promise<'back' | 'cancel'> {
  const another = t('Sign In Another Way');
  const picked = await vscode.window.showErrorMessage(`${environmentVariable}: ${flaw}`, another);
  return picked === another ? 'back' : 'cancel';
}

function tokenInEnvironment(): string | undefined {
  const value = process.env[environmentVariable]?.trim();
  return value === '' ? undefined : value;
}
