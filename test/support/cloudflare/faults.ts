import { jsonAnswer, refusal } from './answers.ts';
import type { Answer, WireError } from './answers.ts';
import type { ApiRequest } from './authenticate.ts';
import { idOf } from './ids.ts';
import { tooManyRequests } from './rateCounter.ts';

/** What can go wrong with an answer. Those of the first group are about bytes and time, the others about content. */
export type Fault =
  /** No answer, ever; the socket stays open. */
  | { readonly kind: 'hang' }
  /** Status, headers and the first bytes of the body, then nothing. */
  | { readonly kind: 'hangInBody' }
  /** The socket is reset before an answer. */
  | { readonly kind: 'reset' }
  /** The socket is closed after the first bytes of the body. */
  | { readonly kind: 'resetInBody' }
  /** The answer waits; with `betweenMs`, its body comes in ten parts with that much time in between. */
  | { readonly kind: 'slow'; readonly beforeMs?: number; readonly betweenMs?: number }
  /** The answer, made when the request came, is held back until the promise is kept. Lets a test act in mid-request. */
  | { readonly kind: 'held'; readonly until: Promise<unknown> }
  /** The first half of the body, as if it were all. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'emptyBody' }
  /** Cloudflare's challenge page: 403, HTML, `cf-mitigated: challenge`. */
  | { readonly kind: 'challenge' }
  /** A page of HTML, from Cloudflare's edge or from a proxy in between. */
  | { readonly kind: 'html'; readonly status: number }
  /** A refusal of the API; code and message by status unless given. */
  | { readonly kind: 'refusal'; readonly status: number; readonly error?: WireError }
  /** 429; `retryAfter` in seconds or as a date; left out, the header is missing. */
  | { readonly kind: 'rateLimited'; readonly retryAfter?: number | Date }
  /** To this address, with the same path behind it. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** JSON, but not the API's frame: this value instead of it. */
  | { readonly kind: 'wrongEnvelope'; readonly value?: unknown }
  | { readonly kind: 'nullResult' }
  /** Items with values of another type: the first or all; these fields or all. A single object counts as an item. */
  | { readonly kind: 'wrongShape'; readonly items: 'first' | 'all'; readonly fields?: readonly string[] }
  /** Every page is the first one, and full: a server that ignores `page`. */
  | { readonly kind: 'samePage' }
  /** So many items a page, whatever was asked for; not `named`: the answer does not say so. */
  | { readonly kind: 'smallPages'; readonly perPage: number; readonly named: boolean }
  /** Whatever else: the result as this makes it. */
  | { readonly kind: 'changedResult'; readonly change: (result: unknown) => unknown };

/** The request that the API is to answer under a fault. */
export function requestUnder(fault: Fault | undefined, request: ApiRequest): ApiRequest {
  if (fault?.kind === 'samePage') return { ...request, query: { ...request.query, page: '1' } };
  if (fault?.kind === 'smallPages') {
    return { ...request, query: { ...request.query, per_page: String(fault.perPage) } };
  }
  return request;
}

/** The answer under a fault of content; under one of bytes and time it is as it was. */
export function answerUnder(fault: Fault | undefined, answer: Answer, request: ApiRequest): Answer {
  switch (fault?.kind) {
    case undefined:
    case 'hang':
    case 'hangInBody':
    case 'reset':
    case 'resetInBody':
    case 'slow':
    case 'held':
      return answer;
    case 'truncated':
      return { ...answer, body: answer.body.slice(0, Math.ceil(answer.body.length / 2)) };
    case 'emptyBody':
      return { ...answer, body: '' };
    case 'challenge':
      return htmlAnswer(403, 'Just a moment...', { 'cf-mitigated': 'challenge' });
    case 'html':
      return htmlAnswer(fault.status, `Error ${fault.status}`);
    case 'refusal':
      return refusal(fault.status, fault.error ?? usualError(fault.status));
    case 'rateLimited':
      return tooManyRequests(retryAfter(fault.retryAfter));
    case 'redirect':
      return {
        status: fault.status ?? 302,
        headers: { location: new URL(fault.to).origin + '/client/v4' + request.path },
        body: '',
      };
    case 'wrongEnvelope':
      return jsonAnswer(200, 'value' in fault ? fault.value : { ok: true, data: [] });
    case 'nullResult':
      return withResult(answer, () => null);
    case 'wrongShape':
      return withResult(answer, (result) => misshapen(result, fault.items, fault.fields));
    case 'samePage':
      return withTotal(
        withResult(answer, (result) => filledUp(result, Number(request.query['per_page'] ?? '20'))),
        1_000_000,
      );
    case 'smallPages':
      return fault.named ? answer : withoutInfo(answer);
    case 'changedResult':
      return withResult(answer, fault.change);
  }
}

function htmlAnswer(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers }, body };
}

/** The codes that the API is known to send with a status; 10013 stands for any fault on its own side. */
function usualError(status: number): WireError {
  if (status === 401 || status === 403) return { code: 10000, message: 'Authentication error' };
  if (status === 404) return { code: 7003, message: 'No route for the URI' };
  return { code: 10013, message: 'Internal server error' };
}

function retryAfter(value: number | Date | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  return { 'retry-after': typeof value === 'number' ? String(value) : value.toUTCString() };
}

function withTotal(answer: Answer, total: number): Answer {
  const envelope = JSON.parse(answer.body) as { result_info?: object };
  return {
    ...answer,
    body: JSON.stringify({ ...envelope, result_info: { ...envelope.result_info, total_count: total } }),
  };
}

function withoutInfo(answer: Answer): Answer {
  const envelope = JSON.parse(answer.body) as Record<string, unknown>;
  return { ...answer, body: JSON.stringify({ ...envelope, result_info: undefined }) };
}

/** Leaves refusals as they are: they have no result to change. */
function withResult(answer: Answer, change: (result: unknown) => unknown): Answer {
  const envelope: unknown = JSON.parse(answer.body);
  if (typeof envelope !== 'object' || envelope === null || answer.status !== 200) return answer;
  const result = 'result' in envelope ? envelope.result : undefined;
  return { ...answer, body: JSON.stringify({ ...envelope, result: change(result) }) };
}

function misshapen(result: unknown, items: 'first' | 'all', fields: readonly string[] | undefined): unknown {
  if (!Array.isArray(result)) return misshapenItem(result, fields);
  return result.map((item: unknown, index) =>
    items === 'all' || index === 0 ? misshapenItem(item, fields) : item,
  );
}

function misshapenItem(item: unknown, fields: readonly string[] | undefined): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, unknown]) => [
      name,
      fields === undefined || fields.includes(name) ? anotherType(value) : value,
    ]),
  );
}

function anotherType(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? 'not what it was' : { unexpected: true };
}

function filledUp(result: unknown, size: number): unknown {
  if (!Array.isArray(result)) return result;
  const items: readonly unknown[] = result;
  const [first] = items;
  if (typeof first !== 'object' || first === null) return result;
  return Array.from(
    { length: size },
    (_, index): unknown => items[index] ?? { ...first, id: idOf('filling', index) },
  );
}
