import { t } from '@vscode/l10n';
import { chosenTunnels } from '../model/state.ts';
import type { AccountState, Overview } from '../model/state.ts';
import { isInTrouble } from '../model/tunnel.ts';
import type { Tunnel } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';
import { isWarned } from './warnedTunnels.ts';

/** `wrong`: degraded, down, with a warning or an error among its findings, or not to be read. */
export type TunnelsToShow = 'all' | 'wrong';

/** The account's chosen tunnels: those that are shown, and those that are not. */
export function shownTunnels(
  state: AccountState,
  { show, now }: { readonly show: TunnelsToShow; readonly now: Instant },
): { readonly shown: readonly Tunnel[]; readonly hidden: readonly Tunnel[] } {
  const chosen = chosenTunnels(state);
  if (show === 'all') return { shown: chosen, hidden: [] };
  const wrong = new Set(chosen.filter((tunnel) => isWrong(state, tunnel, now)));
  return { shown: [...wrong], hidden: chosen.filter((tunnel) => !wrong.has(tunnel)) };
}

/**
 * What the view says above the rows while only some tunnels are shown. Of a tunnel whose connectors were not read yet it
 * is not known that nothing is wrong, so those are counted apart. `undefined`: none is hidden.
 */
export function hiddenInWords({ accounts }: Overview, show: TunnelsToShow, now: Instant): string | undefined {
  const all = accounts.map((state) => ({ state, hidden: shownTunnels(state, { show, now }).hidden }));
  const hidden = all.reduce((sum, one) => sum + one.hidden.length, 0);
  if (hidden === 0) return undefined;
  const unread = all.reduce(
    (sum, one) => sum + one.hidden.filter((tunnel) => isUnread(one.state, tunnel)).length,
    0,
  );
  const words = hidden === 1 ? t('1 tunnel hidden') : t('{0} tunnels hidden', hidden);
  if (unread === 0) return words;
  return `${words}, ${unread === hidden ? t('not read yet') : t('{0} of them not read yet', unread)}`;
}

function isWrong(state: AccountState, tunnel: Tunnel, now: Instant): boolean {
  if (isInTrouble(tunnel)) return true;
  const { connectors, configurations } = state;
  if ([connectors, configurations].some((parts) => parts.get(tunnel.key)?.problem !== undefined)) return true;
  return isWarned(state, tunnel, now);
}

/** Whether its connectors are there to be read, and were not yet; one that is inactive has none. */
export function isUnread({ connectors }: AccountState, { key, status }: Tunnel): boolean {
  return status !== 'inactive' && connectors.get(key)?.value === undefined;
}
