import { refusal } from './answers.ts';
import type { Answer } from './answers.ts';
import type { Principal } from './principals.ts';

/**
 * Cloudflare's limit: 1,200 requests in 5 minutes per person, over all of that person's tokens and keys, or per
 * account-owned token; whoever exceeds it is refused for the next 5 minutes.
 * https://developers.cloudflare.com/fundamentals/api/reference/limits/
 */
export interface RateLimit {
  /** Changes apply from the next request on. */
  requests: number;
  windowSeconds: number;
}

interface Window {
  endsAt: number;
  spent: number;
}

export class RateCounter {
  readonly limit: RateLimit;
  readonly #windows = new Map<string, Window>();

  constructor(limit: Partial<RateLimit> = {}) {
    this.limit = { requests: 1200, windowSeconds: 300, ...limit };
  }

  /** Counts requests of this sender; `over`: the limit is exceeded. */
  spend(owner: string, now: number, requests: number): { headers: Record<string, string>; over: boolean } {
    const window = this.#windowOf(owner, now);
    const wasOver = window.spent > this.limit.requests;
    window.spent += requests;
    const over = window.spent > this.limit.requests;
    if (over && !wasOver) window.endsAt = now + this.limit.windowSeconds * 1000;
    const seconds = Math.max(0, Math.ceil((window.endsAt - now) / 1000));
    const left = Math.max(0, this.limit.requests - window.spent);
    return {
      over,
      headers: {
        ratelimit: `"default";r=${left};t=${seconds}`,
        'ratelimit-policy': `"burst";q=${this.limit.requests};w=${this.limit.windowSeconds}`,
        ...(over ? { 'retry-after': String(seconds) } : {}),
      },
    };
  }

  #windowOf(owner: string, now: number): Window {
    const known = this.#windows.get(owner);
    if (known !== undefined && now < known.endsAt) return known;
    const fresh = { endsAt: now + this.limit.windowSeconds * 1000, spent: 0 };
    this.#windows.set(owner, fresh);
    return fresh;
  }
}

/** Whose budget a request spends: the sample's persons are one, an account-owned token is its own. */
export function budgetOwner(principal: Principal | undefined): string {
  if (principal === undefined) return 'unknown';
  return principal.kind === 'token' && principal.owner === 'account' ? principal.id : 'person';
}

export const tooManyRequests = (headers?: Readonly<Record<string, string>>): Answer =>
  refusal(429, { code: 971, message: 'Please wait and consider throttling your request speed' }, headers);
