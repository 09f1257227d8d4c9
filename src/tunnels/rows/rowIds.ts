/** The row's id, and those of all rows above it, wherever it stands: an account has a row only beside another one. */
export function idsOnPath(id: string): readonly string[] {
  const keys = id.split('/');
  return keys.map((_, index) => keys.slice(0, index + 1).join('/'));
}

/** A row's id, or the end of it, by the keys on the way there. They come from the API: one with a slash is no path. */
export function path(...keys: readonly string[]): string {
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
  return keys.map((key) => key.replace(/[%/!]/g, escaped)).join('/');
}
