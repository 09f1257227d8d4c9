import { t } from '@vscode/l10n';
import { compileAudit } from './auditedTunnels.ts';
import type { AuditedAccount } from './auditedTunnels.ts';
import {
  dataCentersSection,
  outdatedSection,
  redundancySection,
  staleSection,
  totalsSection,
  unreadSection,
  versionsSection,
  wrongSection,
  withoutRoutesSection,
} from './auditSections.ts';
import type { DocumentShape } from './documentShape.ts';
import { clockTime, fullTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { inCode } from '../text/text.ts';

/** `Audit Tunnels`. What it says is of its time: each audit is a document of its own, which stays as it is. */
export function auditDocument(given: readonly AuditedAccount[], moment: Moment): DocumentShape {
  const text = auditText(given, moment);
  return {
    id: `audit/${moment.now}`,
    title: t('Tunnel Audit {0}', clockTime(moment.now, moment.style).replaceAll(':', '.')),
    text: () => text,
  };
}

/**
 * A report over whole accounts, as a Markdown document. The order of what comes in does not matter and the moment
 * stands in the heading alone, so that two reports differ only where the tunnels do.
 */
export function auditText(given: readonly AuditedAccount[], moment: Moment): string {
  const all = compileAudit(given, moment);
  const names = all.accounts.map(({ id, name }) => `${inCode(name)} (${inCode(id)})`).join(', ');
  return [
    `# ${t('Tunnel audit, {0}', fullTime(moment.now, moment.style))}\n`,
    `${given.length === 1 ? t('Account: {0}', names) : t('Accounts: {0}', names)}\n`,
    totalsSection(all),
    wrongSection(all),
    redundancySection(all),
    versionsSection(all),
    outdatedSection(all),
    dataCentersSection(all),
    staleSection(all),
    withoutRoutesSection(all),
    unreadSection(all),
  ].join('\n');
}
