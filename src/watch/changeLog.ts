import { EventEmitter } from 'node:events';
import { parseChanges, withChanges } from '../tunnels/changes/storedChanges.ts';
import { compareTunnels, snapshotOf } from '../tunnels/changes/compareTunnels.ts';
import { joinedUnwatched } from '../tunnels/changes/joinedUnwatched.ts';
import type { Change, ChangeContext } from '../tunnels/changes/change.ts';
import { unreadAccount } from '../tunnels/model/state.ts';
import type { AccountState, Overview } from '../tunnels/model/state.ts';
import type { Instant } from '../tunnels/text/time.ts';
import type { Clock } from './ports.ts';
import type { Watch } from './watch.ts';

/** Where changes are kept over a reload of the window. */
export interface ChangeStore {
  read(): unknown;
  write(changes: readonly Change[]): void;
}

/** A reading of an account that was compared with the one before. */
export interface ComparedReading {
  readonly accountId: string;
  /** When its list was read before. */
  readonly since: Instant;
}

/** What changed in the accounts that are watched: the newest 500 changes, oldest first. */
export class ChangeLog {
  /** When watching began. */
  readonly since: Instant;
  readonly #store: ChangeStore;
  readonly #clock: Clock;
  readonly #events = new EventEmitter<{
    reading: [readonly Change[], ComparedReading];
    learned: [readonly Change[]];
  }>();
  readonly #leave: readonly (() => void)[];
  #changes: readonly Change[];
  #overview: Overview;

  constructor(watch: Watch, clock: Clock, store: ChangeStore) {
    this.since = clock.now();
    this.#clock = clock;
    this.#store = store;
    this.#changes = parseChanges(store.read());
    this.#overview = watch.overview;
    const compare = (before: AccountState, after: AccountState) => {
      // A tunnel that comes into sight by another choice of the person's was not created.
      const [was, is] = [snapshotOf(before, after.account), snapshotOf(after)];
      if (was === undefined || is === undefined) return;
      const { id: accountId, name: accountName } = after.account;
      const context: ChangeContext = { at: this.#clock.now(), accountId, accountName };
      const changes = compareTunnels(was, is, context, this.#changes).filter(
        (change) => !isLearned(change, before, this.#changes),
      );
      this.#add(changes);
      const since = before.tunnels.at ?? context.at;
      this.#events.emit('reading', changes, { accountId, since });
    };
    const learn = (overview: Overview) => {
      const before = new Map(this.#overview.accounts.map((state) => [state.account.id, state]));
      this.#overview = overview;
      const changes = overview.accounts.flatMap((state) =>
        joinedUnwatched(before.get(state.account.id) ?? unreadAccount(state.account), state),
      );
      this.#add(changes);
      if (changes.length > 0) this.#events.emit('learned', changes);
    };
    this.#leave = [watch.onDidCompare(compare), watch.onDidChange(learn)];
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }

  /** Calls `listener` after each reading with what it showed to be changed, also where that is nothing. */
  onDidRead(listener: (changes: readonly Change[], reading: ComparedReading) => void): () => void {
    this.#events.on('reading', listener);
    return () => this.#events.off('reading', listener);
  }

  /** Calls `listener` with what changed while nobody watched, when it is learned, until the function returned is called. */
  onDidLearn(listener: (changes: readonly Change[]) => void): () => void {
    this.#events.on('learned', listener);
    return () => this.#events.off('learned', listener);
  }

  dispose(): void {
    for (const leave of this.#leave) leave();
    this.#events.removeAllListeners();
  }

  #add(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#changes = withChanges(this.#changes, changes);
    this.#store.write(this.#changes);
  }
}

/** Whether it came after what it is compared with was read, and that was learned before both were compared. */
function isLearned(change: Change, { connectors }: AccountState, told: readonly Change[]): boolean {
  if (change.kind !== 'connectorJoined' && change.kind !== 'connectorRestarted') return false;
  const { accountId, tunnelKey } = change;
  const { key } = change.connector;
  const { value = [], at = -Infinity } = connectors.get(tunnelKey) ?? {};
  if (value.some((connector) => connector.key === key)) return false;
  return told.some(
    (one) =>
      one.kind === 'connectorJoined' &&
      one.accountId === accountId &&
      one.tunnelKey === tunnelKey &&
      one.connector.key === key &&
      one.at > at,
  );
}
