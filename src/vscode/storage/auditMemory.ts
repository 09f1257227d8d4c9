import { readKeptAudit, writeKeptAudit } from '../../tunnels/documents/keptAudit.ts';
import type { KeptAudit } from '../../tunnels/documents/keptAudit.ts';
import type { AccountFiles } from './accountFiles.ts';

const file = 'last-audit.json';

interface AuditMemoryEvents {
  /** A file could not be used; `name`: what it is called now. */
  readonly onUnusable: (accountId: string, name: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** The last audit of each account, for the next one to be compared with. No method rejects: an audit is worth having alone. */
export class AuditMemory {
  readonly #files: AccountFiles;
  readonly #events: AuditMemoryEvents;

  constructor(files: AccountFiles, events: AuditMemoryEvents) {
    this.#files = files;
    this.#events = events;
  }

  /** By account. */
  async last(accountIds: readonly string[]): Promise<ReadonlyMap<string, KeptAudit>> {
    const all = await Promise.all(accountIds.map(async (id) => [id, await this.#lastOf(id)] as const));
    return new Map(all.flatMap(([id, kept]) => (kept === undefined ? [] : [[id, kept] as const])));
  }

  async keep(audits: Iterable<readonly [accountId: string, audit: KeptAudit]>): Promise<void> {
    for (const [id, audit] of audits) {
      await this.#files.write(id, file, writeKeptAudit(audit)).catch(this.#events.onFailure);
    }
  }

  async #lastOf(accountId: string): Promise<KeptAudit | undefined> {
    try {
      const text = await this.#files.read(accountId, file).catch(() => '');
      if (text === undefined) return undefined;
      const kept = readKeptAudit(text);
      if (kept === undefined) this.#events.onUnusable(accountId, await this.#files.putAway(accountId, file));
      return kept;
    } catch (error) {
      this.#events.onFailure(error);
      return undefined;
    }
  }
}
