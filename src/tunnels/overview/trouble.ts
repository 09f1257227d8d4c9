import { t } from '@vscode/l10n';
import { statusCounts, statusWord, tunnelName, tunnelStatus } from '../model/names.ts';
import type { Tunnel, TunnelStatus } from '../model/tunnel.ts';
import { chosenTunnels } from '../model/state.ts';
import type { AccountState, Overview } from '../model/state.ts';
import { describeProblem } from '../problems/problemWords.ts';
import { recentTime } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';
import { compareText, visible } from '../text/text.ts';

/** How the tunnels that are watched are, all accounts together, as far as they were read. */
export interface Trouble {
  readonly total: number;
  /** Those that are not muted, by name. */
  readonly down: readonly Tunnel[];
  readonly degraded: readonly Tunnel[];
  /** How many are degraded or down, but muted. */
  readonly muted: number;
  /** Accounts of which nothing was ever read, and why. */
  readonly unread: readonly AccountState[];
  /** Whether all accounts were read: of none is the first reading still to come, either. */
  readonly isWhole: boolean;
  /** When the oldest of what is known was read; `undefined`: nothing is. */
  readonly asOf: Instant | undefined;
}

/** `mutedKeys`: keys of the tunnels that the person muted. */
export function troubleIn({ accounts }: Overview, mutedKeys: readonly string[]): Trouble {
  const tunnels = accounts.flatMap(chosenTunnels);
  const isMuted = ({ key }: Tunnel) => mutedKeys.includes(key);
  const inTrouble = (status: TunnelStatus) =>
    tunnels
      .filter((tunnel) => tunnel.status === status)
      .toSorted((a, b) => compareText(tunnelName(a), tunnelName(b)));
  const [down, degraded] = [inTrouble('down'), inTrouble('degraded')];
  const times = accounts.flatMap((state) => state.tunnels.at ?? []);
  return {
    total: tunnels.length,
    down: down.filter((tunnel) => !isMuted(tunnel)),
    degraded: degraded.filter((tunnel) => !isMuted(tunnel)),
    muted: [...down, ...degraded].filter(isMuted).length,
    unread: accounts.filter(
      ({ tunnels: { value, problem } }) => value === undefined && problem !== undefined,
    ),
    isWhole: accounts.every(({ tunnels: { value } }) => value !== undefined),
    asOf: times.length === 0 ? undefined : Math.min(...times),
  };
}

/** `1 down · 2 degraded · ?`, what is muted left out; the sign is for accounts that were never read. */
export function troubleInShort({ total, down, degraded, unread, asOf }: Trouble): string {
  const counts = [
    ...(down.length === 0 ? [] : [`${down.length} ${statusWord('down')}`]),
    ...(degraded.length === 0 ? [] : [`${degraded.length} ${statusWord('degraded')}`]),
  ];
  const known = counts.length > 0 || asOf === undefined ? counts : [tunnelCount(total)];
  return [...known, ...(unread.length === 0 ? [] : ['?'])].join(' · ');
}

/** The same in sentences, one per line, with the age of it all: for a tooltip. */
export function troubleInWords(trouble: Trouble, moment: Moment): readonly string[] {
  const { down, degraded, muted, unread, asOf } = trouble;
  const all = [...down, ...degraded];
  return [
    ...(asOf === undefined ? [] : [all.length > 0 ? statusCounts(all) : noneInWords(trouble)]),
    ...listed(all),
    ...(muted === 0 ? [] : [muted === 1 ? t('1 muted') : t('{0} muted', muted)]),
    ...(asOf === undefined ? [] : [t('As of {0}', recentTime(asOf, moment.now, moment.style))]),
    ...unread.map((state) => unreadInWords(state, moment)),
  ];
}

/**
 * From when on what is shown is too old to be told as if it were so now: three times as old as it gets by itself, or 15
 * minutes where nothing is read by itself. `undefined`: nothing is known.
 */
export function oldFrom({ accounts }: Overview): Instant | undefined {
  const times = accounts.flatMap(({ tunnels: { at }, paceMs = 5 * 60_000 }) =>
    at === undefined ? [] : [at + 3 * paceMs],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

function noneInWords({ isWhole }: Trouble): string {
  return isWhole
    ? t('No tunnel is degraded or down')
    : t('No tunnel is degraded or down in the accounts that were read');
}

function tunnelCount(count: number): string {
  return count === 1 ? t('1 tunnel') : t('{0} tunnels', count);
}

/** One per line, at most ten: `old-intranet: down`. */
function listed(tunnels: readonly Tunnel[]): readonly string[] {
  const shown = tunnels.slice(0, 10).map((tunnel) => `${tunnelName(tunnel)}: ${tunnelStatus(tunnel)}`);
  const more = tunnels.length - shown.length;
  return [...shown, ...(more > 0 ? [t('and {0} more', more)] : [])];
}

function unreadInWords(
  { account, tunnels: { problem }, nextRefreshAt }: AccountState,
  moment: Moment,
): string {
  const why = problem === undefined ? '' : describeProblem(problem, account.name, moment).label;
  const what = t('{0} could not be read: {1}.', visible(account.name), why);
  if (nextRefreshAt === undefined) return what;
  return `${what} ${t('Next try at {0}.', recentTime(nextRefreshAt, moment.now, moment.style))}`;
}
