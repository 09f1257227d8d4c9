import type { StatusHistory } from '../../src/tunnels/history/statusHistory.ts';
import type { StatusSpan } from '../../src/tunnels/history/statusSpan.ts';
import type { TunnelStatus } from '../../src/tunnels/model/tunnel.ts';
import { day, hour, minute } from './sampleCompany.ts';
import type { Company } from './sampleCompany.ts';

/** From when on a tunnel had a status, in milliseconds before now, the oldest first. */
type Turn = readonly [ago: number, status: TunnelStatus];

const before = 40 * day;
const turns: Readonly<Record<string, readonly Turn[]>> = {
  'web-prod': [
    [before, 'healthy'],
    [5 * day + 3 * hour, 'degraded'],
    [5 * day + 2 * hour, 'healthy'],
    [day + 4 * hour, 'down'],
    [day + 4 * hour - 11 * minute, 'healthy'],
  ],
  'api-gateway': [
    [before, 'healthy'],
    [26 * hour, 'down'],
    [25.5 * hour, 'healthy'],
    [6 * hour, 'down'],
    [6 * hour - 20 * minute, 'healthy'],
    [2 * hour, 'degraded'],
  ],
  warehouse: [
    [before, 'healthy'],
    [5 * hour, 'down'],
  ],
  'old-intranet': [[before, 'down']],
  'new-lab': [[before, 'inactive']],
};

/** As if somebody had had a window open for ten hours of each of the last twelve days. */
export function samplePast({ accounts: [first] }: Company, now: number): StatusHistory {
  const watched = Array.from({ length: 12 }, (_, index) => now - (11 - index) * day).map(
    (until) => [until - 10 * hour, until] as const,
  );
  const spansOf = (all: readonly Turn[]): readonly StatusSpan[] =>
    watched.flatMap(([from, until]) =>
      all.flatMap(([ago, status], index): readonly StatusSpan[] => {
        const next = all[index + 1];
        const span = {
          status,
          from: Math.max(from, now - ago),
          until: Math.min(until, next === undefined ? now : now - next[0]),
        };
        return span.from < span.until ? [span] : [];
      }),
    );
  return new Map(
    (first?.tunnels ?? []).flatMap(({ tunnel: { id, name, deleted_at: deletedAt } }) =>
      id == null || deletedAt != null
        ? []
        : [[id, spansOf(turns[name ?? ''] ?? [[before, 'healthy']])] as const],
    ),
  );
}
