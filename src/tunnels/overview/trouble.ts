import { t } from '@vscode/l10n';
import { statusCounts, tunnelName, tunnelStatus } from '../model/names.ts';
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
  const tunnels = [...down, ...degraded];
  return tunnels.length === 0 ? undefined : statusCounts(tunnels);
}

/** The tunnels in trouble, one per line, at most ten: `old-intranet: down`. */
export function troubleList({ down, degraded }: Trouble): string {
  const all = [...down, ...degraded];
  const shown = all.slice(0, 10).map((tunnel) => `${tunnelName(tunnel)}: ${tunnelStatus(tunnel)}`);
  const more = all.length - shown.length;
  return [...shown, ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n');
}
