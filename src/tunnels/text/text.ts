/**
 * Control characters, invisible ones and those that turn the direction of writing: a name that holds one could pass
 * for another. Surrogates that stand alone count too: they cannot be shown.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** Text from outside as it may be shown: what cannot be seen becomes its escape, `\u202E`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** As many of its characters as `count`; none is cut in two, as by its UTF-16 units. */
export function firstCharacters(text: string, count: number): string {
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}

/** Text from outside for a place where VS Code reads `$(name)` as an icon: quick picks, the status bar. */
export function withoutIcons(text: string): string {
  return visible(text).replaceAll('$(', '\\$(');
}

/** Text from outside for a message of VS Code, which makes a link, a command too, of `[words](address)`. */
export function withoutLinks(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

/**
 * Text from outside for a place where VS Code reads Markdown: every character that could be markup is escaped. So is the
 * one that begins an icon: those are looked for after the backslashes are gone, but before references are resolved.
 */
export function escapeMarkdown(text: string): string {
  return visible(text).replace(/[!-/:-@[-`{-~]/g, (mark) => (mark === '$' ? '&#36;' : `\\${mark}`));
}

/** Text from outside for a Markdown document, to be read both as its source and in a preview: as inline code. */
export function inCode(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Markdown takes one space off each end where both have one.
  const padding = /^[` ]|[` ]$/.test(shown) || shown === '' ? ' ' : '';
  return `${fence}${padding}${shown}${padding}${fence}`;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** An order for people, `web-2` before `web-10`, that also tells apart what they would read as the same. */
export function compareText(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
