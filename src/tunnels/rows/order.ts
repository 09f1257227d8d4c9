import type { Tunnel, TunnelStatus } from '../model/tunnel.ts';
import { compareText } from '../text/text.ts';

export type SortBy = 'name' | 'status' | 'created';

const badness: Readonly<Record<TunnelStatus, number>> = {
  down: 0,
  degraded: 1,
  unknown: 2,
  inactive: 3,
  healthy: 4,
};

const byName = (a: Tunnel, b: Tunnel) =>
  compareText(a.name ?? a.key, b.name ?? b.key) || compareText(a.key, b.key);

export const tunnelOrders: Readonly<Record<SortBy, (a: Tunnel, b: Tunnel) => number>> = {
  name: byName,
  status: (a, b) => badness[a.status] - badness[b.status] || byName(a, b),
  created: (a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0) || byName(a, b),
};
