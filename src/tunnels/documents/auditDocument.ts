import { t } from '@vscode/l10n';
import { audit } from './auditedTunnels.ts';
import type { AuditedAccount } from './auditedTunnels.ts';
import {
  dataCentersInUse,
  outdatedConnectors,
  redundancy,
  staleTunnels,
  totals,
  unread,
  versionSpread,
  whatIsWrong,
  withoutRoutes,
} from './auditSections.ts';
import { fullTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { inCode } from '../text/text.ts';

/**
 * A report over whole accounts, as a Markdown document. The order of what comes in does not matter and the moment
 * stands in the heading alone, so that two reports differ only where the tunnels do.
 */
export function auditReport(given: readonly AuditedAccount[], moment: Moment): string {
  const all = audit(given, moment);
  const names = all.accounts.map(({ id, name }) => `${inCode(name)} (${inCode(id)})`).join(', ');
  return [
    `# ${t('Tunnel audit, {0}', fullTime(moment.now, moment.style))}\n`,
    `${given.length === 1 ? t('Account: {0}', names) : t('Accounts: {0}', names)}\n`,
    totals(all),
    whatIsWrong(all),
    redundancy(all),
    versionSpread(all),
    outdatedConnectors(all),
    dataCentersInUse(all),
    staleTunnels(all),
    withoutRoutes(all),
    unread(all),
  ].join('\n');
}
