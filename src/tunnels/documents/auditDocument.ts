import { t } from '@vscode/l10n';
import { inCode } from '../text/text.ts';
import { clockTime, fullTime } from '../text/time.ts';
import { comparisonSection } from './auditComparison.ts';
import type { LastAudits } from './auditComparison.ts';
import type { Audit } from './auditedTunnels.ts';
import { findingSections, foundTopics } from './auditFindings.ts';
import {
  acrossSection,
  dataCentersSection,
  unreadSection,
  versionsSection,
  withoutRoutesSection,
} from './auditSections.ts';
import { canceledLines, findingsSummary, totalsTable } from './auditSummary.ts';
import type { DocumentShape } from './documentShape.ts';

/** `Audit Tunnels`. What it says is of its time: each audit is a document of its own, which stays as it is. */
export function auditDocument(audit: Audit, last: LastAudits): DocumentShape {
  const { now, style } = audit.moment;
  const text = auditText(audit, last);
  return {
    id: `audit/${now}`,
    title: t('Tunnel Audit {0}', clockTime(now, style).replaceAll(':', '.')),
    text: () => text,
  };
}

/** A report over whole accounts, as a Markdown document: a screen that says how things are, then all that it rests on. */
export function auditText(audit: Audit, last: LastAudits = new Map()): string {
  const { accounts, moment } = audit;
  const topics = foundTopics(audit);
  const names = accounts.map(({ id, name }) => `${inCode(name)} (${inCode(id)})`).join(', ');
  return [
    `# ${t('Tunnel audit, {0}', fullTime(moment.now, moment.style))}\n`,
    ...canceledLines(audit),
    `${accounts.length === 1 ? t('Account: {0}', names) : t('Accounts: {0}', names)}\n`,
    ...totalsTable(audit),
    '',
    findingsSummary(topics, audit),
    ...comparisonSection(audit, last),
    ...findingSections(topics, audit),
    acrossSection(audit),
    versionsSection(audit),
    dataCentersSection(audit),
    withoutRoutesSection(audit),
    unreadSection(audit),
  ].join('\n');
}
