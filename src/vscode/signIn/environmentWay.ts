import { t } from '@vscode/l10n';
import { environmentCredentials } from '../../cloudflare/environment.ts';
import type { Answer } from '../prompts.ts';
import type { Draft, Identify, StepFrame, Way } from './steps.ts';
import { identifyOrTell, tellRefused } from './verifying.ts';
import { flawInWords } from './words.ts';

/** The variables of VS Code's environment that Cloudflare's own tools read. */
export const environmentWay: Way = {
  offers: () =>
    environmentCredentials(process.env).map((offer) => ({
      item: {
        label: offer.variable,
        detail: t('Taken from VS Code’s environment and copied to its secret storage.'),
      },
      value: { kind: 'environment', offer },
    })),
  steps: [{ silent: true, ask: takeFromEnvironment }],
};

function takeFromEnvironment(
  { method }: Draft,
  frame: StepFrame,
  identify: Identify,
): Promise<Answer<Partial<Draft>>> {
  if (method.kind !== 'environment') return Promise.resolve('back');
  const { variable, found, accountId } = method.offer;
  if ('flaw' in found) return tellRefused(variable, flawInWords(found.flaw));
  const progress = t('{0}: verifying {1}…', frame.title, variable);
  return identifyOrTell(variable, progress, (signal) => identify(found.credential, signal, accountId));
}
