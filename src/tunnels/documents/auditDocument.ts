import { t } from '@vscode/l10n';
import { compileAudit } from './auditedTunnels.ts';
import type { AuditedAccount } from './auditedTunnels.ts';
import { dataCentersSection, outdatedSection, redundancySection, staleSection, totalsSection, unreadSection, versionsSection, withoutRoutesSection, wrongSection } from './auditSections.ts';
import { fullTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { inCode } from '../text/text.ts';

/**
 * A report over whole accounts, as a Markdown document. The order of what comes in does not matter and the moment
 * stands in the heading alone, so that two reports differ only where the tunnels do.
 */
export function auditReport(given: readonly AuditedAccount[], moment: Moment): string {
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
