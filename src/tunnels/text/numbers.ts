import type { TimeStyle } from './time.ts';

/** `1,000`, as the person's language writes it. */
export function countText(count: number, { locale = 'en' }: Pick<TimeStyle, 'locale'>): string {
  return count.toLocaleString(locale);
}
