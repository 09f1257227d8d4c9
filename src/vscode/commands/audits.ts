import { t } from '@vscode/l10n';
import { auditDocument } from '../../tunnels/documents/auditDocument.ts';
import type { WatchedAccount } from '../../tunnels/model/state.ts';
import { recentTime } from '../../tunnels/text/time.ts';
import { readForAudit } from '../../watch/auditReader.ts';
import type { AuditContext, AuditProgress } from '../../watch/auditReader.ts';
import type { Clock, TunnelSource } from '../../watch/ports.ts';
import { withReport } from '../progress.ts';
import { style } from '../style.ts';
import type { Documents } from '../view/documents.ts';

/** `Audit Tunnels`: reads everything once, and writes one report. */
export class Audits {
  readonly #source: TunnelSource;
  readonly #clock: Clock;
  readonly #queueOf: AuditContext['queueOf'];
  readonly #documents: Documents;

  constructor(source: TunnelSource, clock: Clock, queueOf: AuditContext['queueOf'], documents: Documents) {
    this.#source = source;
    this.#clock = clock;
    this.#queueOf = queueOf;
    this.#documents = documents;
  }

  async run(accounts: readonly WatchedAccount[]): Promise<void> {
    const audited = await withReport(t('Auditing tunnels'), (signal, report) => {
      let shown = 0;
      return readForAudit(accounts, {
        source: this.#source,
        clock: this.#clock,
        queueOf: this.#queueOf,
        signal,
        onProgress: (progress) => {
          const percent = progress.total === 0 ? 0 : (100 * progress.done) / progress.total;
          report({ message: progressInWords(progress), increment: percent - shown });
          shown = percent;
        },
      });
    });
    await this.#documents.show(auditDocument(audited, { now: this.#clock.now(), style }));
  }
}

function progressInWords({ done, total, waitingUntil }: AuditProgress): string {
  const count = t('{0} of {1} tunnels', done, total);
  return waitingUntil === undefined
    ? count
    : t(
        '{0}, waiting until {1}: Cloudflare’s request limit is nearly reached',
        count,
        recentTime(waitingUntil, Date.now(), style),
      );
}
