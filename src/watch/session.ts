import { setMaxListeners } from 'node:events';
import type { AccountState } from '../tunnels/model/state.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { Batch } from './batch.ts';
import { withRead } from './newest.ts';
import { PartReader } from './partReader.ts';
import type { Errand, PartReaderContext } from './partReader.ts';
import type { SendOrder } from './readingQueue.ts';
import { isTransient } from './schedule.ts';
import type { Extent, ScheduleInput } from './schedule.ts';

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
  /** The connectors of rows that were opened, as they come. */
  readonly opened: Batch<AccountState['connectors']>;
  /** When single tunnels were asked for last, by key. */
  readonly asked: Map<string, SendOrder>;
  refresh: Refresh | undefined;
  past: Past;
  /** The state that the next refresh is compared with: none before the first good one. */
  baseline: AccountState | undefined;
}

/** `takeOpened`: takes over the connectors of rows that were opened. */
export function beginSession(
  context: PartReaderContext,
  takeOpened: (connectors: AccountState['connectors']) => void,
): Session {
  return {
    end: anEnd(),
    reader: new PartReader(context),
    opened: new Batch(context.clock, (reads) => {
      takeOpened(reads.reduce(withRead));
    }),
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
export function eitherEnd(one: AbortSignal, other: AbortSignal): AbortSignal {
  const signal = AbortSignal.any([one, other]);
  setMaxListeners(0, signal);
  return signal;
}

export function endSession(session: Session): void {
  session.end.abort();
  session.refresh?.end.abort();
  session.refresh = undefined;
  session.opened.dispose();
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

/** What a person looks into is read until the session is over, whatever becomes of a refresh. */
export function forRow({ end }: Session): Errand {
  return { purpose: 'row', signal: end.signal };
}
