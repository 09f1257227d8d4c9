import { t } from '@vscode/l10n';
import { calendarDay } from '../../tunnels/text/time.ts';
import { pickOne } from '../prompts.ts';
import type { Answer } from '../prompts.ts';
import { style } from '../style.ts';
import type { Draft, Identify, Method, SignInStep, StepFrame } from './steps.ts';
import type { Ways } from './ways.ts';

/** Who has fewer days left than this is told before the token is stored. */
const shortLivedMs = 14 * 24 * 3_600_000;

/** The steps to a verified credential: which way, what that way asks, and whether a credential that ends soon will do. */
export function credentialSteps(ways: Ways, identify: Identify): readonly SignInStep[] {
  const stepsOfWays = Object.entries(ways).flatMap(([kind, { steps }]) =>
    steps.map(({ ask, ...step }): SignInStep => ({
      ...step,
      applies: ({ method }) => method.kind === kind,
      ask: (draft, frame) => ask(draft, frame, identify),
    })),
  );
  return [
    { applies: () => true, ask: (_, frame) => askMethod(ways, frame) },
    ...stepsOfWays,
    {
      applies: ({ identified }) =>
        identified?.expiresAt !== undefined && identified.expiresAt < Date.now() + shortLivedMs,
      ask: askShortLived,
    },
  ];
}

async function askMethod(ways: Ways, frame: StepFrame): Promise<Answer<Partial<Draft>>> {
  const all = Object.values(ways);
  const found = (await Promise.all(all.map(async ({ offers }) => offers()))).flat();
  const answer = await pickOne<Method>({
    ...frame,
    placeholder: t('How do you sign in?'),
    choices: found.filter((offer) => 'item' in offer),
    buttons: found.filter((offer) => 'icon' in offer),
    more: async (signal) =>
      (await Promise.all(all.map(async ({ moreOffers }) => (await moreOffers?.(signal)) ?? []))).flat(),
  });
  return typeof answer === 'string' ? answer : { value: { method: answer.value } };
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
