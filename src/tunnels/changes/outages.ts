import type { Change, ChangeContext, ChangeOf } from './change.ts';
import type { Tunnel, TunnelStatus } from '../model/tunnel.ts';
import type { Instant } from '../text/time.ts';

/** A time in which a tunnel was down, with what happened to its connectors meanwhile. */
export interface Outage extends ChangeContext {
  readonly kind: 'outage';
  readonly tunnelKey: string;
  readonly tunnelName: string | null;
  /** When a reading first showed it; `undefined`: it was down before, and no reading showed it come. */
  readonly from: Instant | undefined;
  readonly end: OutageEnd;
  /** In the order in which they were seen. */
  readonly within: readonly Change[];
}

export type OutageEnd =
  /** `isWatched`: that nobody looked for a part of it is not known. */
  | {
      readonly kind: 'up';
      readonly at: Instant;
      readonly status: TunnelStatus;
      readonly statusText: string | undefined;
      readonly isWatched: boolean;
    }
  /** The tunnel was in the list no more. */
  | { readonly kind: 'gone'; readonly at: Instant }
  /** It is down yet. */
  | { readonly kind: 'open' }
  /** It is down now; whether it was all the time is not known. */
  | { readonly kind: 'downNow' }
  /** It ended while nobody looked, or whether it did is not known. */
  | { readonly kind: 'unseen' };

export interface KnownNow {
  /** When watching began: what is older was seen by a window that was closed since. */
  readonly since: Instant;
  /** `undefined`: it is not known. */
  readonly tunnelOf: (change: Change) => Pick<Tunnel, 'status' | 'inactiveSince'> | undefined;
}

/** Connectors are read after the list that shows a tunnel to be up again. */
const settling = 2 * 60_000;

/**
 * The changes with those that are parts of an outage in its place. `changes`: in the order in which they were seen;
 * each is there once, by itself or in an outage, or is an outage's beginning or end.
 */
export function withOutages(changes: readonly Change[], known: KnownNow): readonly (Change | Outage)[] {
  const told: (Change | Building)[] = [];
  const latest = new Map<string, Building>();
  for (const change of changes) {
    const key = JSON.stringify([change.accountId, change.tunnelKey]);
    const outage = latest.get(key);
    const isOpen = outage !== undefined && outage.last === undefined;
    if (change.kind === 'statusChanged' && change.from === 'down' && isOpen) {
      outage.last = change;
    } else if (change.kind === 'statusChanged' && (change.from === 'down' || change.to === 'down')) {
      const begun = { first: change, last: change.to === 'down' ? undefined : change, within: [] };
      told.push(begun);
      latest.set(key, begun);
    } else if (outage !== undefined && isWithin(change, outage)) {
      outage.within.push(change);
    } else {
      told.push(change);
      if (change.kind === 'tunnelDeleted' && outage !== undefined) outage.last ??= change;
      if (!isOfConnector(change) && change.kind !== 'tunnelRenamed') latest.delete(key);
    }
  }
  const open = new Set(latest.values());
  return told.map((one) => ('within' in one ? finished(one, open.has(one), known) : one));
}

/** One that is being read from the log. `first`: its beginning, or its end where no beginning was seen. */
interface Building {
  readonly first: ChangeOf<'statusChanged'>;
  last: ChangeOf<'statusChanged'> | ChangeOf<'tunnelDeleted'> | undefined;
  readonly within: Change[];
}

function isWithin(change: Change, { last }: Building): boolean {
  return isOfConnector(change) && (last === undefined || change.at - last.at <= settling);
}

function isOfConnector(change: Change): boolean {
  return 'connector' in change || 'connectorKey' in change;
}

function finished({ first, last, within }: Building, isLatest: boolean, known: KnownNow): Outage {
  const { at, accountId, accountName, tunnelKey, tunnelName } = last ?? first;
  const from = first.to === 'down' ? first.at : undefined;
  const context = { at, accountId, accountName, tunnelKey, tunnelName };
  return { ...context, kind: 'outage', from, end: endOf(first, last, isLatest, known), within };
}

function endOf(
  first: Building['first'],
  last: Building['last'],
  isLatest: boolean,
  { since, tunnelOf }: KnownNow,
): OutageEnd {
  if (last === undefined) return { kind: isLatest ? stateNow(first.at, tunnelOf(first), since) : 'unseen' };
  const { at } = last;
  if (last.kind === 'tunnelDeleted') return { kind: 'gone', at };
  return {
    kind: 'up',
    at,
    status: last.to,
    statusText: last.toText,
    // One of the window's lives ended in between, and this one began.
    isWatched: !(first.at < since && since <= at),
  };
}

/** The API says since when a tunnel is down: where that is later, it was up in between. */
function stateNow(
  from: Instant,
  tunnel: ReturnType<KnownNow['tunnelOf']>,
  since: Instant,
): 'open' | 'downNow' | 'unseen' {
  if (tunnel?.status !== 'down') return 'unseen';
  if (from >= since) return 'open';
  if (tunnel.inactiveSince === undefined) return 'downNow';
  return tunnel.inactiveSince <= from ? 'open' : 'unseen';
}
