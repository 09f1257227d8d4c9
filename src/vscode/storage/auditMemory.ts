import { readKeptAudit, writeKeptAudit } from '../../tunnels/documents/keptAudit.ts';
import type { KeptAudit } from '../../tunnels/documents/keptAudit.ts';
import { AccountFile } from './accountFile.ts';
import type { FileEvents } from './accountFile.ts';
import type { AccountFiles } from './accountFiles.ts';

/** The last audit of each account, for the next one to be compared with. No method rejects: an audit is worth having alone. */
export class AuditMemory {
  readonly #file: AccountFile<KeptAudit>;

  constructor(files: AccountFiles, events: FileEvents) {
    const format = { read: readKeptAudit, write: writeKeptAudit };
    this.#file = new AccountFile(files, 'last-audit.json', format, events);
  }

  /** By account. */
  async last(accountIds: readonly string[]): Promise<ReadonlyMap<string, KeptAudit>> {
    const all = await Promise.all(accountIds.map(async (id) => [id, await this.#file.read(id)] as const));
    return new Map(all.flatMap(([id, kept]) => (kept === undefined ? [] : [[id, kept] as const])));
  }

  async keep(audits: Iterable<readonly [accountId: string, audit: KeptAudit]>): Promise<void> {
    for (const [id, audit] of audits) await this.#file.write(id, audit);
  }
}
