import { unreadTunnels } from '../../tunnels/rows/searchAll.ts';
import type { SearchProblem } from '../../tunnels/rows/searchAll.ts';
import type { AccountState } from '../../tunnels/model/state.ts';
import type { Watch } from '../../watch/watch.ts';

/** Reads the connectors of all tunnels into which nobody looked yet: what it reads is in the watch's overview. */
export class TunnelSearch {
  readonly #watch: Watch;
  #end: AbortController | undefined;
  #problem: SearchProblem | undefined;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  get isRunning(): boolean {
    return this.#end !== undefined;
  }

  /** What went wrong last; `undefined` where nothing did, or it was stopped. */
  get problem(): SearchProblem | undefined {
    return this.#problem;
  }

  /** Until when it asks for nothing more, whatever the account. */
  get waitingUntil(): number | undefined {
    const times = this.#watch.overview.accounts
      .filter((state) => unreadTunnels(state).length > 0)
      .map(({ account }) => this.#watch.queueOf(account.id).closedUntil);
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 || known.length < times.length ? undefined : Math.min(...known);
  }

  /** Resolves when all is read that can be, or it was stopped. Never rejects. */
  async run(): Promise<void> {
    const end = new AbortController();
    this.#end = end;
    this.#problem = undefined;
    await Promise.all(this.#watch.overview.accounts.map((state) => this.#read(state, end.signal)));
    this.#end = undefined;
  }

  stop(): void {
    this.#end?.abort();
  }

  async #read(state: AccountState, signal: AbortSignal): Promise<void> {
    const { id, name } = state.account;
    const keys = unreadTunnels(state).map(({ key }) => key);
    const problem = await this.#watch.readConnectors(id, keys, { purpose: 'search', signal });
    if (problem !== undefined && !signal.aborted) this.#problem = { account: name, problem };
  }
}
