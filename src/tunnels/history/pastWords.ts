import { t } from '@vscode/l10n';
import { watchedGapMs } from '../model/seen.ts';
import { durationText, shortTime } from '../text/time.ts';
import type { Moment } from '../text/time.ts';
import { pastOf } from './past.ts';
import type { Outage, Past } from './past.ts';
import type { StatusSpan } from './statusSpan.ts';

const hour = 3_600_000;
/** A share of less is none of a day. */
const toldFromMs = 15 * 60_000;

/** Until now. */
export type PastPeriod = 'day' | 'week' | 'month';

/** How long each is: 24 hours, 7 and 30 days, which is as far as a history goes. */
export const periodMs: Readonly<Record<PastPeriod, number>> = {
  day: 24 * hour,
  week: 7 * 24 * hour,
  month: 30 * 24 * hour,
};

/**
 * What was observed of a tunnel in the time until now: `Last 24 hours: up (healthy or degraded) 99.2% of the 23 h watched ·
 * 1 outage, 11 min, at 22:44`. `undefined`: too little to tell, or nothing but that nobody used it.
 */
export function pastInWords(
  spans: readonly StatusSpan[],
  period: PastPeriod,
  moment: Moment,
): string | undefined {
  const { now } = moment;
  const past = pastOf(spans, now - periodMs[period], now);
  if (past.watchedMs < toldFromMs || (past.upMs === 0 && past.outages.length === 0)) return undefined;
  const words = t(
    'up (healthy or degraded) {0} of the {1} watched',
    share(past, moment),
    durationText(past.watchedMs),
  );
  return `${periodInWords(period)}: ${words} · ${outagesInWords(past.outages, moment)}`;
}

function periodInWords(period: PastPeriod): string {
  switch (period) {
    case 'day':
      return t('Last 24 hours');
    case 'week':
      return t('Last 7 days');
    case 'month':
      return t('Last 30 days');
  }
}

/** Rounded down: what was not up all the time is not said to have been. */
function share({ upMs, watchedMs }: Past, { style }: Moment): string {
  const permille = Math.floor((1000 * upMs) / watchedMs);
  return (permille / 1000).toLocaleString(style.locale ?? 'en', {
    style: 'percent',
    maximumFractionDigits: 1,
  });
}

function outagesInWords(outages: readonly Outage[], moment: Moment): string {
  const last = outages.at(-1);
  if (last === undefined) return t('no outage');
  const at = shortTime(last.from, moment.now, moment.style);
  const isNow = !last.isOver && moment.now - last.until <= watchedGapMs;
  if (outages.length === 1 && isNow) return t('1 outage, since {0}', at);
  const longest = outages.reduce((one, other) => (other.watchedMs > one.watchedMs ? other : one));
  const watched = durationText(longest.watchedMs);
  const isWhole = longest.watchedMs === longest.until - longest.from;
  if (outages.length === 1)
    return isWhole
      ? t('1 outage, {0}, at {1}', watched, at)
      : t('1 outage, {0} of it watched, at {1}', watched, at);
  if (isWhole)
    return isNow
      ? t('{0} outages, the longest {1}, the last since {2}', outages.length, watched, at)
      : t('{0} outages, the longest {1}, the last at {2}', outages.length, watched, at);
  return isNow
    ? t('{0} outages, {1} of the longest watched, the last since {2}', outages.length, watched, at)
    : t('{0} outages, {1} of the longest watched, the last at {2}', outages.length, watched, at);
}
