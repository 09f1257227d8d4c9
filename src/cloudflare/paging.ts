import { ProblemError } from '../tunnels/problems/problem.ts';
import type { ListInfo } from './envelope.ts';

/** One page of a list. */
export interface Page {
  readonly items: readonly unknown[];
  readonly info: ListInfo;
}

/** Sizes that servers give a page where nobody asked: an answer of just so many may be but the first. */
const usualSizes = new Set([20, 25, 50, 100]);

/**
 * All items of a list that comes in pages, page by page. What ends it is what the answer itself says: a page shorter than
 * its `per_page` (which may be less than was asked for), or as many items as `total_count`, which counts deleted ones too
 * and so proves no shortfall, but is never less than what there is. Items that move from page to page while the list
 * changes are kept once.
 *
 * Rejects where a server that names the size of its pages sends the same full page again and again.
 */
export async function readPages(
  askedSize: number,
  fetchPage: (page: number) => Promise<Page>,
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  for (let page = 1; ; page++) {
    const { items: fetched, info } = await fetchPage(page);
    const fresh = fetched.filter((item) => {
      const id = idOf(item);
      return id === undefined || !seen.has(id);
    });
    items.push(...fresh);
    if (isLast(fetched.length, items.length, askedSize, info)) return items;
    if (!fresh.some((item) => idOf(item) !== undefined)) {
      // It was not said that there are pages: the same again is all that there is.
      if (info.perPage === undefined && fetched.length < askedSize) return items;
      throw new ProblemError({ kind: 'badResponse', detail: `page ${page} repeats`, field: 'result' });
    }
    for (const item of fresh) {
      const id = idOf(item);
      if (id !== undefined) seen.add(id);
    }
  }
}

function isLast(onPage: number, soFar: number, askedSize: number, { perPage, total }: ListInfo): boolean {
  if (onPage === 0 || (total !== undefined && soFar >= total)) return true;
  if (perPage !== undefined) return onPage < perPage;
  return onPage < askedSize && !usualSizes.has(onPage);
}

function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' ? item.id : undefined;
}
