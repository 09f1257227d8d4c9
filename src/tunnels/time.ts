import type { Instant } from './model.ts';

/**
 * How times are written. The zone is the person's own unless given (tests give one);
 * months are written as names, so that no reader takes a day for a month.
 */
export interface TimeStyle {
  readonly timeZone?: string;
  readonly locale?: string;
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(at: Instant, { timeZone, locale = 'en' }: TimeStyle): Parts {
  const format = new Intl.DateTimeFormat(locale, {
    ...(timeZone === undefined ? {} : { timeZone }),
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** `12:04:31` */
export function clockTime(at: Instant, style: TimeStyle = {}): string {
  const { hour, minute, second } = partsOf(at, style);
  return `${hour}:${minute}:${second}`;
}

/** `23 Nov 2026` */
export function calendarDay(at: Instant, style: TimeStyle = {}): string {
  const { day, month, year } = partsOf(at, style);
  return `${day} ${month} ${year}`;
}

/** `Tuesday 24 November 2026` */
export function longDay(at: Instant, { timeZone, locale = 'en' }: TimeStyle = {}): string {
  const format = new Intl.DateTimeFormat(locale, {
    ...(timeZone === undefined ? {} : { timeZone }),
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const parts: Parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
}

/** As short as it can be told apart now: `06:00` today, `23 Nov 21:14` this year, `23 Nov 2025 21:14` before. */
export function shortTime(at: Instant, now: Instant, style: TimeStyle = {}): string {
  const then = partsOf(at, style);
  const today = partsOf(now, style);
  const time = `${then.hour}:${then.minute}`;
  if (then.year !== today.year) return `${then.day} ${then.month} ${then.year} ${time}`;
  if (then.month !== today.month || then.day !== today.day) return `${then.day} ${then.month} ${time}`;
  return time;
}

/** In full, with UTC beside: `23 Nov 2026 22:14:05 GMT+1 (21:14:05 UTC)`; the day too where UTC has another. */
export function fullTime(at: Instant, style: TimeStyle = {}): string {
  const local = partsOf(at, style);
  const utc = partsOf(at, { ...style, timeZone: 'UTC' });
  const day = ({ day, month, year }: Parts) => `${day} ${month} ${year}`;
  const time = ({ hour, minute, second }: Parts) => `${hour}:${minute}:${second}`;
  if (local.timeZoneName === utc.timeZoneName) return `${day(utc)} ${time(utc)} UTC`;
  const beside = day(local) === day(utc) ? time(utc) : `${day(utc)} ${time(utc)}`;
  return `${day(local)} ${time(local)} ${local.timeZoneName} (${beside} UTC)`;
}
