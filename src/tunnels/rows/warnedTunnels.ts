import { t } from '@vscode/l10n';
import { explainTunnel } from '../findings/explain.ts';
import { chosenTunnels } from '../model/state.ts';
import type { AccountState, Overview } from '../model/state.ts';
import { isInTrouble } from '../model/tunnel.ts';
import type { Tunnel } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';

/** Whether more than a note was found about the tunnel. */
export function isWarned(state: AccountState, tunnel: Tunnel, now: Instant): boolean {
  return explainTunnel(state, tunnel, now).some(({ severity }) => severity !== 'info');
}

/** How many of an account's tunnels are, besides those whose status itself tells of trouble; as far as they were read. */
export function warnedCount(state: AccountState, now: Instant): number {
  return chosenTunnels(state).filter((tunnel) => !isInTrouble(tunnel) && isWarned(state, tunnel, now)).length;
}

/** The same of all accounts together, for the line above the rows; `undefined`: there are none. */
export function warnedInWords({ accounts }: Overview, now: Instant): string | undefined {
  const count = accounts.reduce((sum, state) => sum + warnedCount(state, now), 0);
  if (count === 0) return undefined;
  // The others have their signs too.
  if (accounts.some((state) => chosenTunnels(state).some(isInTrouble)))
    return count === 1 ? t('1 more tunnel with warnings') : t('{0} more tunnels with warnings', count);
  return count === 1 ? t('1 tunnel with warnings') : t('{0} tunnels with warnings', count);
}
