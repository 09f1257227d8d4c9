import { t } from '@vscode/l10n';
import type { Change } from '../changes/change.ts';
import { toldChanges } from './changeLines.ts';
import type { AroundChanges } from './changeLines.ts';
import type { DocumentShape } from './documentShape.ts';
import { distinct } from '../model/tunnel.ts';
import { inCode } from '../text/text.ts';
import { calendarDay, clockTime, fullTime, longDay } from '../text/time.ts';
import type { Instant, Moment } from '../text/time.ts';

/** `Show Recent Changes`. */
export function changesDocument(): DocumentShape {
  return {
    id: 'changes',
    title: t('Recent Changes'),
    text: ({ changes, moment, ...around }) => changesText(changes, around, moment),
  };
}

/**
 * The changes as a Markdown document: newest first, by the day and clock of the reader, each outage as one. `since`: when
 * watching began.
 */
export function changesText(
  changes: readonly Change[],
  around: AroundChanges,
  { style }: Pick<Moment, 'style'>,
): string {
  const hasSeveralAccounts = new Set(changes.map(({ accountId }) => accountId)).size > 1;
  const dated = toldChanges(changes, around, style).map(({ at, accountName, lines }) => {
    const day = longDay(at, style);
    const time = (other: Instant) =>
      longDay(other, style) === day
        ? clockTime(other, style)
        : `${calendarDay(other, style)} ${clockTime(other, style)}`;
    return { day, lines: lines(time, hasSeveralAccounts ? `${inCode(accountName)} · ` : '') };
  });
  const sections = distinct(dated.map(({ day }) => day)).map((day) => {
    const lines = dated.filter((entry) => entry.day === day).flatMap((entry) => entry.lines);
    return `## ${day}\n\n${lines.join('\n')}`;
  });
  const body = sections.length === 0 ? nothingChanged(around.since, style) : sections;
  return `${[`# ${t('Recent changes')}`, ...body].join('\n\n')}\n`;
}

function nothingChanged(since: Instant, style: Moment['style']): readonly string[] {
  return [
    t('Nothing has changed since watching began ({0}).', fullTime(since, style)),
    t(
      'This list shows tunnels that appear, disappear, or change their name or status. For tunnels that are expanded, degraded or down, it also shows connectors that join, leave, restart or change version, and edge connections that move to another data center.',
    ),
  ];
}
