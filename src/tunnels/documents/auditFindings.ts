import { t } from '@vscode/l10n';
import type { Finding, Severity } from '../findings/finding.ts';
import { describeFinding, severityWord } from '../findings/findingWords.ts';
import { compareTopics, topicInWords, topicOf } from '../findings/topics.ts';
import type { Topic } from '../findings/topics.ts';
import { section } from '../text/markdown.ts';
import { inCode } from '../text/text.ts';
import { shortTime } from '../text/time.ts';
import type { Audit, AuditEntry } from './auditedTunnels.ts';
import { groupBy, groupedLines, tunnelsOf } from './auditGroups.ts';
import type { Said } from './auditGroups.ts';

/** All that was found of one kind, by tunnel. */
export interface FoundTopic {
  readonly topic: Topic;
  readonly severity: Severity;
  readonly said: readonly Said[];
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Worst first. */
export function foundTopics({ entries, moment }: Audit): readonly FoundTopic[] {
  const time = (at: number) => shortTime(at, moment.now, moment.style);
  const found = entries.flatMap((entry) => {
    const writing = { text: inCode, time, called: entry.called };
    const all = entry.findings.map((finding) => {
      const { sentence } = describeFinding(finding, writing);
      const topic = topicOf(finding);
      return { topic, severity: finding.severity, entry, sentence, together: togetherOf(finding, time) };
    });
    return [...all, ...unexplained(entry)];
  });
  return [...groupBy(found, ({ topic }) => topic)]
    .map(([topic, said]) => ({ topic, severity: said[0]?.severity ?? 'info', said }))
    .toSorted(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) || compareTopics(a.topic, b.topic),
    );
}

/** A section for each, the worst first. */
export function findingSections(topics: readonly FoundTopic[], audit: Audit): readonly string[] {
  return topics.map(({ topic, severity, said }) =>
    section(`${severityWord(severity)}: ${topicInWords(topic)}`, groupedLines(said, audit), ''),
  );
}

export function tunnelsWith({ said }: FoundTopic): number {
  return tunnelsOf(said);
}

function togetherOf(finding: Finding, time: (at: number) => string): Said['together'] {
  if (finding.kind !== 'down' || finding.isContradicted || finding.since === undefined) return undefined;
  const since = time(finding.since);
  return (tunnels) => t('{0} have been down since {1}', tunnels, since);
}

/** A degraded tunnel is told of also where nothing that was read says why. */
function unexplained(entry: AuditEntry) {
  const { tunnel, findings, connectors } = entry;
  if (tunnel.status !== 'degraded' || findings.some(({ severity }) => severity !== 'info')) return [];
  const sentence =
    connectors.kind === 'read'
      ? t('Degraded: the connectors do not show why')
      : t('Degraded: the connectors were not read');
  return [
    { topic: 'unexplained', severity: 'warning', entry, sentence, together: undefined },
  ] as const satisfies readonly unknown[];
}
