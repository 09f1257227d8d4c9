import type { AccountState } from '../tunnels/model/state.ts';
import type { Instant } from '../tunnels/text/time.ts';
import { Batch } from './batch.ts';
import { withRead } from './newest.ts';
import { PartReader } from './partReader.ts';
import type { PartReaderContext } from './partReader.ts';
import type { SendOrder } from './readingQueue.ts';

/** What belongs to one credential at one address. It ends whole, and another takes its place. */
export interface Session {
  /** Aborted when the session is over: an answer to what it asked no longer counts. */
  readonly end: AbortController;
  readonly reader: PartReader;
  /** The connectors of rows that were opened, as they come. */
  readonly opened: Batch<AccountState['connectors']>;
  /** When single tunnels were asked for last, by key. */
  readonly asked: Map<string, SendOrder>;
  /** The refresh under way. */
  refresh: Promise<void> | undefined;
  /** When the latest refresh ended. */
  lastEndedAt: Instant | undefined;
  /** Refreshes that failed since the last good one. */
  failures: number;
  /** The state that the next refresh is compared with: none before the first good one. */
  baseline: AccountState | undefined;
}

/** `takeOpened`: takes over the connectors of rows that were opened. */
export function beginSession(
  context: Omit<PartReaderContext, 'session'>,
  takeOpened: (connectors: AccountState['connectors']) => void,
): Session {
  const end = new AbortController();
  return {
    end,
    reader: new PartReader({ ...context, session: end.signal }),
    opened: new Batch(context.clock, (reads) => {
      takeOpened(reads.reduce(withRead));
    }),
    asked: new Map(),
    refresh: undefined,
    lastEndedAt: undefined,
    failures: 0,
    baseline: undefined,
  };
}

export function endSession({ end, opened }: Session): void {
  end.abort();
  opened.dispose();
}

/** A function, so that the compiler does not take an answer from before an `await` for the one after it. */
export function isOver({ end }: Session): boolean {
  return end.signal.aborted;
}
