import type { Instant } from '../text/time.ts';
import type { Change } from './change.ts';
import type { Notice, NoticedTunnel, NoticeKind } from './notices.ts';

/** What was told last of each tunnel, by whichever window, by account and tunnel. */
export type ToldNotices = ReadonlyMap<string, Told>;

export interface Told {
  readonly kind: NoticeKind;
  readonly at: Instant;
}

/** No window is behind another for longer: it would have been closed, or its machine asleep. */
const rememberedForMs = 24 * 3_600_000;

/**
 * What of it is still to be told: not what another window has told since this one looked before, which is when the
 * change came. `since`: when this window looked before, by account.
 */
export function withoutTold(
  notices: readonly Notice[],
  told: ToldNotices,
  since: ReadonlyMap<string, Instant>,
): readonly Notice[] {
  const isTold = (kind: NoticeKind, tunnel: NoticedTunnel) => {
    const last = told.get(keyOf(tunnel));
    return last?.kind === kind && last.at >= (since.get(tunnel.accountId) ?? Infinity);
  };
  return notices
    .map(({ kind, tunnels }) => ({ kind, tunnels: tunnels.filter((tunnel) => !isTold(kind, tunnel)) }))
    .filter(({ tunnels }) => tunnels.length > 0);
}

/** After these changes were seen, and these notices told. Trouble that is over is to be told when it comes again. */
export function withTold(
  told: ToldNotices,
  changes: readonly Change[],
  notices: readonly Notice[],
  now: Instant,
): ToldNotices {
  const next = new Map([...told].filter(([, { at }]) => now - at <= rememberedForMs));
  for (const change of changes) {
    const key = keyOf(change);
    const isWell = change.kind === 'statusChanged' && (change.to === 'healthy' || change.to === 'inactive');
    if (isWell && next.get(key)?.kind !== 'recovered') next.delete(key);
  }
  for (const { kind, tunnels } of notices) {
    for (const tunnel of tunnels) next.set(keyOf(tunnel), { kind, at: now });
  }
  return next;
}

function keyOf({ accountId, tunnelKey }: Pick<NoticedTunnel, 'accountId' | 'tunnelKey'>): string {
  return JSON.stringify([accountId, tunnelKey]);
}
