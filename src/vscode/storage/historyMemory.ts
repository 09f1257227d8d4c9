import { readHistory, writeHistory } from '../../tunnels/history/keptHistory.ts';
import { mergedHistory, withList } from '../../tunnels/history/statusHistory.ts';
import type { StatusHistory } from '../../tunnels/history/statusHistory.ts';
import { SteadyClock } from '../../tunnels/history/steadyClock.ts';
import { chosenTunnels } from '../../tunnels/model/state.ts';
import type { Overview } from '../../tunnels/model/state.ts';
import type { Clock } from '../../watch/ports.ts';
import type { Watch } from '../../watch/watch.ts';
import { AccountFile } from './accountFile.ts';
import type { FileEvents } from './accountFile.ts';
import type { AccountFiles } from './accountFiles.ts';
import { SharedRecords } from './sharedRecords.ts';

/** The statuses that the tunnels of each account were observed to have: of each list that was read, in any window. */
export class HistoryMemory {
  readonly #records: SharedRecords<StatusHistory>;
  readonly #leave: () => void;
  /** When each account's list was read last. */
  readonly #readAt = new Map<string, number | undefined>();

  constructor(watch: Watch, clock: Clock, files: AccountFiles, events: FileEvents) {
    const steady = new SteadyClock(() => clock.now());
    const format = { read: readHistory, write: writeHistory };
    this.#records = new SharedRecords<StatusHistory>(
      {
        file: new AccountFile(files, 'history.json', format, events),
        empty: new Map(),
        merged: (mine, other) => mergedHistory(mine, other, steady.look()),
      },
      clock,
    );
    this.#leave = watch.onDidChange((overview) => {
      this.#take(overview);
    });
  }

  /** By account. */
  get all(): ReadonlyMap<string, StatusHistory> {
    return this.#records.all;
  }

  flush(): Promise<void> {
    return this.#records.flush();
  }

  dispose(): void {
    this.#leave();
    void this.flush();
  }

  #take({ accounts }: Overview): void {
    this.#records.keep(accounts.map(({ account }) => account.id));
    for (const state of accounts) {
      const { id } = state.account;
      const { at } = state.tunnels;
      // A tunnel that is read alone, or a list that cannot be read, leaves it as it was.
      if (at === undefined || at === this.#readAt.get(id)) continue;
      this.#readAt.set(id, at);
      this.#records.update(id, (history) => withList(history, chosenTunnels(state), at));
    }
  }
}
