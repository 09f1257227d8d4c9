import { t } from '@vscode/l10n';

/** Epoch milliseconds. */
export type Instant = number;

/** What words depend on besides their subject: the time of now, and how times are written. */
export interface Moment {
  readonly now: Instant;
  readonly style: TimeStyle;
}

/**
 * How times are written. The zone is the person's own unless given (tests give one);
 * months are written as names, so that no reader takes a day for a month.
 */
export interface TimeStyle {
  readonly timeZone?: string;
  /** The language that days and months are written in: `de`; English unless given. */
  readonly locale?: string;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

/** Kept, since making one takes longer than all else here: a row alone needs several. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(
  options: Intl.DateTimeFormatOptions,
  { timeZone, locale = 'en' }: TimeStyle,
): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, timeZone, options]);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = new Intl.DateTimeFormat(locale, { ...zone, ...options });
  formats.set(key, format);
  return format;
}

function partsOf(at: Instant, options: Intl.DateTimeFormatOptions, style: TimeStyle): Parts {
  const parts = formatOf(options, style).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

const clockParts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const dayMs = 24 * 3_600_000;
const dayParts = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/**
 * A day as its language writes it: `23. Nov. 2026`. English differs by country, so it is written the same for all: the
 * day first, and no commas.
 */
function dayIn(at: Instant, options: Intl.DateTimeFormatOptions, style: TimeStyle): string {
  if (!/^en\b/i.test(style.locale ?? 'en')) return formatOf(options, style).format(at);
  const { weekday, day, month, year } = partsOf(at, options, style);
  return [weekday, day, month, year].filter((part) => part !== undefined).join(' ');
}

/** `12:04:31` */
export function clockTime(at: Instant, style: TimeStyle = {}): string {
  const { hour, minute, second } = partsOf(at, clockParts, style);
  return `${hour}:${minute}:${second}`;
}

/** `23 Nov 2026` */
export function calendarDay(at: Instant, style: TimeStyle = {}): string {
  return dayIn(at, dayParts, style);
}

/** `23 Nov` */
export function shortDay(at: Instant, style: TimeStyle = {}): string {
  return dayIn(at, { day: 'numeric', month: 'short' }, style);
}

/** `Tuesday 24 November 2026` */
export function longDay(at: Instant, style: TimeStyle = {}): string {
  return dayIn(at, { ...dayParts, month: 'long', weekday: 'long' }, style);
}

/** Of these days: `12:04:31` today, `Fri 17:55` on a day of the week before or after, as {@link shortTime} beyond. */
export function recentTime(at: Instant, now: Instant, style: TimeStyle = {}): string {
  if (calendarDay(at, style) === calendarDay(now, style)) return clockTime(at, style);
  if (Math.abs(at - now) >= 6 * dayMs) return shortTime(at, now, style);
  const { hour, minute } = partsOf(at, clockParts, style);
  return `${dayIn(at, { weekday: 'short' }, style)} ${hour}:${minute}`;
}

/** As short as it can be told apart now: `06:00` today, `23 Nov 21:14` this year, `23 Nov 2025 21:14` before. */
export function shortTime(at: Instant, now: Instant, style: TimeStyle = {}): string {
  const [then, today] = [wallTime(at, style), wallTime(now, style)];
  // In any year: those beyond 9999 are written with more digits.
  const time = then.toISOString().slice(-13, -8);
  const isThisYear = then.getUTCFullYear() === today.getUTCFullYear();
  if (isThisYear && dayNumber(then) === dayNumber(today)) return time;
  return `${dayOf(then, isThisYear ? { day: 'numeric', month: 'short' } : dayParts, style)} ${time}`;
}

/** What the clock on the wall says, as the time that says so in UTC. Without `Intl`, which takes too long for each row. */
function wallTime(at: Instant, { timeZone }: TimeStyle): Date {
  if (timeZone === undefined) {
    return new Date(Math.min(at - new Date(at).getTimezoneOffset() * 60_000, latest));
  }
  const { year, month, day, hour, minute } = partsOf(
    at,
    { ...dayParts, month: 'numeric', ...clockParts },
    { timeZone },
  );
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  // East of UTC the last hours of all time are beyond it.
  return new Date(Number.isNaN(wall) ? latest : wall);
}

/** There is no later time. */
const latest = 8.64e15;

function dayNumber(wall: Date): number {
  return Math.floor(wall.getTime() / dayMs);
}

/** Kept, since many rows tell of few days. */
const days = new Map<string, string>();
const daysAtMost = 10_000;

function dayOf(wall: Date, options: Intl.DateTimeFormatOptions, { locale = 'en' }: TimeStyle): string {
  const key = `${locale} ${dayNumber(wall)} ${options.year}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  if (days.size >= daysAtMost) days.clear();
  const day = dayIn(wall.getTime(), options, { locale, timeZone: 'UTC' });
  days.set(key, day);
  return day;
}

/** How long something lasted, as far as readings a minute or more apart can tell: `7 minutes`, `3 hours`. */
export function aboutDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return t('about a minute');
  if (minutes < 120) return t('{0} minutes', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} hours', hours) : t('{0} days', Math.round(hours / 24));
}

/** How long something lasted, in its two greatest units, rounded down: `6 min 43 s`, `30 h 5 min`, `2 d 4 h`. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 1) return unitsText(t('{0} d', days), hours % 24, t('{0} h', hours % 24));
  if (hours > 0) return unitsText(t('{0} h', hours), minutes % 60, t('{0} min', minutes % 60));
  if (minutes > 0) return unitsText(t('{0} min', minutes), seconds % 60, t('{0} s', seconds % 60));
  return t('{0} s', seconds);
}

function unitsText(great: string, small: number, smallText: string): string {
  return small === 0 ? great : `${great} ${smallText}`;
}

/** In full, with UTC beside: `23 Nov 2026 22:14:05 GMT+1 (21:14:05 UTC)`; the day too where UTC has another. */
export function fullTime(at: Instant, style: TimeStyle = {}): string {
  const utc = { ...style, timeZone: 'UTC' };
  const zone = (where: TimeStyle) =>
    partsOf(at, { ...clockParts, timeZoneName: 'short' }, where).timeZoneName;
  const day = calendarDay(at, style);
  const utcDay = calendarDay(at, utc);
  const utcTime = clockTime(at, utc);
  if (zone(style) === zone(utc)) return `${utcDay} ${utcTime} UTC`;
  const beside = day === utcDay ? utcTime : `${utcDay} ${utcTime}`;
  return `${day} ${clockTime(at, style)} ${zone(style)} (${beside} UTC)`;
}
