import type { APIPromise } from 'cloudflare/core/api-promise';
import type { RateLimit } from '../tunnels/model/tunnel.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import { answerProblem, badResponse, isClosedConnection, problemOf, timeout } from './classifyFailure.ts';
import { credentialHeaders } from './credentials.ts';
import type { Credential } from './credentials.ts';
import { readEnvelope } from './envelope.ts';
import type { ListInfo } from './envelope.ts';
import { readRateLimit } from './rateLimit.ts';
import type { Read } from './tolerant.ts';

export interface SenderOptions {
  readonly fetch?: typeof fetch;
  /** For a whole request, its body included. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
  /** Told of each answer, for the log. */
  readonly onAnswer?: (answer: AnswerSummary) => void;
  /** Told of fields that could not be read and were left out. */
  readonly onUnreadable?: (path: string, fields: readonly string[]) => void;
}

/** What may be said of an answer without saying anything of the credential or of what it held. */
export interface AnswerSummary {
  readonly method: string;
  readonly path: string;
  /** `undefined`: no answer came. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly ray: string | undefined;
  readonly rateLimit: RateLimit | undefined;
}

/** A call of the SDK, to be made with the signal that ends it. */
type Call = (options: { readonly signal: AbortSignal }) => Pick<APIPromise<unknown>, 'asResponse'>;

/** Why a request was given up that its caller still waits for. */
const tooLate = Symbol('too late');

/** What all requests have in common: the time that one may take, what is told of it, and the frame of its answer. */
export class Sender {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof fetch;
  readonly #timeoutMs: number;
  readonly #now: () => number;
  readonly #onAnswer: (answer: AnswerSummary) => void;
  readonly #onUnreadable: (path: string, fields: readonly string[]) => void;

  constructor(
    credential: Credential,
    {
      fetch: send = globalThis.fetch,
      timeoutMs = 15_000,
      now = Date.now,
      onAnswer = () => undefined,
      onUnreadable = () => undefined,
    }: SenderOptions,
  ) {
    this.#headers = {
      accept: 'application/json',
      'user-agent': 'tunnel-explorer',
      ...credentialHeaders(credential),
    };
    this.#fetch = send;
    this.#timeoutMs = timeoutMs;
    this.#now = now;
    this.#onAnswer = onAnswer;
    this.#onUnreadable = onUnreadable;
  }

  /**
   * What the SDK sends with. The headers are made anew: neither the SDK's own, nor anything of the environment, nor
   * another credential than this account's joins a request. A request that met a connection which the server had closed
   * is sent once more.
   */
  readonly fetch: typeof fetch = async (input, init) => {
    const ours = { ...init, headers: this.#headers };
    try {
      return await this.#sendOnce(input, ours);
    } catch (error) {
      const isRead = (init?.method ?? 'GET').toUpperCase() === 'GET';
      if (!isRead || init?.signal?.aborted === true || !isClosedConnection(error)) throw error;
      return this.#sendOnce(input, ours);
    }
  };

  async #sendOnce(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const path = pathOf(input);
    const sentAt = this.#now();
    const tell = (response?: Response) => {
      const method = init?.method ?? 'GET';
      const ray = response?.headers.get('cf-ray') ?? undefined;
      const rateLimit = response && readRateLimit(response.headers, this.#now());
      this.#onAnswer({ method, path, status: response?.status, ms: this.#now() - sentAt, ray, rateLimit });
    };
    try {
      const response = await this.#fetch(input, init);
      tell(response);
      return response;
    } catch (error) {
      tell();
      throw error;
    }
  }

  /**
   * Makes one call and gives its answer's `result` as `read` understands it. Rejects with a `ProblemError`, or with the
   * signal's reason where the caller gave up.
   */
  async send<T>(
    call: Call,
    signal: AbortSignal,
    read: (result: unknown, info: ListInfo) => Read<T | undefined>,
  ): Promise<T> {
    // Not `AbortSignal.any`: what Node makes of it is kept for as long as the caller's signal lives, a session long. Nor
    // `AbortSignal.timeout`, which is kept until its time has come, however soon the answer does.
    const request = new AbortController();
    const giveUp = () => {
      request.abort();
    };
    const limit = setTimeout(() => {
      request.abort(tooLate);
    }, this.#timeoutMs);
    signal.addEventListener('abort', giveUp);
    try {
      signal.throwIfAborted();
      const response = await call({ signal: request.signal }).asResponse();
      return this.#readAnswer(response, await response.text(), read);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProblemError) throw error;
      const isLate = request.signal.reason === tooLate;
      throw new ProblemError(isLate ? timeout : problemOf(error, this.#now()), { cause: error });
    } finally {
      clearTimeout(limit);
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Reports fields that were left out. */
  reportUnreadable(path: string, fields: readonly string[]): void {
    if (fields.length > 0) this.#onUnreadable(path, fields);
  }

  #readAnswer<T>(
    { status, headers, url }: Response,
    body: string,
    read: (result: unknown, info: ListInfo) => Read<T | undefined>,
  ): T {
    const envelope = readEnvelope(parseJson(body));
    if (envelope === undefined) throw new ProblemError(badResponse('not an answer of the API', headers));
    if (!envelope.success) {
      throw new ProblemError(answerProblem({ status, headers, errors: envelope.errors }, this.#now()));
    }
    const { value, unreadable } = read(envelope.result, envelope.info);
    if (value === undefined) {
      throw new ProblemError(badResponse('an answer of another shape', headers, unreadable[0] ?? 'result'));
    }
    this.reportUnreadable(pathOf(url), unreadable);
    return value;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The path alone: a query may hold what a person typed. */
function pathOf(input: Parameters<typeof fetch>[0]): string {
  const url = input instanceof Request ? input.url : String(input);
  return URL.canParse(url) ? new URL(url).pathname : '';
}
