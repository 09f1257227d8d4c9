import type { ApiRequest } from './authenticate.ts';

/**
 * Which requests are meant. A text is looked for in path and query (`/cfd_tunnel?is_deleted=false&page=2`, the path
 * without `/client/v4`), an expression is tested on them, a function gets the request.
 */
export type Match = string | RegExp | ((request: ApiRequest) => boolean);

export function matches(match: Match, request: ApiRequest): boolean {
  if (typeof match === 'function') return match(request);
  const query = new URLSearchParams(request.query).toString();
  const target = query === '' ? request.path : `${request.path}?${query}`;
  return typeof match === 'string' ? target.includes(match) : target.search(match) >= 0;
}
