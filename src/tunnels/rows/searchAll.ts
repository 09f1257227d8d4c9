import { t } from '@vscode/l10n';
import { chosenTunnels } from '../model/state.ts';
import type { AccountState, Overview } from '../model/state.ts';
import type { Tunnel } from '../model/tunnel.ts';
import { describeProblem } from '../problems/problemWords.ts';
import type { Problem } from '../problems/problem.ts';
import { countText } from '../text/numbers.ts';
import { withoutIcons } from '../text/text.ts';
import { recentTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { isUnread } from './shownTunnels.ts';

/** The tunnels that a search through all has to read: nobody looked into them yet. */
export function unreadTunnels(state: AccountState): readonly Tunnel[] {
  return chosenTunnels(state).filter((tunnel) => isUnread(state, tunnel));
}

/** What went wrong last while an account's tunnels were read. */
export interface SearchProblem {
  readonly account: string;
  readonly problem: Problem;
}

/**
 * What reading the rest takes, or why it was not read though it was tried. All text is safe in a quick pick. `undefined`:
 * there is nothing left to read.
 */
export function searchOffer(
  { accounts }: Overview,
  problem: SearchProblem | undefined,
  moment: Moment,
): string | undefined {
  const count = accounts.flatMap(unreadTunnels).length;
  if (count === 0) return undefined;
  const number = countText(count, moment.style);
  if (problem === undefined) {
    return count === 1
      ? t('Reads the connectors of 1 tunnel that was not read yet')
      : t('Reads the connectors of {0} tunnels that were not read yet, one request each', number);
  }
  const { label } = describeProblem(problem.problem, problem.account, moment);
  return withoutIcons(
    count === 1 ? t('1 tunnel was left out: {0}', label) : t('{0} tunnels were left out: {1}', number, label),
  );
}

/** How far a search is; `waitingUntil`: nothing more is asked for until then, to spare the limit. */
export function searchProgress(
  { accounts }: Overview,
  waitingUntil: Instant | undefined,
  moment: Moment,
): string {
  const total = accounts.flatMap(chosenTunnels).length;
  const done = total - accounts.flatMap(unreadTunnels).length;
  const [doneInDigits, totalInDigits] = [countText(done, moment.style), countText(total, moment.style)];
  return waitingUntil === undefined
    ? t('Searching {0} of {1} tunnels…', doneInDigits, totalInDigits)
    : t(
        '{0} of {1} tunnels searched, waiting until {2}: Cloudflare’s request limit is nearly reached',
        doneInDigits,
        totalInDigits,
        recentTime(waitingUntil, moment.now, moment.style),
      );
}
