import { refusal, success } from './answers.ts';
import type { Answer } from './answers.ts';

/** The API's own default is not documented; a small one shows a client that relies on it. */
const defaultPerPage = 20;

interface PageRules {
  /** The largest `per_page`: 1000 for tunnels; for accounts undocumented, 50 is what is known to work. */
  readonly maximum: number;
  /** Whether `result_info` tells the number of pages: for tunnels it does not. */
  readonly totalPages: boolean;
}

/** The page asked for by `page` and `per_page`. `total` is what `result_info` calls `total_count`. */
export function paged(
  items: readonly unknown[],
  total: number,
  query: Readonly<Record<string, string>>,
  { maximum, totalPages }: PageRules,
): Answer {
  const page = wholeNumber(query['page'], 1);
  const perPage = wholeNumber(query['per_page'], defaultPerPage);
  if (page === undefined || page < 1) return outOfRange('page');
  if (perPage === undefined || perPage < 1 || perPage > maximum) return outOfRange('per_page');
  const result = items.slice((page - 1) * perPage, page * perPage);
  return success(result, {
    result_info: {
      count: result.length,
      page,
      per_page: perPage,
      total_count: total,
      ...(totalPages ? { total_pages: Math.ceil(total / perPage) } : {}),
    },
  });
}

function wholeNumber(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The code is not documented; the pointer to the parameter is part of the envelope's contract. */
function outOfRange(parameter: string): Answer {
  return refusal(400, {
    code: 1002,
    message: `Invalid value for ${parameter}`,
    documentation_url: 'https://developers.cloudflare.com/fundamentals/api/reference/',
    source: { pointer: `/${parameter}` },
  });
}
