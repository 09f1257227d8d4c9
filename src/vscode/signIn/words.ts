import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SecretFlaw } from '../../cloudflare/credentials.ts';
import { ProblemError } from '../../tunnels/problem.ts';
import type { Problem } from '../../tunnels/problem.ts';
import { describeProblem } from '../../tunnels/problemWords.ts';
import { visible } from '../../tunnels/text.ts';

/** Cancellable; `cancel` where the person did. */
export async function withProgress<T>(
  title: string,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'cancel'> {
  const controller = new AbortController();
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_, token) => {
      token.onCancellationRequested(() => {
        controller.abort();
      });
      try {
        return await task(controller.signal);
      } catch (error) {
        if (controller.signal.aborted) return 'cancel';
        throw error;
      }
    },
  );
}

/** A problem becomes the words that the box shows. */
export async function orWords<T>(
  task: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly flaw: string }> {
  try {
    return { value: await task() };
  } catch (error) {
    if (error instanceof ProblemError) return { flaw: problemSentence(error.problem) };
    throw error;
  }
}

/** `Too many requests: Cloudflare asks to wait until 12:05:00 (Please wait…, code 971)` */
export function problemSentence(problem: Problem): string {
  const words = describeProblem(problem, undefined, { style: {} });
  const { label } = words;
  const action =
    problem.kind === 'auth' ? t('check that it was copied whole, or create a new one') : words.action;
  const { api } = problem;
  const said =
    api === undefined ? problem.detail : `${api.message}${api.code === undefined ? '' : `, ${api.code}`}`;
  return t('{0}: {1} ({2})', label, action, visible(said));
}

export function flawInWords(flaw: SecretFlaw): string {
  switch (flaw) {
    case 'empty':
      return t('Paste a token first.');
    case 'space':
      return t('A token has no spaces inside: was more copied than the token?');
    case 'notAscii':
      return t('A token has only plain letters, digits and signs: was it shortened with “…”?');
    case 'tooLong':
      return t('This is too long for a token.');
  }
}
