import { t } from '@vscode/l10n';
import type { SecretFlaw } from '../../cloudflare/credentials.ts';
import type { CertificateFlaw } from '../../cloudflare/originCert.ts';
import { ProblemError } from '../../tunnels/problems/problem.ts';
import type { Problem } from '../../tunnels/problems/problem.ts';
import { describeProblem } from '../../tunnels/problems/problemWords.ts';
import { style } from '../style.ts';

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
  const { label, action } = describeProblem(problem, undefined, { now: Date.now(), style });
  const { api, detail } = problem;
  // The code deepest in the chain is the one that says what is wrong; a search finds that one.
  const said = api === undefined ? [] : [api, ...api.chain];
  const words = said.map(({ code, message }) => (code === undefined ? message : `${message}, ${code}`));
  return t('{0}: {1} ({2})', label, action, words.length === 0 ? detail : words.join('; '));
}

export function flawInWords(flaw: SecretFlaw): string {
  switch (flaw) {
    case 'empty':
      return t('Paste it here first.');
    case 'tunnelToken':
      return t(
        'This is a tunnel token: it runs a tunnel, and can read nothing. Create an API token instead.',
      );
    case 'webAddress':
      return t(
        'This is a web address. Paste the token or key itself; Cloudflare shows a token only when it is created.',
      );
    case 'emailForToken':
      return t(
        'This is an email address, which goes with the Global API key. Go back and choose “Global API key”, or create an API token.',
      );
    case 'emailForKey':
      return t('This is an email address. Paste the Global API key itself.');
    case 'space':
      return t('It cannot contain spaces. Did you copy too much?');
    case 'notAscii':
      return t('It can contain only unaccented letters, digits and symbols. Was it shortened with “…”?');
    case 'tooLong':
      return t('This is too long.');
    case 'keyForToken':
      return t('This is a Global API key. Go back and choose “Global API key”, or create an API token.');
    case 'tokenForKey':
      return t('This is an API token. Go back and choose “API token”.');
  }
}

export function certificateFlawInWords(flaw: CertificateFlaw): string {
  switch (flaw) {
    case 'missing':
      return t('The file no longer exists.');
    case 'unreadable':
      return t('The file cannot be read.');
    case 'tooLarge':
      return t('The file is too large to be a certificate.');
    case 'notACertificate':
      return t('This is not a certificate from cloudflared tunnel login.');
    case 'noToken':
      return t(
        'This certificate is from an older cloudflared and contains no API token. Run cloudflared tunnel login again, or use an API token.',
      );
    case 'noAccount':
      return t('This certificate names no account. Run cloudflared tunnel login again.');
  }
}
