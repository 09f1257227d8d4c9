import { t } from '@vscode/l10n';
import { keptOf } from '../../tunnels/documents/keptAudit.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { readForAudit } from '../../watch/auditReader.ts';
import type { Clock, TunnelSource } from '../../watch/ports.ts';
import type { Watch } from '../../watch/watch.ts';
import { withReport } from '../progress.ts';
import type { AuditMemory } from '../storage/auditMemory.ts';
import type { ConnectorNameMemory } from '../storage/connectorNameMemory.ts';
import { style } from '../style.ts';
import type { Documents } from '../view/documents.ts';
import { askForPace, progressInWords } from './auditWords.ts';

interface AuditServices {
  readonly source: TunnelSource;
  readonly clock: Clock;
  readonly watch: Pick<Watch, 'queueOf' | 'watched' | 'overview'>;
  readonly names: ConnectorNameMemory;
  readonly memory: AuditMemory;
  readonly documents: Documents;
}

/** `Audit Tunnels`: reads everything once, and writes one report. */
export class Audits {
  readonly #services: AuditServices;

  constructor(services: AuditServices) {
    this.#services = services;
  }

  async run(accounts: readonly WatchedAccount[]): Promise<void> {
    const { source, clock, watch, names, memory, documents } = this.#services;
    const read = await withReport(t('Auditing tunnels'), (signal, report) => {
      let shown = 0;
      return readForAudit(accounts, {
        source,
        clock,
        queueOf: watch.queueOf,
        watched: watch.watched,
        signal,
        choosePace: askForPace,
        onProgress: (progress) => {
          const percent = progress.total === 0 ? 0 : (100 * progress.done) / progress.total;
          report({ message: progressInWords(progress), increment: percent - shown });
          shown = percent;
        },
      });
    });
    if (read === undefined) return;
    const { auditDocument, compileAudit } = await import('../../tunnels/documents/pages.ts');
    const audit = compileAudit(read, { now: clock.now(), style }, names.value);
    const ids = accounts.map(({ id }) => id);
    await documents.show(auditDocument(audit, await memory.last(ids)));
    // Of an account that was removed meanwhile nothing is kept.
    const watched = new Set(watch.overview.accounts.map(({ account }) => account.id));
    await memory.keep([...keptOf(audit)].filter(([id]) => watched.has(id)));
  }
}
