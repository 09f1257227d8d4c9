import { t } from '@vscode/l10n';
import { recentTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { describeProblem } from '../problems/problemWords.ts';
import type { AccountState, Overview } from '../model/state.ts';
import { visible } from '../text/text.ts';

/** `updated 12:04:31`: when the oldest of what is shown was read. `undefined`: nothing is shown yet. */
export function updatedInWords({ accounts }: Overview, moment: Moment): string | undefined {
  const times = accounts.flatMap(({ tunnels: { at } }) => at ?? []);
  return times.length === 0 ? undefined : t('updated {0}', inWords(Math.min(...times), moment));
}

/**
 * What the view says above the rows where some of them are old, or will become so: what failed, how old they are, when
 * the next try is; or that the API's limit is nearly used up. `undefined`: all is as it should be. An account of which
 * nothing is known has no old rows: its problem row says it.
 */
export function staleMessage({ accounts }: Overview, moment: Moment): string | undefined {
  const lines = accounts.flatMap((state) => {
    const words = staleInWords(state, moment) ?? scarceInWords(state, moment);
    if (words === undefined) return [];
    return accounts.length > 1 ? [`${visible(state.account.name)}: ${words}`] : [words];
  });
  return lines.length === 0 ? undefined : lines.join(' · ');
}

/** Why and how old the account's rows are, and when the next try is; `undefined` where they are fresh. */
export function staleInWords(
  { account, tunnels, nextRefreshAt, refreshing }: AccountState,
  moment: Moment,
): string | undefined {
  const { problem, at } = tunnels;
  if (problem === undefined || problem.kind === 'settings' || at === undefined) return undefined;
  const what = describeProblem(problem, account.name, moment).label;
  const age = t('Showing data as of {0}.', inWords(at, moment));
  const next = refreshing
    ? t('Trying again now.')
    : nextRefreshAt === undefined
      ? t('Refresh to try again.')
      : t('Next try at {0}.', inWords(nextRefreshAt, moment));
  return `${what}. ${age} ${next}`;
}

function scarceInWords({ scarce, nextRefreshAt }: AccountState, moment: Moment): string | undefined {
  if (scarce === undefined || nextRefreshAt === undefined) return undefined;
  const { remaining, requests } = scarce;
  const left = t('Cloudflare’s limit: {0} of {1} requests left for now.', remaining, requests);
  return `${left} ${t('Next refresh at {0}.', inWords(nextRefreshAt, moment))}`;
}

function inWords(at: Instant, { now, style }: Moment): string {
  return recentTime(at, now, style);
}
