import { ProblemError } from '../tunnels/problems/problem.ts';

/**
 * All rows of a list that comes in pages: page by page until one is short, which saves the request for an empty page
 * that `result_info` (its `total_count` ignores filters) cannot save. Rows that move from page to page while the list
 * changes are kept once.
 *
 * Rejects where a server sends the same full page again and again.
 */
export async function readPages(
  perPage: number,
  fetchPage: (page: number) => Promise<readonly unknown[]>,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  for (let page = 1; ; page++) {
    const fetched = await fetchPage(page);
    const fresh = fetched.filter((row) => {
      const id = idOf(row);
      return id === undefined || !seen.has(id);
    });
    rows.push(...fresh);
    if (fetched.length < perPage) return rows;
    if (!fresh.some((row) => idOf(row) !== undefined)) {
      throw new ProblemError({ kind: 'badResponse', detail: `page ${page} repeats`, field: 'result' });
    }
    for (const row of fresh) {
      const id = idOf(row);
      if (id !== undefined) seen.add(id);
    }
  }
}

function idOf(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null || !('id' in row)) return undefined;
  return typeof row.id === 'string' ? row.id : undefined;
}
