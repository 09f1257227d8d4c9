import { homedir } from 'node:os';
import { sep } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isEmailLike, readSecret } from '../../cloudflare/credentials.ts';
import type { Credential } from '../../cloudflare/credentials.ts';
import { environmentCredentials } from '../../cloudflare/environment.ts';
import { certificateCandidates, findCertificate, readCertificate } from '../../cloudflare/originCert.ts';
import { calendarDay } from '../../tunnels/text/time.ts';
import { createTokenUrl } from '../links.ts';
import { style } from '../style.ts';
import { askText, pickOne } from '../prompts.ts';
import type { Answer, Choice } from '../prompts.ts';
import type { Draft, Identified, Method, SignInStep, StepFrame } from './steps.ts';
import { certificateFlawInWords, flawInWords, orWords, withProgress } from './words.ts';

/**
 * Verifies the credential, and finds the accounts that it sees; `hint` is the one that it is said to be for. Rejects
 * with a `ProblemError` that says why it is refused.
 */
export type Identify = (credential: Credential, signal: AbortSignal, hint?: string) => Promise<Identified>;

/** Who has fewer days left than this is told before the token is stored. */
const shortLivedMs = 14 * 24 * 3_600_000;

export function credentialSteps(identify: Identify): readonly SignInStep[] {
  return [
    { applies: () => true, ask: (_, frame) => askMethod(frame) },
    { applies: ({ method }) => method.kind === 'token', ask: (_, frame) => askToken(frame, identify) },
    { applies: ({ method }) => method.kind === 'key', ask: (_, frame) => askEmail(frame) },
    {
      applies: ({ method }) => method.kind === 'key',
      ask: ({ email }, frame) => askKey(email, frame, identify),
    },
    {
      applies: ({ method }) => method.kind === 'certificate' || method.kind === 'certificateFile',
      silent: true,
      ask: ({ method }, frame) => takeCertificate(method.kind === 'certificateFile', frame, identify),
    },
    {
      applies: ({ method }) => method.kind === 'environment',
      silent: true,
      ask: ({ method }, frame) => takeFromEnvironment(method, frame, identify),
    },
    {
      applies: ({ identified }) =>
        identified?.expiresAt !== undefined && identified.expiresAt < Date.now() + shortLivedMs,
      ask: askShortLived,
    },
  ];
}

async function askMethod(frame: StepFrame): Promise<Answer<Partial<Draft>>> {
  const choices: Choice<Method>[] = [
    {
      item: {
        label: t('API token'),
        description: t('recommended'),
        detail: t('A token that can only read tunnels is enough, and can be revoked at any time.'),
      },
      value: { kind: 'token' },
    },
    {
      item: {
        label: t('Global API key'),
        description: t('legacy'),
        detail: t('It can change everything in all your accounts. A token can be limited to read access.'),
      },
      value: { kind: 'key' },
    },
  ];
  const certificate = await defaultCertificate();
  if (certificate !== undefined) {
    choices.push({
      item: {
        label: t('cloudflared certificate'),
        description: withTilde(certificate),
        detail: t('From cloudflared tunnel login; its token can also change tunnels.'),
      },
      value: { kind: 'certificate' },
    });
  }
  for (const offer of environmentCredentials(process.env)) {
    choices.push({
      item: {
        label: offer.variable,
        detail: t('Taken from VS Code’s environment and copied to its secret storage.'),
      },
      value: { kind: 'environment', offer },
    });
  }
  const answer = await pickOne<Method>({
    ...frame,
    placeholder: t('How do you sign in?'),
    choices,
    button: {
      icon: 'file-symlink-file',
      tooltip: t('Use a Certificate File (cert.pem)…'),
      value: { kind: 'certificateFile' },
    },
  });
  return typeof answer === 'string' ? answer : { value: { method: answer.value } };
}

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

async function takeCertificate(
  otherFile: boolean,
  frame: StepFrame,
  identify: Identify,
): Promise<Answer<Partial<Draft>>> {
  const file = otherFile ? await pickCertificate() : await defaultCertificate();
  if (file === undefined) return otherFile ? 'back' : refused(file, certificateFlawInWords('missing'));
  const name = withTilde(file);
  const read = await readCertificate(file);
  if ('flaw' in read) return refused(name, certificateFlawInWords(read.flaw));
  if (read.fedRamp)
    return refused(
      name,
      t(
        'This certificate is for Cloudflare’s FedRAMP API. Sign in with an API token instead, and set tunnelExplorer.apiBaseUrl to the address of that API.',
      ),
    );
  const credential: Credential = { kind: 'token', token: read.token };
  const progress = t('{0}: verifying the certificate’s token…', frame.title);
  return orRefused(name, progress, (signal) => identify(credential, signal, read.accountId));
}

function defaultCertificate(): Promise<string | undefined> {
  const variable = process.env['TUNNEL_ORIGIN_CERT'];
  return findCertificate(certificateCandidates({ platform: process.platform, home: homedir(), variable }));
}

/** A path as people write it: `~/.cloudflared/cert.pem`. */
function withTilde(file: string): string {
  const home = homedir();
  return file.startsWith(home + sep) ? `~${file.slice(home.length)}` : file;
}

async function pickCertificate(): Promise<string | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: t('Certificate from cloudflared tunnel login'),
      openLabel: t('Use This Certificate'),
      filters: { [t('Certificates')]: ['pem'], [t('All Files')]: ['*'] },
    })) ?? [];
  return uri?.fsPath;
}

function takeFromEnvironment(
  method: Method,
  frame: StepFrame,
  identify: Identify,
): Promise<Answer<Partial<Draft>>> {
  if (method.kind !== 'environment') return Promise.resolve('back');
  const { variable, found, accountId } = method.offer;
  if ('flaw' in found) return refused(variable, flawInWords(found.flaw));
  const progress = t('{0}: verifying {1}…', frame.title, variable);
  return orRefused(variable, progress, (signal) => identify(found.credential, signal, accountId));
}

async function askShortLived(
  { identified: found }: Draft,
  frame: StepFrame,
): Promise<Answer<Partial<Draft>>> {
  const day = found?.expiresAt === undefined ? '' : calendarDay(found.expiresAt, style);
  const answer = await pickOne<'use' | 'back'>({
    ...frame,
    placeholder: t('This token expires on {0}. Do you want to use it?', day),
    choices: [
      {
        item: { label: t('Use it until {0}', day), detail: t('After that, the view asks for a new one.') },
        value: 'use',
      },
      { item: { label: t('Use another credential') }, value: 'back' },
    ],
  });
  if (typeof answer === 'string') return answer;
  return answer.value === 'back' ? 'back' : { value: {} };
}

async function identified(
  identify: () => Promise<Identified>,
): Promise<{ readonly value: Partial<Draft> } | { readonly flaw: string }> {
  return orWords(async () => ({ identified: await identify() }));
}

/** For credentials that are not typed: what is refused cannot be said in a box, so it is said in a message. */
async function orRefused(
  source: string,
  progress: string,
  identify: (signal: AbortSignal) => Promise<Identified>,
): Promise<Answer<Partial<Draft>>> {
  const result = await withProgress(progress, (signal) => identified(() => identify(signal)));
  if (result === 'cancel') return 'cancel';
  return 'flaw' in result ? refused(source, result.flaw) : result;
}

async function refused(source: string | undefined, flaw: string): Promise<'back' | 'cancel'> {
  const another = t('Sign In Another Way');
  const words = source === undefined ? flaw : `${source}: ${flaw}`;
  const picked = await vscode.window.showErrorMessage(words, another);
  return picked === another ? 'back' : 'cancel';
}
