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
export const noticeKinds = ['trouble', 'flapping', 'recovered'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface NoticedTunnel {
  readonly accountId: string;
  readonly tunnelKey: string;
  readonly tunnelName: string | null;
  readonly status: TunnelStatus;
  /** When a reading first showed it in trouble; `undefined`: it was so when watching began. */
  readonly since: Instant | undefined;
}

/**
 * The tunnels of which something may still have to be told, by account and tunnel. An episode of trouble begins when a
 * status gets worse, and ends when the tunnel was well for ten minutes, or with the session of its account.
 */
export type NoticeState = ReadonlyMap<string, Episode>;

interface Episode {
  /** With the last status that was known. */
  readonly tunnel: NoticedTunnel;
  /** When the status changed in the ten minutes before its last change, and that one. */
  readonly changedAt: readonly Instant[];
  readonly phase: Phase;
}

/**
 * What was told last, where anything was; what is muted counts as told. `relapsed`: trouble was, then the tunnel was well,
 * and now it is in trouble again, of which nothing has been told.
 */
type Phase = 'untold' | NoticeKind | 'relapsed';

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

/** To be called when the session of an account ends: what comes next is seen anew. */
export function withoutAccount(state: NoticeState, accountId: string): NoticeState {
  return new Map([...state].filter(([, { tunnel }]) => tunnel.accountId !== accountId));
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
  const settled = before && isStable(before, at) ? afterStability(before, level).episode : before;
  const episode = settled && continues(settled, change) ? settled : beginning(change);
  const from = episode.tunnel.status;
  const since = isTrouble(to) && !isTrouble(from) ? at : episode.tunnel.since;
  const tunnel = { accountId, tunnelKey, tunnelName, status: to, since };
  // A status that is not known says nothing: what counts is what comes after it.
  if (to === 'unknown' || to === from) {
    return { episode: { ...episode, tunnel: { ...tunnel, status: from } } };
  }
  const changedAt = [...episode.changedAt.filter((time) => at - time <= stableAfterMs), at];
  const next = { tunnel, changedAt, phase: episode.phase };
  if (next.phase === 'flapping') return { episode: next };
  if (changedAt.length >= flappingAfterChanges) return tell(next, 'flapping');
  if (isTrouble(to)) return isWorse(from, to) ? afterWorse(next, from) : { episode: next };
  return afterRecovery(next, level);
}

/** What changed while nobody looked (the tunnel was not among the chosen ones) belongs to no episode. */
function continues({ tunnel }: Episode, { from }: ChangeOf<'statusChanged'>): boolean {
  return from === tunnel.status || from === 'unknown';
}

function beginning({ accountId, tunnelKey, tunnelName, from }: ChangeOf<'statusChanged'>): Episode {
  return {
    tunnel: { accountId, tunnelKey, tunnelName, status: from, since: undefined },
    changedAt: [],
    // A tunnel that was down when watching began is known to be so.
    phase: from === 'down' ? 'trouble' : 'untold',
  };
}

function afterWorse(episode: Episode, from: TunnelStatus): Step {
  switch (episode.phase) {
    case 'untold':
    case 'recovered':
      return tell(episode, 'trouble');
    case 'trouble':
      return { episode: { ...episode, phase: from === 'degraded' ? 'trouble' : 'relapsed' } };
    case 'relapsed':
    case 'flapping':
      return { episode };
  }
}

function afterRecovery(episode: Episode, level: NotificationLevel): Step {
  switch (episode.phase) {
    case 'trouble':
    case 'relapsed':
      return episode.tunnel.status === 'healthy' && level === 'all'
        ? tell(episode, 'recovered')
        : { episode: { ...episode, phase: 'trouble' } };
    case 'untold':
    case 'recovered':
    case 'flapping':
      return { episode };
  }
}

/** Ten minutes without a change: what was held back is told, and an episode that ended well is over. */
function afterStability(episode: Episode, level: NotificationLevel): Step {
  const { phase, tunnel } = episode;
  if (isTrouble(tunnel.status)) {
    return phase === 'relapsed' || phase === 'flapping' ? tell(episode, 'trouble') : { episode };
  }
  const isBack = phase === 'flapping' && tunnel.status === 'healthy' && level === 'all';
  return { episode: undefined, ...(isBack ? { tell: 'recovered' } : {}) };
}

function tell(episode: Episode, kind: NoticeKind): Step {
  return { episode: { ...episode, phase: kind }, tell: kind };
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
  return noticeKinds
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
