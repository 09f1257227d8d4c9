import { t } from '@vscode/l10n';
import type { Change } from '../changes/change.ts';
import { describeChange } from '../changes/changeWords.ts';
import type { DocumentShape } from './documentShape.ts';
import { distinct } from '../model/tunnel.ts';
import { inCode } from '../text/text.ts';
import { clockTime, fullTime, longDay } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';

/** `Show Recent Changes`. */
export function changesDocument(): DocumentShape {
  return {
    id: 'changes',
    title: t('Recent Changes'),
    text: ({ changes, since, moment }) => changesText(changes, since, moment),
  };
}

/**
 * The changes as a Markdown document: newest first, by the day and clock of the reader; changes that were seen at the
 * same time stay in their order. `since`: when watching began; `undefined`: nothing has been read yet.
 */
export function changesText(
  changes: readonly Change[],
  since: Instant | undefined,
  { style }: Pick<Moment, 'style'>,
): string {
  const hasSeveralAccounts = new Set(changes.map(({ accountId }) => accountId)).size > 1;
  const line = (change: Change) => {
    const account = hasSeveralAccounts ? `${inCode(change.accountName)} · ` : '';
    return `- ${clockTime(change.at, style)} ${account}${describeChange(change, inCode, style)}`;
  };
  const newestFirst = changes.toSorted((a, b) => b.at - a.at);
  const dated = newestFirst.map((change) => ({ day: longDay(change.at, style), line: line(change) }));
  const sections = distinct(dated.map(({ day }) => day)).map((day) => {
    const lines = dated.filter((entry) => entry.day === day).map((entry) => entry.line);
    return `## ${day}\n\n${lines.join('\n')}`;
  });
  const body = sections.length === 0 ? nothingChanged(since, style) : sections;
  return `${[`# ${t('Recent changes')}`, ...body].join('\n\n')}\n`;
}

export function nothingChanged(since: Instant | undefined, style: Moment['style']): readonly string[] {
  return [
    since === undefined
      ? t('Nothing has been read yet.')
      : t('Nothing has changed since watching began ({0}).', fullTime(since, style)),
    t(
      'This list shows tunnels that appear, disappear, or change their name or status. For tunnels that are expanded, degraded or down, it also shows connectors that join, leave, restart or change version, and edge connections that move to another data center.',
    ),
  ];
}
