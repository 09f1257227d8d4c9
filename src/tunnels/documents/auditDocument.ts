import { t } from '@vscode/l10n';
import { barsImage } from '../drawings/bars.ts';
import type { Bars, BarsLook } from '../drawings/bars.ts';
import { imageMarkdown } from '../text/markdown.ts';
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
import { canceledLines, findingsSummary, statusBars, totalsTable } from './auditSummary.ts';
import type { DocumentShape } from './documentShape.ts';

/** `Audit Tunnels`. What it says is of its time: each audit is a document of its own, which stays as it is. */
export function auditDocument(audit: Audit, last: LastAudits): DocumentShape {
  const { now, style } = audit.moment;
  // Of the audit itself nothing is kept: it holds all that was read.
  const parts = auditParts(audit, last);
  return {
    id: `audit/${now}`,
    title: t('Tunnel Audit {0}', clockTime(now, style).replaceAll(':', '.')),
    text: ({ theme }) => writtenParts(parts, { theme, style }),
  };
}

/** Text, or a picture that is drawn when it is seen in which theme. */
type Part = string | Bars;

export function writtenParts(parts: readonly Part[], look: BarsLook): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : `${imageMarkdown(barsImage(part, look))}\n`))
    .join('\n');
}

/** A report over whole accounts, as a Markdown document: a screen that says how things are, then all that it rests on. */
export function auditParts(audit: Audit, last: LastAudits = new Map()): readonly Part[] {
  const { accounts, moment } = audit;
  const topics = foundTopics(audit);
  const names = accounts.map(({ id, name }) => `${inCode(name)} (${inCode(id)})`).join(', ');
  return [
    `# ${t('Tunnel audit, {0}', fullTime(moment.now, moment.style))}\n`,
    ...canceledLines(audit),
    `${accounts.length === 1 ? t('Account: {0}', names) : t('Accounts: {0}', names)}\n`,
    ...totalsTable(audit),
    '',
    ...statusBars(audit),
    findingsSummary(topics, audit),
    ...comparisonSection(audit, last),
    ...findingSections(topics, audit),
    acrossSection(audit),
    versionsSection(audit),
    ...dataCentersSection(audit),
    withoutRoutesSection(audit),
    unreadSection(audit),
  ];
}
