import { t } from '@vscode/l10n';
import type { Moment } from './describe.ts';
import { describeProblem } from './problemWords.ts';
import type { Overview } from './state.ts';
import { visible } from './text.ts';
import { clockTime } from './time.ts';

/**
 * What the view says above the rows where some of them are old: what failed, how old they are, when the next try is.
 * `undefined`: all that is shown is fresh. An account of which nothing is known has no old rows: its problem row says it.
 */
export function staleMessage({ accounts }: Overview, { style }: Pick<Moment, 'style'>): string | undefined {
  const lines = accounts.flatMap(({ account, tunnels, nextRefreshAt, refreshing }) => {
    const { problem, at } = tunnels;
    if (problem === undefined || problem.kind === 'settings' || at === undefined) return [];
    const what = describeProblem(problem, account, { style }).label;
    const age = t('Shown as of {0}.', clockTime(at, style));
    const next = refreshing
      ? t('Trying again now.')
      : nextRefreshAt === undefined
        ? t('Refresh to try again.')
        : t('Next try {0}.', clockTime(nextRefreshAt, style));
    const name = accounts.length > 1 ? `${visible(account.name)}: ` : '';
    return [`${name}${what}. ${age} ${next}`];
  });
  return lines.length === 0 ? undefined : lines.join(' · ');
}
