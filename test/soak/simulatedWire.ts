import { answerOf } from '../support/cloudflare/api.ts';
import { senderOf } from '../support/cloudflare/authenticate.ts';
import type { ApiRequest } from '../support/cloudflare/authenticate.ts';
import type { Company } from '../support/cloudflare/company.ts';
import { answerUnder, requestUnder } from '../support/cloudflare/faults.ts';
import type { Fault } from '../support/cloudflare/faults.ts';
import { budgetOwner, RateCounter, tooManyRequests } from '../support/cloudflare/rateCounter.ts';
import type { FakeClock } from '../support/fakeClock.ts';
import type { Random } from './random.ts';

/** For a request that is never answered: so long until the client gives it up. */
const timeoutMs = 15_000;

/**
 * The stand-in's answers without a network: what they take passes on the clock, so that hours need seconds. Of the
 * faults, those of bytes and time are what `fetch` makes of them.
 */
export class Wire {
  /** Whether faults come at all. */
  isCalm = false;
  /** Requests on their way. */
  waiting = 0;
  requests = 0;
  readonly faults = new Map<string, number>();
  readonly #company: Company;
  readonly #clock: FakeClock;
  readonly #random: Random;
  readonly #rates = new RateCounter();
  readonly #began: number;
  /** A bad time at Cloudflare: by account, which fault, until when. */
  readonly #episodes = new Map<string, { readonly fault: Fault; readonly until: number }>();

  constructor(company: Company, clock: FakeClock, random: Random) {
    this.#company = company;
    this.#clock = clock;
    this.#random = random;
    this.#began = clock.now();
  }

  /** Cloudflare's time: nobody sets it. */
  get now(): number {
    return this.#began + this.#clock.passed;
  }

  /** Someone else who uses the same person's credentials. */
  spend(requests: number): void {
    this.#rates.spend('person', this.now, requests);
  }

  strike(accountId: string, ms: number): void {
    this.#episodes.set(accountId, { fault: this.#anyFault(), until: this.now + ms });
  }

  readonly fetch: typeof fetch = async (input, init) => {
    this.requests += 1;
    const request = requestFrom(input, init);
    const fault = this.#faultOf(request);
    if (fault !== undefined) this.faults.set(fault.kind, (this.faults.get(fault.kind) ?? 0) + 1);
    const sender = senderOf(request, this.#company.principals);
    const owner = budgetOwner('principal' in sender ? sender.principal : undefined);
    const { over, headers } = this.#rates.spend(owner, this.now, 1);
    const plain = over ? tooManyRequests() : answerOf(requestUnder(fault, request), this.#company, this.now);
    const answer = answerUnder(fault, plain, request);
    await this.#pass(fault?.kind === 'hang' ? timeoutMs : this.#random.whole(20, 400), init?.signal);
    if (fault?.kind === 'hang') throw networkError('ETIMEDOUT');
    if (fault?.kind === 'reset') throw networkError('ECONNRESET');
    return new Response(fault?.kind === 'resetInBody' ? brokenOff() : answer.body, {
      status: answer.status,
      headers: { date: new Date(this.now).toUTCString(), ...headers, ...answer.headers },
    });
  };

  async #pass(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
    this.waiting += 1;
    try {
      await new Promise<void>((resolve, reject) => {
        const giveUp = () => {
          cancel();
          reject(new DOMException('given up', 'AbortError'));
        };
        const cancel = this.#clock.startTimer(ms, () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        });
        if (signal?.aborted === true) giveUp();
        else signal?.addEventListener('abort', giveUp, { once: true });
      });
    } finally {
      this.waiting -= 1;
    }
  }

  #faultOf({ path }: ApiRequest): Fault | undefined {
    if (this.isCalm) return undefined;
    const episode = [...this.#episodes].find(([id, { until }]) => path.includes(id) && this.now < until);
    return episode?.[1].fault ?? (this.#random.chance(0.02) ? this.#anyFault() : undefined);
  }

  #anyFault(): Fault {
    const random = this.#random;
    return random.one<Fault>([
      { kind: 'hang' },
      { kind: 'reset' },
      { kind: 'resetInBody' },
      { kind: 'truncated' },
      { kind: 'emptyBody' },
      { kind: 'challenge' },
      { kind: 'html', status: random.one([200, 503, 520]) },
      { kind: 'refusal', status: random.one([401, 403, 404]) },
      { kind: 'refusal', status: random.one([500, 502, 503, 520, 524]) },
      { kind: 'rateLimited' },
      { kind: 'rateLimited', retryAfter: random.whole(1, 600) },
      { kind: 'rateLimited', retryAfter: new Date(this.now + random.whole(-60, 600) * 1000) },
      { kind: 'wrongEnvelope' },
      { kind: 'nullResult' },
      { kind: 'wrongShape', items: random.one(['first', 'all'] as const) },
      { kind: 'samePage' },
    ]);
  }
}

export function urlOf(input: Parameters<typeof fetch>[0]): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}

function requestFrom(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): ApiRequest {
  const { pathname, searchParams } = new URL(urlOf(input));
  return {
    method: init?.method ?? 'GET',
    path: pathname.replace('/client/v4', ''),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(new Headers(init?.headers)),
  };
}

function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function brokenOff(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"success":tr'));
    },
    pull(controller) {
      controller.error(networkError('ECONNRESET'));
    },
  });
}
