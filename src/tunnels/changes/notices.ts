import type { Change, ChangeOf } from './change.ts';
import type { TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';

/** What may raise a notification: the setting `tunnelExplorer.notifications`. */
export const notificationLevels = ['off', 'problems', 'all'] as const;
export type NotificationLevel = (typeof notificationLevels)[number];

/** Tunnels of which the same is to be told now; at least one. */
export interface Notice {
  readonly kind: NoticeKind;
  readonly tunnels: readonly NoticedTunnel[];
}

/** `trouble`: newly degraded or down. `flapping`: its status comes and goes. `recovered`: healthy again. */
export type NoticeKind = 'trouble' | 'flapping' | 'recovered';

export interface NoticedTunnel {
  readonly accountId: string;
  readonly tunnelKey: string;
  readonly tunnelName: string | null;
  readonly status: TunnelStatus;
}

/**
 * The tunnels of which something may still have to be told, by account and tunnel. An episode of trouble begins when a
 * status gets worse, and ends when the tunnel was well for ten minutes.
 */
export type NoticeState = ReadonlyMap<string, Episode>;

interface Episode {
  /** With the last status that was known. */
  readonly tunnel: NoticedTunnel;
  /** When the status changed in the ten minutes before its last change, and that one. */
  readonly changedAt: readonly Instant[];
  /** What was told last. What is muted counts as told. */
  readonly told: NoticeKind | 'nothing';
  /** It is in trouble, and that has not been told. */
  readonly isDue: boolean;
}

export const noNotices: NoticeState = new Map();

export interface NoticeOptions {
  /** Of the latest reading. */
  readonly now: Instant;
  readonly level: NotificationLevel;
  /** Keys of tunnels of which nothing is to be told. */
  readonly muted: readonly string[];
}

const stableAfterMs = 10 * 60_000;
const flappingAfterChanges = 4;

/**
 * Decides what to tell of the changes that came since the last call. To be called after each reading, also where nothing
 * changed: a tunnel that flapped, or fell back into trouble, is told of again when its status has been the same for ten
 * minutes.
 */
export function decideNotices(
  state: NoticeState,
  changes: readonly Change[],
  { now, level, muted }: NoticeOptions,
): { readonly state: NoticeState; readonly notices: readonly Notice[] } {
  const episodes = new Map(state);
  const told: { readonly kind: NoticeKind; readonly tunnel: NoticedTunnel }[] = [];
  const take = (key: string, { episode, tell }: Step) => {
    const tunnel = (episode ?? episodes.get(key))?.tunnel;
    if (episode === undefined) episodes.delete(key);
    else episodes.set(key, episode);
    if (tell !== undefined && tunnel !== undefined) told.push({ kind: tell, tunnel });
  };
  for (const change of changes) {
    const key = JSON.stringify([change.accountId, change.tunnelKey]);
    const before = episodes.get(key);
    if (change.kind === 'statusChanged') take(key, afterStatus(before, change, level));
    else if (change.kind === 'tunnelDeleted') episodes.delete(key);
    else if (change.kind === 'tunnelRenamed' && before !== undefined) {
      episodes.set(key, { ...before, tunnel: { ...before.tunnel, tunnelName: change.to } });
    }
  }
  for (const [key, episode] of [...episodes]) {
    if (isStable(episode, now)) take(key, afterStability(episode, level));
  }
  const heard = level === 'off' ? [] : told.filter(({ tunnel }) => !muted.includes(tunnel.tunnelKey));
  return { state: episodes, notices: grouped(heard) };
}

interface Step {
  /** `undefined`: over. */
  readonly episode: Episode | undefined;
  readonly tell?: NoticeKind;
}

function afterStatus(
  before: Episode | undefined,
  change: ChangeOf<'statusChanged'>,
  level: NotificationLevel,
): Step {
  const { at, accountId, tunnelKey, tunnelName, to } = change;
  const episode = before && isStable(before, at) ? afterStability(before, level).episode : before;
  const from = episode?.tunnel.status ?? change.from;
  const tunnel = { accountId, tunnelKey, tunnelName, status: to };
  // A tunnel that was down when watching began is known to be so.
  const { told, changedAt, isDue } = episode ?? {
    told: from === 'down' ? ('trouble' as const) : ('nothing' as const),
    changedAt: [],
    isDue: false,
  };
  // A status that is not known says nothing: what counts is what comes after it.
  if (to === 'unknown' || to === from) {
    return { episode: { tunnel: { ...tunnel, status: from }, changedAt, told, isDue } };
  }
  const next = {
    tunnel,
    changedAt: [...changedAt.filter((time) => at - time <= stableAfterMs), at],
    told,
    isDue: false,
  };
  const isBad = isTrouble(to);
  if (told === 'flapping') return { episode: { ...next, isDue: isBad } };
  if (next.changedAt.length >= flappingAfterChanges) return tell(next, 'flapping', isBad);
  if (isBad) {
    if (!isWorse(from, to)) return { episode: { ...next, isDue } };
    return told === 'trouble'
      ? { episode: { ...next, isDue: isDue || from !== 'degraded' } }
      : tell(next, 'trouble');
  }
  return to === 'healthy' && told === 'trouble' && level === 'all'
    ? tell(next, 'recovered')
    : { episode: next };
}

/** Ten minutes without a change: what was held back is told, and an episode that ended well is over. */
function afterStability(episode: Episode, level: NotificationLevel): Step {
  if (isTrouble(episode.tunnel.status)) return episode.isDue ? tell(episode, 'trouble') : { episode };
  const isBack = episode.told === 'flapping' && episode.tunnel.status === 'healthy' && level === 'all';
  return { episode: undefined, ...(isBack ? { tell: 'recovered' } : {}) };
}

function tell(episode: Episode, kind: NoticeKind, isDue = false): Step {
  return { episode: { ...episode, told: kind, isDue }, tell: kind };
}

function isStable({ changedAt }: Episode, now: Instant): boolean {
  return now - (changedAt.at(-1) ?? -Infinity) >= stableAfterMs;
}

function isTrouble(status: TunnelStatus): boolean {
  return status === 'degraded' || status === 'down';
}

/** From `inactive` or `down`, `degraded` is the way up; and what was `inactive` was not well before. */
function isWorse(from: TunnelStatus, to: TunnelStatus): boolean {
  return to === 'down'
    ? from !== 'inactive'
    : to === 'degraded' && (from === 'healthy' || from === 'unknown');
}

function grouped(
  told: readonly { readonly kind: NoticeKind; readonly tunnel: NoticedTunnel }[],
): readonly Notice[] {
  const order: readonly NoticeKind[] = ['trouble', 'flapping', 'recovered'];
  return order
    .map((kind) => ({
      kind,
      // Worst first: the first is the one that is shown.
      tunnels: told
        .filter((entry) => entry.kind === kind)
        .map(({ tunnel }) => tunnel)
        .toSorted((a, b) => Number(b.status === 'down') - Number(a.status === 'down')),
    }))
    .filter(({ tunnels }) => tunnels.length > 0);
}
