import { readSeen, writeSeen } from '../../tunnels/history/keptSeen.ts';
import { keptSeen, mergedSeen } from '../../tunnels/history/seenConnectors.ts';
import { SteadyClock } from '../../tunnels/history/steadyClock.ts';
import type { Overview } from '../../tunnels/model/state.ts';
import type { Seen } from '../../tunnels/model/seen.ts';
import type { Clock } from '../../watch/ports.ts';
import type { Watch } from '../../watch/watch.ts';
import { AccountFile } from './accountFile.ts';
import type { FileEvents } from './accountFile.ts';
import type { AccountFiles } from './accountFiles.ts';
import { SharedRecords } from './sharedRecords.ts';

/** When connectors were seen: takes what the watch sees, and tells it what was seen before and in other windows. */
export class SeenMemory {
  readonly #records: SharedRecords<Seen>;
  readonly #leave: () => void;
  /** What the watch knew last, by account. */
  readonly #known = new Map<string, Seen>();

  constructor(watch: Watch, clock: Clock, files: AccountFiles, events: FileEvents) {
    const steady = new SteadyClock(() => clock.now());
    const format = { read: readSeen, write: writeSeen };
    this.#records = new SharedRecords<Seen>(
      {
        file: new AccountFile(files, 'connectors-seen.json', format, events),
        empty: new Map(),
        merged: (mine, other) => keptSeen(mergedSeen(mine, other), steady.look()),
        onLearned: (accountId, seen) => {
          watch.recall(accountId, seen);
        },
      },
      clock,
    );
    this.#leave = watch.onDidChange((overview) => {
      this.#take(overview);
    });
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
    for (const { account, seen } of accounts) {
      if (seen.size === 0 || seen === this.#known.get(account.id)) continue;
      this.#known.set(account.id, seen);
      this.#records.update(account.id, (known) => mergedSeen(seen, known));
    }
  }
}
