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
