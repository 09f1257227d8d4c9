import { createHash } from 'node:crypto';

/** A UUID that is the same in each run for the same words, in the form of the random ones that the API hands out. */
export function idOf(...words: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(words.join('\n')).digest('hex');
  const variant = 'ab89'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Account and token ids are the 32 digits of a UUID without its dashes. */
export function tagOf(...words: readonly (string | number)[]): string {
  return idOf(...words).replaceAll('-', '');
}
