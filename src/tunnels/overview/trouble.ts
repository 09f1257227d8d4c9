import { t } from '@vscode/l10n';
import { tunnelName, tunnelStatus } from '../model/names.ts';
import type { Tunnel } from '../model/tunnel.ts';
import { chosenTunnels } from '../model/state.ts';
import type { Overview } from '../model/state.ts';

/** How the tunnels that are watched are, all accounts together. */
export interface Trouble {
  readonly total: number;
  /** Worst first. */
  readonly down: readonly Tunnel[];
  readonly degraded: readonly Tunnel[];
  /** Accounts of which the latest reading failed. */
  readonly failing: number;
}

export function troubleIn({ accounts }: Overview): Trouble {
  const tunnels = accounts.flatMap(chosenTunnels);
  return {
    total: tunnels.length,
    down: tunnels.filter(({ status }) => status === 'down'),
    degraded: tunnels.filter(({ status }) => status === 'degraded'),
    failing: accounts.filter(({ tunnels: { problem } }) => problem !== undefined).length,
  };
}

/** `1 tunnel is down, 2 are degraded`; `undefined` where none is either. */
export function troubleInWords({ down, degraded }: Trouble): string | undefined {
  const [d, g] = [down.length, degraded.length];
  if (d === 0 && g === 0) return undefined;
  if (g === 0) return d === 1 ? t('1 tunnel is down') : t('{0} tunnels are down', d);
  if (d === 0) return g === 1 ? t('1 tunnel is degraded') : t('{0} tunnels are degraded', g);
  const rest = g === 1 ? t('1 is degraded') : t('{0} are degraded', g);
  return d === 1 ? t('1 tunnel is down, {0}', rest) : t('{0} tunnels are down, {1}', d, rest);
}

/** The tunnels in trouble, one per line, at most ten: `old-intranet: down`. */
export function troubleList({ down, degraded }: Trouble): string {
  const all = [...down, ...degraded];
  const shown = all.slice(0, 10).map((tunnel) => `${tunnelName(tunnel)}: ${tunnelStatus(tunnel)}`);
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n');
}
