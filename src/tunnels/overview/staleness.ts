import { t } from '@vscode/l10n';
import { recentTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { describeProblem } from '../problems/problemWords.ts';
import type { AccountState, Overview } from '../model/state.ts';
import { distinct } from '../model/tunnel.ts';
import { visible } from '../text/text.ts';

/** `updated 12:04:31`: when the oldest of what is shown was read. `undefined`: nothing is shown yet. */
export function updatedInWords({ accounts }: Overview, moment: Moment): string | undefined {
  const times = accounts.flatMap(({ tunnels: { at } }) => at ?? []);
  return times.length === 0 ? undefined : t('updated {0}', inWords(Math.min(...times), moment));
}

/**
 * What the view says above the rows where some of them are old, or will become so: what failed, how old they are, when
 * the next try is; or that the API's limit is nearly used up. What several accounts have in common is said once.
 * `undefined`: all is as it should be. An account of which nothing is known has no old rows: its problem row says it.
 */
export function staleMessage({ accounts }: Overview, moment: Moment): string | undefined {
  const stale = accounts.flatMap((state) => staleOf(state, moment) ?? []);
  const lines = [
    ...distinct(stale.map(({ what }) => what)).map((what) => {
      const alike = stale.filter((one) => one.what === what);
      return named(
        alike.map(({ name }) => name),
        inOneLine(alike, moment),
        accounts.length,
      );
    }),
    ...accounts.flatMap((state) => {
      const words = staleOf(state, moment) === undefined ? scarceInWords(state, moment) : undefined;
      return words === undefined ? [] : [named([state.account.name], words, accounts.length)];
    }),
  ];
  return lines.length === 0 ? undefined : lines.join(' · ');
}

/** Why and how old the account's rows are, and when the next try is; `undefined` where they are fresh. */
export function staleInWords(state: AccountState, moment: Moment): string | undefined {
  const stale = staleOf(state, moment);
  return stale === undefined ? undefined : inOneLine([stale], moment);
}

/** Of an account whose rows are old. */
interface Stale {
  readonly name: string;
  readonly what: string;
  readonly at: Instant;
  /** When the next try is; `undefined`: only on demand. */
  readonly next: Instant | 'now' | undefined;
}

function staleOf(
  { account, tunnels, nextRefreshAt, refreshing }: AccountState,
  moment: Moment,
): Stale | undefined {
  const { problem, at } = tunnels;
  if (problem === undefined || problem.kind === 'settings' || at === undefined) return undefined;
  const what = describeProblem(problem, account.name, moment).label;
  return { name: account.name, what, at, next: refreshing ? 'now' : nextRefreshAt };
}

/** Of some that are stale for the same reason: the age of the oldest, and the next try of any. */
function inOneLine(alike: readonly Stale[], moment: Moment): string {
  const age = t('Showing data as of {0}.', inWords(Math.min(...alike.map(({ at }) => at)), moment));
  return [...alike.slice(0, 1).map(({ what }) => `${what}.`), age, nextTry(alike, moment)].join(' ');
}

function nextTry(alike: readonly Stale[], moment: Moment): string {
  if (alike.some(({ next }) => next === 'now')) return t('Trying again now.');
  const times = alike.flatMap(({ next }) => (typeof next === 'number' ? [next] : []));
  return times.length === 0
    ? t('Refresh to try again.')
    : t('Next try at {0}.', inWords(Math.min(...times), moment));
}

/** With the names of the accounts that it is about, unless that is all of them. */
function named(names: readonly string[], words: string, ofAll: number): string {
  return names.length === ofAll ? words : `${names.map(visible).join(', ')}: ${words}`;
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
