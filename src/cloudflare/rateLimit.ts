import type { RateLimit } from '../tunnels/model/tunnel.ts';
import type { Instant } from '../tunnels/text/time.ts';

const forms = {
  remaining: parameter('r'),
  seconds: parameter('t'),
  requests: parameter('q'),
  windowSeconds: parameter('w'),
};

/** Up to six digits, which is more than any limit has. */
function parameter(name: string): RegExp {
  return new RegExp(`;\\s*${name}=(\\d{1,6})(?=\\s*(?:;|$))`);
}

/**
 * What an answer says of the API's limit: `Ratelimit: "default";r=50;t=30` (requests left, seconds until the window
 * ends) and `Ratelimit-Policy: "burst";q=100;w=60` (requests per window, its seconds). `undefined` where it does not,
 * or what it says makes no sense.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export function readRateLimit(headers: Headers, now: Instant): RateLimit | undefined {
  const left = headers.get('ratelimit');
  const policy = headers.get('ratelimit-policy');
  const remaining = number(left, forms.remaining);
  const seconds = number(left, forms.seconds);
  const requests = number(policy, forms.requests);
  const windowSeconds = number(policy, forms.windowSeconds);
  if (remaining === undefined || seconds === undefined) return undefined;
  if (requests === undefined || windowSeconds === undefined) return undefined;
  if (requests === 0 || windowSeconds === 0) return undefined;
  return { remaining, resetsAt: now + seconds * 1000, requests, windowMs: windowSeconds * 1000 };
}

/** The first item of a structured header. */
function number(header: string | null, form: RegExp): number | undefined {
  const [item = ''] = (header ?? '').split(',');
  const digits = form.exec(item)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
