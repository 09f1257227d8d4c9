import { setMaxListeners } from 'node:events';
import type { AccountState } from '../tunnels/model/state.ts';
import type { Problem } from '../tunnels/problems/problem.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { Batch } from './batch.ts';
import { together, withRead } from './newest.ts';
import type { Parts } from './newest.ts';
import { PartReader } from './partReader.ts';
import type { Errand, PartKeys, PartReaderContext } from './partReader.ts';
import type { SendOrder } from './readingQueue.ts';
import { isTransient } from './schedule.ts';
import type { Extent, ScheduleInput } from './schedule.ts';
import { keptForMs } from './whatToRead.ts';

/**
 * How often rows are drawn anew while what a person wants to see is coming, and while what nobody asked for is: that looks
 * at each row, which costs more than the reading where there are many.
 */
const openedEveryMs = 100;
const sweptEveryMs = 3_000;

/** A refresh under way. */
export interface Refresh {
  readonly extent: Extent;
  readonly startedAt: Instant;
  /** Aborted when it is given up: nothing that it asked for counts. */
  readonly end: AbortController;
  /** Resolves when it has ended, or the one that took its place has. */
  readonly done: Promise<void>;
}

/** How the latest refreshes ended. */
export type Past = Pick<ScheduleInput, 'lastEndedAt' | 'lastAllEndedAt' | 'failures' | 'transient'>;

/** What belongs to one credential at one address. It ends whole, and another takes its place. */
export interface Session {
  /** Aborted when the session is over: an answer to what it asked no longer counts. */
  readonly end: AbortController;
  readonly reader: PartReader;
  /** The parts of rows that were opened or looked for, as they come. */
  readonly opened: Batch<Parts>;
  /** What comes by itself, or for something else than rows. */
  readonly swept: Batch<Parts>;
  /** When single tunnels were asked for last, by key. */
  readonly asked: Map<string, SendOrder>;
  refresh: Refresh | undefined;
  past: Past;
  /** The state that the next refresh is compared with: none before the first good one. */
  baseline: AccountState | undefined;
}

/** `take`: takes over what was read beside refreshes. */
export function beginSession(context: PartReaderContext, take: (read: Parts) => void): Session {
  const taken = (reads: readonly Parts[]) => {
    take(together(reads));
  };
  return {
    end: anEnd(),
    reader: new PartReader(context),
    opened: new Batch(context.clock, openedEveryMs, taken),
    swept: new Batch(context.clock, sweptEveryMs, taken),
    asked: new Map(),
    refresh: undefined,
    past: { lastEndedAt: undefined, lastAllEndedAt: undefined, failures: 0, transient: false },
    baseline: undefined,
  };
}

/** As many may wait for it as there are readings under way. */
export function anEnd(): AbortController {
  const end = new AbortController();
  setMaxListeners(0, end.signal);
  return end;
}

/** Aborted with the first of the two; as many may wait for it as for {@link anEnd}. */
function eitherEnd(one: AbortSignal, other: AbortSignal): AbortSignal {
  const signal = AbortSignal.any([one, other]);
  setMaxListeners(0, signal);
  return signal;
}

export function endSession(session: Session): void {
  session.end.abort();
  session.refresh?.end.abort();
  session.refresh = undefined;
  session.opened.dispose();
  session.swept.dispose();
}

/** The next refresh compares with what was read first beside refreshes, where nothing was known before. */
export function baselineWith(baseline: AccountState | undefined, { connectors }: Parts): typeof baseline {
  const first = [...(connectors ?? [])].filter(([key]) => baseline?.connectors.get(key)?.value === undefined);
  if (baseline === undefined || first.length === 0) return baseline;
  return { ...baseline, connectors: withRead(baseline.connectors, new Map(first)) };
}

/**
 * What the refresh after this state compares with. That a tunnel had no connector is forgotten once the list says something
 * else of it, but who is found next has joined since.
 */
export function baselineAfter(
  before: AccountState | undefined,
  state: AccountState,
  now: Instant,
): AccountState {
  const inList = new Set(state.tunnels.value?.map(({ key }) => key));
  const empty = [...(before?.connectors ?? [])].filter(
    ([key, { value, at = -Infinity }]) =>
      value?.length === 0 &&
      now - at <= keptForMs &&
      inList.has(key) &&
      state.connectors.get(key)?.value === undefined,
  );
  return empty.length === 0 ? state : { ...state, connectors: new Map([...state.connectors, ...empty]) };
}

/** A function, so that the compiler does not take an answer from before an `await` for the one after it. */
export function isOver({ end }: Pick<Session | Refresh, 'end'>): boolean {
  return end.signal.aborted;
}

/**
 * After one more refresh, which gave this list; `undefined`: it was left out to spare the limit. Who asks by hand begins
 * anew: asking often must not make the view wait longer.
 */
export function pastWith(
  past: Past,
  list: AccountState['tunnels'] | undefined,
  { extent, byHand, now }: { readonly extent: Extent; readonly byHand: boolean; readonly now: Instant },
): Past {
  const ended = { ...past, lastEndedAt: now, lastAllEndedAt: extent === 'all' ? now : past.lastAllEndedAt };
  if (list === undefined) return ended;
  if (list.problem === undefined) return { ...ended, failures: 0, transient: false };
  return { ...ended, failures: (byHand ? 0 : past.failures) + 1, transient: isTransient(list.problem) };
}

/**
 * Reads many parts, as far as the errand's purpose may use the limit, and hands over each as it comes: what was read until
 * its signal is aborted is kept, a failure is not. `onAnswer` is told of both. Gives what went wrong last. Never rejects.
 */
export async function readMany(
  session: Session,
  { purpose, signal, ...keys }: PartKeys & Errand,
  batch: 'opened' | 'swept',
  onAnswer?: (read: Parts) => void,
): Promise<Problem | undefined> {
  const taken: Promise<void>[] = [];
  const errand = { purpose, signal: eitherEnd(signal, session.end.signal) };
  const problem = await session.reader.many(keys, errand, (read, failure) => {
    onAnswer?.(read);
    if (failure === undefined && !isOver(session)) taken.push(session[batch].add(read, true));
  });
  await Promise.all(taken);
  return problem;
}

/** What a person looks into is read until the session is over, whatever becomes of a refresh. */
export function forRow({ end }: Session): Errand {
  return { purpose: 'row', signal: end.signal };
}
