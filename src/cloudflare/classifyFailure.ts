import { APIConnectionTimeoutError, APIError } from 'cloudflare/core/error';
import type { ApiError, Problem, ProblemKind, Refusal } from '../tunnels/problems/problem.ts';
import { readEnvelope } from './envelope.ts';

/** What is known of an HTTP answer that was not a success. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly errors: readonly ApiError[];
}

/** Sorts whatever a request threw. `now` turns a `Retry-After` in seconds into a time. */
export function problemOf(error: unknown, now: number): Problem {
  if (error instanceof APIConnectionTimeoutError) return timeout;
  if (isStatusError(error)) {
    const { status, headers = new Headers() } = error;
    return answerProblem({ status, headers, errors: errorsIn(error.error) }, now);
  }
  return transportProblem(error);
}

/** A request that was given up after the time it may take. */
export const timeout: Problem = { kind: 'timeout', detail: 'no complete answer within the time limit' };

/** An answer with a status of failure, or one that reports `success: false`. */
export function answerProblem({ status, headers, errors }: FailedAnswer, now: number): Problem {
  const api = errors[0];
  const ray = headers.get('cf-ray');
  const retryAt = retryTime(headers, now);
  return {
    ...classify(status, headers, api),
    detail: status >= 300 && status < 400 ? `HTTP ${status}: redirected, not followed` : `HTTP ${status}`,
    status,
    ...(api === undefined ? {} : { api }),
    ...(ray === null ? {} : { ray }),
    ...(retryAt === undefined ? {} : { retryAt }),
  };
}

/** An answer with a status of success that is not what the API sends; `field` names where, if it got that far. */
export function badResponse(detail: string, headers: Headers, field?: string): Problem {
  const ray = headers.get('cf-ray');
  return {
    ...(isChallenge(headers) ? challenge : { kind: 'badResponse' }),
    detail,
    ...(field === undefined ? {} : { field }),
    ...(ray === null ? {} : { ray }),
  };
}

type Classification = Pick<Problem, 'kind' | 'refusal'>;

const challenge: Classification = { kind: 'blocked', refusal: 'challenge' };

/**
 * By status first, then by code: the API answers the same code with several statuses, and its messages are no contract.
 * https://developers.cloudflare.com/fundamentals/api/troubleshooting/
 */
function classify(status: number, headers: Headers, api: ApiError | undefined): Classification {
  if (isChallenge(headers)) return challenge;
  if (status === 429) return { kind: 'rateLimited' };
  if (status >= 500) return { kind: 'server' };
  if (status >= 300 && status < 400) return { kind: 'badResponse' };
  if (status === 404 || api?.code === 7003) return { kind: 'notFound' };
  if (api === undefined) return { kind: kindWithoutCode(status) };
  if (isAddressFilter(api)) return { kind: 'blocked', refusal: 'addressFilter' };
  const refusal = refusalOf(api);
  if (refusal !== undefined) return { kind: 'auth', refusal };
  // 10000 at 403: the gateway's word for a missing permission or an account of somebody else's.
  if (status === 403) return { kind: 'forbidden', refusal: 'noPermission' };
  // 10000 at 401: the gateway does not know the token, or no longer.
  if (status === 401)
    return api.code === 10000 ? { kind: 'auth', refusal: 'unknownToken' } : { kind: 'auth' };
  return { kind: api.code === 9106 ? 'auth' : 'server' };
}

function kindWithoutCode(status: number): ProblemKind {
  if (status === 403) return 'blocked';
  return status === 401 ? 'auth' : 'badResponse';
}

function isChallenge(headers: Headers): boolean {
  return headers.get('cf-mitigated') === 'challenge';
}

/** 9109 stands for several refusals; the one of an address filter can be told apart by its text only. */
function isAddressFilter({ code, message }: ApiError): boolean {
  return code === 9109 && message.includes('from location');
}

/** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ names some of the codes; the others are in use. */
function refusalOf({ code, chain }: ApiError): Refusal | undefined {
  switch (code) {
    case 6003:
      return chain.map(malformed).find((found) => found !== undefined) ?? 'malformedToken';
    case 1000:
    case 9109:
      return 'unknownToken';
    case 9103:
      return 'unknownKey';
    case 1001:
      return 'accountToken';
    case undefined:
    default:
      return undefined;
  }
}

/** The chain of 6003 says which header it is that cannot be right. */
function malformed({ code }: ApiError['chain'][number]): Refusal | undefined {
  switch (code) {
    case 6111:
      return 'malformedToken';
    case 6103:
      return 'malformedKey';
    case 6102:
      return 'malformedEmail';
    case undefined:
    default:
      return undefined;
  }
}

/** What is longer than any limit of Cloudflare's is an error, and timers and calendars have their ends. */
const longestRetryMs = 24 * 3_600_000;

/** `Retry-After` is a number of seconds or an HTTP date: of the server's clock, which the answer's `Date` tells. */
function retryTime(headers: Headers, now: number): number | undefined {
  const header = headers.get('retry-after');
  if (header === null) return undefined;
  const sentAt = Date.parse(headers.get('date') ?? '');
  const waitMs = /^\d+$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - (Number.isNaN(sentAt) ? now : sentAt);
  return Number.isNaN(waitMs) ? undefined : now + Math.min(waitMs, longestRetryMs);
}

/** The SDK's type leaves all three open to `any`; of an error without an answer it leaves them out. */
function isStatusError(error: unknown): error is APIError<number, Headers | undefined, object | undefined> {
  return error instanceof APIError && typeof error.status === 'number';
}

function errorsIn(body: unknown): readonly ApiError[] {
  return readEnvelope(body)?.errors ?? [];
}

/**
 * Whether the server had closed the connection before it answered, as it does with one that was idle for long, or while
 * the machine slept: what Node's fetch says of that, and what Electron's does.
 */
export function isClosedConnection(error: unknown): boolean {
  return [...causes(error)].flatMap(codeOf).some((code) => closedConnectionCodes.has(code));
}

const closedConnectionCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'ERR_CONNECTION_CLOSED',
  'ERR_CONNECTION_RESET',
  'ERR_EMPTY_RESPONSE',
  'ERR_NETWORK_CHANGED',
  'ERR_NETWORK_IO_SUSPENDED',
  'ERR_SOCKET_NOT_CONNECTED',
]);

function transportProblem(error: unknown): Problem {
  const codes = [...causes(error)].flatMap(codeOf);
  const [detail = 'no connection'] = codes;
  if (codes.some(isTlsCode)) return { kind: 'tls', detail };
  if (codes.some((code) => /TIMED_?OUT|TIMEOUT/.test(code))) return { kind: 'timeout', detail };
  return { kind: 'network', detail };
}

/** The error and what caused it, outermost first; bounded, since a cause may be its own. */
function* causes(error: unknown): Generator {
  let current = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    yield current;
    if (current instanceof AggregateError) yield* current.errors;
    current = current.cause;
  }
}

/** Node names an error's sort in `code`; Electron's network stack only in its text, as `net::ERR_…`. */
function codeOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  if ('code' in error && typeof error.code === 'string') return [error.code];
  const electron = /net::(ERR_[A-Z_]+)/.exec(error.message)?.[1];
  return electron === undefined ? [] : [electron];
}

function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL|CERT)|CERT|^UNABLE_TO_(VERIFY|GET_ISSUER)|^EPROTO$/.test(code);
}
