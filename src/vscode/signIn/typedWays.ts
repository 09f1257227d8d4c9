import { t } from '@vscode/l10n';
import { isEmailLike, readSecret } from '../../cloudflare/credentials.ts';
import { createTokenUrl } from '../links.ts';
import { askText } from '../prompts.ts';
import type { Answer } from '../prompts.ts';
import type { Draft, Identify, StepFrame, Way } from './steps.ts';
import { identified } from './verifying.ts';
import { flawInWords } from './words.ts';

/** An API token that the person pastes. */
export const tokenWay: Way = {
  offers: () => [
    {
      item: {
        label: t('API token'),
        description: t('recommended'),
        detail: t('A token that can only read tunnels is enough, and can be revoked at any time.'),
      },
      value: { kind: 'token' },
    },
  ],
  steps: [{ ask: (_, frame, identify) => askToken(frame, identify) }],
};

/** The older pair of an email address and the Global API key, typed one after the other. */
export const keyWay: Way = {
  offers: () => [
    {
      item: {
        label: t('Global API key'),
        description: t('legacy'),
        detail: t('It can change everything in all your accounts. A token can be limited to read access.'),
      },
      value: { kind: 'key' },
    },
  ],
  steps: [
    { ask: (_, frame) => askEmail(frame) },
    { ask: ({ email }, frame, identify) => askKey(email, frame, identify) },
  ],
};

function askToken(frame: StepFrame, identify: Identify): Promise<Answer<Partial<Draft>>> {
  return askText({
    ...frame,
    prompt: t('Paste a Cloudflare API token. It is verified, then kept in VS Code’s secret storage.'),
    placeholder: t('API token'),
    password: true,
    link: { tooltip: t('Create a Read-Only Token at Cloudflare'), url: createTokenUrl },
    accept: async (text, signal) => {
      const read = readSecret(text, 'token');
      if ('flaw' in read) return { flaw: flawInWords(read.flaw) };
      return identified(() => identify({ kind: 'token', token: read.secret }, signal));
    },
  });
}

function askEmail(frame: StepFrame): Promise<Answer<Partial<Draft>>> {
  return askText({
    ...frame,
    prompt: t(
      'The email address of your Cloudflare login. A read-only API token would be safer than the key.',
    ),
    placeholder: t('Email address'),
    password: false,
    value: frame.given?.email ?? '',
    accept: (text) => {
      const typed = text.trim();
      return Promise.resolve(
        isEmailLike(typed) ? { value: { email: typed } } : { flaw: t('Enter an email address.') },
      );
    },
  });
}

function askKey(email: string, frame: StepFrame, identify: Identify): Promise<Answer<Partial<Draft>>> {
  return askText({
    ...frame,
    prompt: t(
      'Paste the Global API key for {0}. It is verified, then kept in VS Code’s secret storage.',
      email,
    ),
    placeholder: t('Global API key'),
    password: true,
    accept: async (text, signal) => {
      const read = readSecret(text, 'key');
      if ('flaw' in read) return { flaw: flawInWords(read.flaw) };
      return identified(() => identify({ kind: 'key', email, key: read.secret }, signal));
    },
  });
}
