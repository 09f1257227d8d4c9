import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf } from './cloudflare/api.ts';
import { senderOf } from './cloudflare/authenticate.ts';
import type { ApiRequest } from './cloudflare/authenticate.ts';
import type { Company } from './cloudflare/company.ts';
import { deliver } from './cloudflare/deliver.ts';
import { answerUnder, requestUnder } from './cloudflare/faults.ts';
import type { Fault } from './cloudflare/faults.ts';
import { tagOf } from './cloudflare/ids.ts';
import { matches } from './cloudflare/match.ts';
import type { Match } from './cloudflare/match.ts';
import { budgetOwner, RateCounter, tooManyRequests } from './cloudflare/rateCounter.ts';
import type { RateLimit } from './cloudflare/rateCounter.ts';
import { sampleCompany } from './sampleCompany.ts';

export type { Fault } from './cloudflare/faults.ts';
export { refusedUrl } from './cloudflare/refusedUrl.ts';
export { sampleCompany, sampleKey, sampleTokens } from './sampleCompany.ts';

/**
 * A stand-in for the Cloudflare API, on this machine only: it answers like `https://api.cloudflare.com/client/v4` for
 * what this extension reads, fails on request, and records what it was asked.
 */
export interface CloudflareServer {
  /** What the extension's `apiBaseUrl` is to be: `http://127.0.0.1:43127/client/v4`. */
  readonly url: string;
  /** Mutable: what a test changes, the next request sees. */
  readonly company: Company;
  /** Every request, in the order of arrival, also those that a fault befell. */
  readonly requests: readonly RecordedRequest[];
  /** Mutable. */
  readonly rateLimit: RateLimit;
  /**
   * From now on requests that match have this fault, at most `times` of them; of several faults for one request the
   * one set last. Returns a function that ends it.
   */
  fail(match: Match, fault: Fault, options?: { readonly times?: number }): () => void;
  /** The next request that matches, as soon as it arrives: its `status` is not known yet then. */
  arrival(match: Match): Promise<RecordedRequest>;
  /** Spends the budget of a credential's owner (its token or key), as someone else who uses it too would. */
  spend(secret: string, requests: number): void;
  /** Ends all sockets and timers. May be called again. */
  close(): Promise<void>;
}

export interface RecordedRequest extends ApiRequest {
  readonly at: number;
  /** Of the answer; `undefined` where none was sent (yet). */
  readonly status: number | undefined;
}

export interface CloudflareServerOptions {
  readonly company?: Company;
  readonly now?: () => number;
  readonly rateLimit?: Partial<RateLimit>;
  /** Defaults to any that is free. */
  readonly port?: number;
}

interface SetFault {
  readonly match: Match;
  readonly fault: Fault;
  left: number;
}

const base = '/client/v4';

export async function startCloudflareServer(
  options: CloudflareServerOptions = {},
): Promise<CloudflareServer> {
  const { now = Date.now } = options;
  const company = options.company ?? sampleCompany(now());
  const rates = new RateCounter(options.rateLimit);
  const requests: (RecordedRequest & { status: number | undefined })[] = [];
  const faults: SetFault[] = [];
  const waiting: { match: Match; resolve: (request: RecordedRequest) => void }[] = [];
  const timers = new Set<NodeJS.Timeout>();

  const later = (action: () => void, ms: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };

  const server = createServer((incoming, response) => {
    incoming.resume();
    const request = readRequest(incoming);
    const record: (typeof requests)[number] = { ...request, at: now(), status: undefined };
    requests.push(record);
    for (const one of waiting.filter(({ match }) => matches(match, request))) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve(record);
    }
    answer(request, response, (status) => {
      record.status = status;
    });
  });

  function answer(request: ApiRequest, response: ServerResponse, onStatus: (status: number) => void): void {
    const fault = takeFault(request);
    const sender = senderOf(request, company.principals);
    const owner = budgetOwner('principal' in sender ? sender.principal : undefined);
    const { over, headers } = rates.spend(owner, now(), 1);
    const plain = over ? tooManyRequests() : answerOf(requestUnder(fault, request), company, now());
    const faulty = answerUnder(fault, plain, request);
    const ray = `${tagOf('ray', requests.length).slice(0, 16)}-FRA`;
    const full = {
      ...faulty,
      headers: { date: new Date(now()).toUTCString(), 'cf-ray': ray, ...headers, ...faulty.headers },
    };
    deliver(response, full, fault, { later, onStatus });
  }

  function takeFault(request: ApiRequest): Fault | undefined {
    const set = faults.findLast(({ match }) => matches(match, request));
    if (set === undefined) return undefined;
    set.left -= 1;
    if (set.left <= 0) faults.splice(faults.indexOf(set), 1);
    return set.fault;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${base}`,
    company,
    requests,
    rateLimit: rates.limit,
    fail(match, fault, { times = Infinity } = {}) {
      const set = { match, fault, left: times };
      faults.push(set);
      return () => {
        const index = faults.indexOf(set);
        if (index >= 0) faults.splice(index, 1);
      };
    },
    arrival: (match) => new Promise((resolve) => waiting.push({ match, resolve })),
    spend(secret, count) {
      const principal = company.principals.find((one) =>
        one.kind === 'token' ? one.secret === secret : one.key === secret,
      );
      rates.spend(budgetOwner(principal), now(), count);
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        timers.clear();
        // The error of a second call, "not running", is what was asked for.
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function readRequest({ method = 'GET', url = '/', headers }: IncomingMessage): ApiRequest {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return {
    method,
    // What is not under the base leads nowhere: as a relative path it matches no route.
    path: pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname.slice(1),
    query: Object.fromEntries(searchParams),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
  };
}
