import { liveConnections, tunnelStatuses } from '../model/tunnel.ts';
import type { Connector, Tunnel, TunnelStatus } from '../model/tunnel.ts';
import { compareText } from '../text/text.ts';

/** The setting `tunnelExplorer.sortBy`. */
export const sortOrders = ['name', 'status', 'created'] as const;
export type SortBy = (typeof sortOrders)[number];

const statusRank = (status: TunnelStatus) => tunnelStatuses.indexOf(status);

const byName = (a: Tunnel, b: Tunnel) =>
  compareText(a.name ?? a.key, b.name ?? b.key) || compareText(a.key, b.key);

export const tunnelOrders: Readonly<Record<SortBy, (a: Tunnel, b: Tunnel) => number>> = {
  name: byName,
  status: (a, b) => statusRank(a.status) - statusRank(b.status) || byName(a, b),
  created: (a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0) || byName(a, b),
};

/** Those with the fewest connections first. */
export function connectorOrder(a: Connector, b: Connector): number {
  return liveConnections(a).length - liveConnections(b).length || compareText(a.key, b.key);
}
