import { t } from '@vscode/l10n';
import { visible } from '../text/text.ts';
import { describeDataCenter } from './dataCenters.ts';
import type { Connector, EdgeConnection, Tunnel, TunnelStatus } from './tunnel.ts';

export function tunnelName({ name, key }: Tunnel): string {
  return visible(name === undefined || name.trim() === '' ? t('Tunnel {0}', key) : name);
}

/** Of a tunnel that is not in the account only its id is known. */
export function missingName(tunnelId: string): string {
  return t('Tunnel {0}', tunnelId.slice(0, 8));
}

/** The first eight characters of the id, as cloudflared's own log and the dashboard shorten it. */
export function connectorName({ id, key }: Pick<Connector, 'id' | 'key'>): string {
  return visible(id === undefined ? t('Connector {0}', key) : id.slice(0, 8));
}

export function connectionName({ dataCenter }: EdgeConnection): string {
  return dataCenter === undefined ? t('Unknown data center') : visible(describeDataCenter(dataCenter));
}

export function connectorCount(count: number): string {
  return count === 1 ? t('1 connector') : t('{0} connectors', count);
}

export function connectionCount(count: number): string {
  return count === 1 ? t('1 connection') : t('{0} connections', count);
}

/** `1 tunnel is down, 2 are degraded`; of tunnels that are one or the other. */
export function statusCounts(tunnels: readonly Pick<Tunnel, 'status'>[]): string {
  const down = tunnels.filter(({ status }) => status === 'down').length;
  const degraded = tunnels.length - down;
  if (degraded === 0) return down === 1 ? t('1 tunnel is down') : t('{0} tunnels are down', down);
  if (down === 0) return degraded === 1 ? t('1 tunnel is degraded') : t('{0} tunnels are degraded', degraded);
  const rest = degraded === 1 ? t('1 is degraded') : t('{0} are degraded', degraded);
  return down === 1 ? t('1 tunnel is down, {0}', rest) : t('{0} tunnels are down, {1}', down, rest);
}

/** The status in a word; one that this version does not know stays as the API says it. */
export function tunnelStatus({ status, statusText }: Tunnel): string {
  return status === 'unknown' && statusText === undefined
    ? t('status unknown')
    : statusInWord(status, statusText);
}

/** The status where it is clear that it is one. `safe`: how the API's own word is made safe. */
export function statusInWord(
  status: TunnelStatus,
  statusText: string | undefined,
  safe: (text: string) => string = visible,
): string {
  return status === 'unknown' && statusText !== undefined ? safe(statusText) : statusWord(status);
}

export function statusWord(status: TunnelStatus): string {
  switch (status) {
    case 'healthy':
      return t('healthy');
    case 'degraded':
      return t('degraded');
    case 'down':
      return t('down');
    case 'inactive':
      return t('inactive');
    case 'unknown':
      return t('unknown');
  }
}
