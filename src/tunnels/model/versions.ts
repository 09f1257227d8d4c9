import type { Instant } from '../text/time.ts';

/** A release of cloudflared, by the calendar: `2026.8.2` is the third release of August 2026. */
export interface Version {
  readonly year: number;
  readonly month: number;
  readonly patch: number;
}

/** What follows a dash or a plus names a build of the release; anything else is not a release of cloudflared. */
const form = /^v?(20\d\d)\.(0?[1-9]|1[0-2])\.(\d{1,4})(?:[-+].*)?$/s;

/** `undefined`: a text that is no calendar version (a development build, another connector), or none. */
export function parseVersion(text: string | undefined): Version | undefined {
  const [, year, month, patch] = form.exec(text?.trim() ?? '') ?? [];
  if (year === undefined || month === undefined || patch === undefined) return undefined;
  return { year: Number(year), month: Number(month), patch: Number(patch) };
}

export function versionText({ year, month, patch }: Version): string {
  return `${year}.${month}.${patch}`;
}

/** Less than zero where `a` is older. */
export function compareVersions(a: Version, b: Version): number {
  return a.year - b.year || a.month - b.month || a.patch - b.patch;
}

/** By the calendar of the releases, not by days: 3 from `2026.5.0` to `2026.8.2`, 0 within a month. */
export function monthsBetween(older: Version, newer: Version): number {
  return (newer.year - older.year) * 12 + newer.month - older.month;
}

/**
 * The newest release when this was written, in November 2026: of August 2026.
 * https://github.com/cloudflare/cloudflared/releases
 */
export const newestRelease: Version = { year: 2026, month: 8, patch: 2 };

/** What the versions of connectors are measured against. */
export interface Newest {
  readonly version: Version;
  /** From where it is known: from this extension, from the whole account, or from what was read of the account. */
  readonly from: 'release' | 'account' | 'part';
}

/**
 * The newest release that is known, also by the versions that were read from an account at a time. `isWhole`: those of
 * all its connectors.
 */
export function newestKnown(texts: Iterable<string | undefined>, readAt: Instant, isWhole: boolean): Newest {
  const date = new Date(readAt);
  const thisMonth: Version = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    patch: Infinity,
  };
  let newest: Newest = { version: newestRelease, from: 'release' };
  for (const text of texts) {
    const version = parseVersion(text);
    if (version === undefined || compareVersions(version, newest.version) <= 0) continue;
    // A build may call itself anything, but none of a month to come has been released.
    if (compareVersions(version, thisMonth) > 0) continue;
    newest = { version, from: isWhole ? 'account' : 'part' };
  }
  return newest;
}
