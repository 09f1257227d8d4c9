import * as z from 'zod/mini';

/** What could be read of an answer, and the paths of the fields that could not, `result[3].created_at`. */
export interface Read<T> {
  readonly value: T;
  readonly unreadable: readonly string[];
}

/**
 * Reads `input` by a schema whose every field may be missing, keeping all that fits: a field of a wrong type is left
 * out and named, so that one bad field does not lose its item nor one bad item the list. `value` is `undefined` where
 * nothing fits. Never throws.
 */
export function readTolerantly<T>(schema: z.ZodMiniType<T>, input: unknown, at: string): Read<T | undefined> {
  const unreadable: string[] = [];
  let candidate = input;
  for (;;) {
    const result = z.safeParse(schema, candidate);
    if (result.success) return { value: result.data, unreadable };
    const paths = result.error.issues.map((issue) => issue.path);
    const named = paths.map((path) => at + pathText(path));
    // A field that is asked for again may not be missing: without this check its reading would never end.
    const isRequired = named.some((name) => unreadable.includes(name));
    unreadable.push(...named);
    if (isRequired || paths.some((path) => path.length === 0)) return { value: undefined, unreadable };
    // Each round takes away at least one field, so this ends.
    candidate = paths.reduce(without, candidate);
  }
}

function without(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return undefined;
  if (Array.isArray(value) && typeof key === 'number') {
    const items: readonly unknown[] = value;
    return items.map((item, index) => (index === key ? without(item, rest) : item));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? without(item, rest) : item]));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}
