import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { withoutLinks } from '../../tunnels/text/text.ts';
import { withProgress } from '../progress.ts';
import type { Answer } from '../prompts.ts';
import type { Draft, Identified } from './steps.ts';
import { orWords } from './words.ts';

/** For a credential that is typed into a box, which says why it is refused. */
export async function identified(
  identify: () => Promise<Identified>,
): Promise<{ readonly value: Partial<Draft> } | { readonly flaw: string }> {
  return orWords(async () => ({ identified: await identify() }));
}

/** For one that is not typed: there is no box, so why it is refused is said in a message. */
export async function identifyOrTell(
  source: string,
  progress: string,
  identify: (signal: AbortSignal) => Promise<Identified>,
): Promise<Answer<Partial<Draft>>> {
  const result = await withProgress(progress, (signal) => identified(() => identify(signal)));
  if (result === 'cancel') return 'cancel';
  return 'flaw' in result ? tellRefused(source, result.flaw) : result;
}

/** `source`: where the credential was found, if it was. */
export async function tellRefused(source: string | undefined, flaw: string): Promise<'back' | 'cancel'> {
  const another = t('Sign In Another Way');
  const words = source === undefined ? flaw : `${source}: ${flaw}`;
  const picked = await vscode.window.showErrorMessage(withoutLinks(words), another);
  return picked === another ? 'back' : 'cancel';
}
