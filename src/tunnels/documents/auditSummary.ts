import { t } from '@vscode/l10n';
import type { Bars } from '../drawings/bars.ts';
import { severityWord } from '../findings/findingWords.ts';
import { topicInWords } from '../findings/topics.ts';
import { statusWord } from '../model/names.ts';
import { liveConnections, tunnelStatuses } from '../model/tunnel.ts';
import { section, table } from '../text/markdown.ts';
import { countText } from '../text/numbers.ts';
import { inCode } from '../text/text.ts';
import { isCanceled, wasCanceled } from './auditedTunnels.ts';
import type { Audit, AuditEntry } from './auditedTunnels.ts';
import { tunnelsWith } from './auditFindings.ts';
import type { FoundTopic } from './auditFindings.ts';
import { connectorsOf } from './auditSections.ts';

/** Stands first where the audit was ended before all was read. */
export function canceledLines(audit: Audit): readonly string[] {
  const { entries, moment } = audit;
  if (!isCanceled(audit)) return [];
  const read = entries.filter((entry) => !wasCanceled(entry)).length;
  const count = (number: number) => countText(number, moment.style);
  const what =
    entries.length === 0
      ? t('Cancelled before any tunnel was read')
      : t('Cancelled: {0} of {1} tunnels read', count(read), count(entries.length));
  return [`> **${what}**`, '> ', `> ${t('What follows is about those alone.')}`, ''];
}

export function totalsTable({ accounts, entries, moment }: Audit): readonly string[] {
  const countsOf = (some: readonly AuditEntry[]) => {
    const connectors = some.flatMap(connectorsOf);
    return [
      some.length,
      ...tunnelStatuses.map((status) => some.filter(({ tunnel }) => tunnel.status === status).length),
      connectors.length,
      connectors.flatMap(liveConnections).length,
    ];
  };
  const head = [t('Tunnels'), ...tunnelStatuses.map(statusWord), t('Connectors'), t('Connections')];
  const perAccount = accounts.map((account) => [
    inCode(account.name),
    // No tunnels were read there, which is not the same as none.
    ...(account.problem !== undefined && account.tunnels.length === 0
      ? head.map(() => '?')
      : countsOf(entries.filter((entry) => entry.account === account))),
  ]);
  const count = (number: number) => countText(number, moment.style);
  if (accounts.length === 1) return table(head, [perAccount[0]?.slice(1) ?? []], count);
  return table([t('Account'), ...head], [...perAccount, [t('All'), ...countsOf(entries)]], count);
}

/** Those that there are, the worst first; where all tunnels have the same, the table says it. */
export function statusBars({ entries }: Audit): readonly Bars[] {
  const bars = tunnelStatuses
    .map((status) => ({
      label: statusWord(status),
      count: entries.filter(({ tunnel }) => tunnel.status === status).length,
      status,
    }))
    .filter(({ count }) => count > 0);
  return bars.length < 2 ? [] : [{ title: t('Tunnels by status'), bars }];
}

export function findingsSummary(topics: readonly FoundTopic[], { moment }: Audit): string {
  const lines = topics.map((found) => [
    severityWord(found.severity),
    topicInWords(found.topic),
    tunnelsWith(found),
  ]);
  return section(
    t('Findings'),
    table([t('Severity'), t('Finding'), t('Tunnels')], lines, (number) => countText(number, moment.style)),
    t('No problems were found in the data that was read.'),
  );
}
