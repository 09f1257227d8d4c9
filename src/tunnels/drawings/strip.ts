import { t } from '@vscode/l10n';
import { periodMs } from '../history/pastWords.ts';
import type { PastPeriod } from '../history/pastWords.ts';
import type { StatusSpan } from '../history/statusSpan.ts';
import { statusWord } from '../model/names.ts';
import { tunnelStatuses } from '../model/tunnel.ts';
import type { TunnelStatus } from '../model/tunnel.ts';
import { clockTime, durationText, shortDay } from '../text/time.ts';
import type { Instant, Moment, TimeStyle } from '../text/time.ts';
import { fillOf, palettes, statusPatterns } from './palette.ts';
import type { Palette, ThemeKind } from './palette.ts';
import { imageOf, shape, words } from './svg.ts';
import type { Image, Shape } from './svg.ts';

interface Extent {
  readonly ms: number;
  /** A hover has less room than a page. */
  readonly width: number;
  /** So many marks of time, the last of which is now; `mark`: what is said of the others. */
  readonly marks: number;
  readonly mark: (at: Instant, style: TimeStyle) => string;
}

const extents: Readonly<Record<PastPeriod, Extent>> = {
  day: { ms: periodMs.day, width: 480, marks: 4, mark: (at, style) => clockTime(at, style).slice(0, 5) },
  week: { ms: periodMs.week, width: 700, marks: 7, mark: shortDay },
  month: { ms: periodMs.month, width: 700, marks: 6, mark: shortDay },
};

type State = TunnelStatus | 'notWatched';
/** Worst first. */
const states: readonly State[] = [...tunnelStatuses, 'notWatched'];
/** Is to be seen however short it was. */
const troubles: readonly State[] = ['down', 'degraded'];

const barHeight = 16;
const marksAt = barHeight + 13;
const legendAt = marksAt + 18;
const lineHeight = 20;
/** Behind its sample. */
const wordAfter = 16;

/** The statuses of a tunnel until now, with empty places where nobody watched; `spans`: sorted, none over another. */
export function stripImage(
  spans: readonly StatusSpan[],
  period: PastPeriod,
  { now, style, theme }: Moment & { readonly theme: ThemeKind },
): Image {
  const extent = extents[period];
  const { ms, width } = extent;
  const from = now - ms;
  const palette = palettes[theme];
  const within = spans
    .filter((span) => span.until >= from && span.from <= now)
    .map(({ status, ...span }) => ({
      status,
      from: Math.max(0, span.from - from),
      until: Math.min(ms, span.until - from),
    }));
  const columns = columnsOf(within, extent);
  const present = states.filter((state) => columns.includes(state));
  const legend = legendOf(present, width);
  const lines = legend.at(-1)?.line ?? 0;
  const shapes = [
    statusPatterns(
      palette,
      tunnelStatuses.filter((status) => present.includes(status)),
    ),
    ...present.map((state) => areaOf(state, runsOf(columns, state), palette)),
    ...marksOf(extent, (at) => extent.mark(from + at, style), palette),
    ...legend.flatMap((sample) => sampleOf(sample, palette)),
  ];
  return imageOf(inWords(period, within, ms), width, legendAt + lines * lineHeight + 4, shapes);
}

/** Of each column what it shows: trouble, however short; else what lasted longest in it, in the last of what was watched. */
function columnsOf(spans: readonly StatusSpan[], { ms, width }: Extent): readonly State[] {
  const perColumn = ms / width;
  const held = Array.from({ length: width }, () => new Map<State, number>());
  for (const { status, from, until } of spans) {
    const first = Math.min(width - 1, Math.floor(from / perColumn));
    const last = Math.max(first, Math.ceil(until / perColumn) - 1);
    for (let index = first; index <= last; index++) {
      const column = held[index];
      const part = Math.min(until, (index + 1) * perColumn) - Math.max(from, index * perColumn);
      column?.set(status, (column.get(status) ?? 0) + part);
    }
  }
  return held.map((column, index) => {
    const trouble = troubles.find((state) => column.has(state));
    if (trouble !== undefined) return trouble;
    const watched = [...column.values()].reduce((sum, part) => sum + part, 0);
    const gap = index === width - 1 ? 0 : perColumn - watched;
    const all = [...column, ['notWatched', gap] as const];
    return all.reduce((longest, one) => (one[1] > longest[1] ? one : longest))[0];
  });
}

interface Run {
  readonly x: number;
  readonly width: number;
}

function runsOf(columns: readonly State[], state: State): readonly Run[] {
  const runs: Run[] = [];
  for (const [x, one] of columns.entries()) {
    const last = runs.at(-1);
    if (one !== state) continue;
    if (last?.x !== undefined && last.x + last.width === x)
      runs.splice(-1, 1, { ...last, width: last.width + 1 });
    else runs.push({ x, width: 1 });
  }
  return runs;
}

/** Trouble stands out by its height too; where nobody watched there is but a dotted line. */
function areaOf(state: State, runs: readonly Run[], palette: Palette, base = barHeight): Shape {
  if (state === 'notWatched') {
    const d = runs.map(({ x, width }) => `M${x} ${base - 0.5}h${width}`).join('');
    return shape('path', { d, stroke: palette.line, 'stroke-dasharray': '1 3' });
  }
  const height = troubles.includes(state) ? barHeight : barHeight - 5;
  const d = runs.map(({ x, width }) => `M${x} ${base}v-${height}h${width}v${height}z`).join('');
  return shape('path', { d, fill: fillOf(state) });
}

function marksOf(
  { ms, width, marks }: Extent,
  time: (at: Instant) => string,
  palette: Palette,
): readonly Shape[] {
  return Array.from({ length: marks + 1 }, (_, index) => {
    const x = (width * index) / marks;
    const text = index === marks ? t('now') : time((ms * index) / marks);
    const place = index === 0 ? 'start' : index === marks ? 'end' : 'middle';
    const mark = shape('path', {
      d: `M${Math.min(width - 0.5, x + 0.5)} ${barHeight}v3`,
      stroke: palette.line,
    });
    return [mark, words(text, x, marksAt, { fill: palette.faint, 'text-anchor': place })];
  }).flat();
}

interface Sample {
  readonly state: State;
  readonly x: number;
  readonly line: number;
}

/** Which look is which status, in as many lines as it takes. */
function legendOf(present: readonly State[], width: number): readonly Sample[] {
  let [x, line] = [0, 0];
  return present.map((state) => {
    // As wide as its letters may be.
    const room = wordAfter + wordOf(state).length * 6.6;
    if (x + room > width) [x, line] = [0, line + 1];
    const sample = { state, x, line };
    x = Math.ceil(x + room + 10);
    return sample;
  });
}

function sampleOf({ state, x, line }: Sample, palette: Palette): readonly Shape[] {
  const base = legendAt + line * lineHeight;
  return [
    areaOf(state, [{ x, width: 12 }], palette, base + 1),
    words(wordOf(state), x + wordAfter, base, { fill: palette.text }),
  ];
}

function wordOf(state: State): string {
  return state === 'notWatched' ? t('not watched') : statusWord(state);
}

/** `Status of the last 24 hours: down 6 min 43 s, healthy 20 h 3 min, not watched 3 h 50 min` */
function inWords(period: PastPeriod, spans: readonly StatusSpan[], ms: number): string {
  const lasted = (wanted: TunnelStatus) =>
    spans.filter(({ status }) => status === wanted).reduce((sum, { from, until }) => sum + until - from, 0);
  const watched = tunnelStatuses
    .filter((status) => spans.some((span) => span.status === status))
    .map((status) => [status, lasted(status)] as const);
  const rest = ms - watched.reduce((sum, [, part]) => sum + part, 0);
  const all = [...watched, ...(rest < 1000 ? [] : [['notWatched', rest] as const])];
  const list = all.map(([state, part]) => `${wordOf(state)} ${durationText(part)}`).join(', ');
  switch (period) {
    case 'day':
      return t('Status of the last 24 hours: {0}', list);
    case 'week':
      return t('Status of the last 7 days: {0}', list);
    case 'month':
      return t('Status of the last 30 days: {0}', list);
  }
}
