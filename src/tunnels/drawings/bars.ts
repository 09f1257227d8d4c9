import { t } from '@vscode/l10n';
import type { TunnelStatus } from '../model/tunnel.ts';
import { countText } from '../text/numbers.ts';
import type { TimeStyle } from '../text/time.ts';
import { fillOf, palettes, statusPatterns } from './palette.ts';
import type { ThemeKind } from './palette.ts';
import { imageOf, shape, shortened, words } from './svg.ts';
import type { Image } from './svg.ts';

/** How many there are of each, as bars below one another. */
export interface Bars {
  readonly title: string;
  /** In their order. */
  readonly bars: readonly Bar[];
}

export interface BarsLook {
  readonly theme: ThemeKind;
  readonly style: Pick<TimeStyle, 'locale'>;
}

interface Bar {
  /** Raw text. */
  readonly label: string;
  readonly count: number;
  /** What its bar looks like; else that of a line. */
  readonly status?: TunnelStatus;
}

const barsAtMost = 12;
const row = 20;
const labels = 150;
const longest = 420;

export function barsImage({ title, bars }: Bars, { theme, style }: BarsLook): Image {
  const palette = palettes[theme];
  const rest = bars.slice(barsAtMost);
  const together = rest.reduce((sum, { count }) => sum + count, 0);
  const all: readonly Bar[] = [
    ...bars.slice(0, barsAtMost),
    ...(rest.length === 0 ? [] : [{ label: t('and {0} more', rest.length), count: together }]),
  ];
  const most = Math.max(1, ...all.map(({ count }) => count));
  const shapes = all.flatMap(({ label, count, status }, index) => {
    const y = index * row;
    const width = (count / most) * longest;
    return [
      words(shortened(label, 24), labels - 8, y + 14, { fill: palette.text, 'text-anchor': 'end' }),
      shape('rect', {
        x: labels,
        y: y + 3,
        // One of thousands is to be seen.
        width: count === 0 ? 0 : Math.max(2, width),
        height: row - 6,
        fill: status === undefined ? palette.line : fillOf(status),
      }),
      words(countText(count, style), labels + Math.max(2, width) + 6, y + 14, { fill: palette.text }),
    ];
  });
  const patterns = statusPatterns(
    palette,
    all.flatMap(({ status }) => status ?? []),
  );
  const list = all.map(({ label, count }) => `${shortened(label, 40)} ${countText(count, style)}`).join(', ');
  return imageOf(`${title}: ${list}`, labels + longest + 50, all.length * row, [patterns, ...shapes]);
}
