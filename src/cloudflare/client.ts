import type { APIPromise } from 'cloudflare/core/api-promise';
import { BaseAccounts } from 'cloudflare/resources/accounts/accounts';
import { BaseTokens as BaseAccountTokens } from 'cloudflare/resources/accounts/tokens/tokens';
import { BaseTokens as BaseUserTokens } from 'cloudflare/resources/user/tokens/tokens';
import { BaseCloudflared } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/cloudflared';
import { BaseConfigurations } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/configurations';
import { BaseConnections } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/connections';
import { createClient } from 'cloudflare/tree-shakable';
import type {
  Account,
  Configuration,
  Connector,
  RateLimit,
  TokenStatus,
  Tunnel,
} from '../tunnels/model/tunnel.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Credential } from './credentials.ts';
import { readEnvelope } from './envelope.ts';
import { accountIdForm, tunnelIdForm } from './ids.ts';
import { readPages } from './paging.ts';
import { answerProblem, badResponse, problemOf, timeout } from './classifyFailure.ts';
import { readRateLimit } from './rateLimit.ts';
import {
  readAccounts,
  readConfiguration,
  readConnectors,
  readTokenStatus,
  readTunnel,
  readTunnels,
} from './schemas.ts';
import type { Read } from './tolerant.ts';

/**
 * The calls of the Cloudflare API that this extension makes: all of them read. Each rejects with a `ProblemError`, or
 * with the signal's reason where the caller gave up. None retries or waits: the watch decides when to ask again.
 */
export interface CloudflareApi {
  /** `GET /user/tokens/verify`: refuses an account-owned token with code 1000. */
  verifyUserToken(signal: AbortSignal): Promise<TokenStatus>;
  /** `GET /accounts/{account_id}/tokens/verify` */
  verifyAccountToken(accountId: string, signal: AbortSignal): Promise<TokenStatus>;
  /** `GET /accounts`: may be empty for a narrow token that all the same can read an account's tunnels. */
  listAccounts(signal: AbortSignal): Promise<readonly Account[]>;
  /** `GET /accounts/{account_id}/cfd_tunnel`, without deleted ones: only those that the credential may see. */
  listTunnels(accountId: string, signal: AbortSignal): Promise<readonly Tunnel[]>;
  /** `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}` */
  getTunnel(accountId: string, tunnelId: string, signal: AbortSignal): Promise<Tunnel>;
  /** `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}/connections` */
  listConnectors(accountId: string, tunnelId: string, signal: AbortSignal): Promise<readonly Connector[]>;
  /** `GET /accounts/{account_id}/cfd_tunnel/{tunnel_id}/configurations` */
  getConfiguration(accountId: string, tunnelId: string, signal: AbortSignal): Promise<Configuration>;
}

export interface CloudflareApiOptions {
  /** From `parseBaseUrl`: a credential goes to this host and no other. */
  readonly baseUrl: string;
  readonly credential: Credential;
  readonly fetch?: typeof fetch;
  /** For a whole request, its body included. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
  /** Told of each answer, for the log. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Told of fields that could not be read and were left out. */
  readonly onUnreadable?: (path: string, fields: readonly string[]) => void;
}

/** What may be said of an answer without saying anything of the credential or of what it held. */
export interface Answer {
  readonly method: string;
  readonly path: string;
  /** `undefined`: no answer came. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly ray: string | undefined;
  readonly rateLimit: RateLimit | undefined;
}

const tunnelsPerPage = 1000;
/** The API does not document a maximum for accounts; 50 is what it is known to accept. */
const accountsPerPage = 50;

export function createCloudflareApi({
  baseUrl,
  credential,
  fetch: send = globalThis.fetch,
  timeoutMs = 15_000,
  now = Date.now,
  onAnswer = () => undefined,
  onUnreadable = () => undefined,
}: CloudflareApiOptions): CloudflareApi {
  const observedFetch: typeof fetch = async (input, init) => {
    const path = pathOf(input);
    const sentAt = now();
    const tell = (response?: Response) => {
      const method = init?.method ?? 'GET';
      const ray = response?.headers.get('cf-ray') ?? undefined;
      const rateLimit = response && readRateLimit(response.headers, now());
      onAnswer({ method, path, status: response?.status, ms: now() - sentAt, ray, rateLimit });
    };
    try {
      const response = await send(input, init);
      tell(response);
      return response;
    } catch (error) {
      tell();
      throw error;
    }
  };

  const sdk = createClient({
    resources: [
      BaseUserTokens,
      BaseAccounts,
      BaseAccountTokens,
      BaseCloudflared,
      BaseConnections,
      BaseConfigurations,
    ],
    // Each of these is given, so that the SDK takes none of them from the environment.
    baseURL: baseUrl,
    apiToken: credential.kind === 'token' ? credential.token : null,
    apiEmail: credential.kind === 'key' ? credential.email : null,
    apiKey: credential.kind === 'key' ? credential.key : null,
    userServiceKey: null,
    logLevel: 'off',
    timeout: timeoutMs,
    maxRetries: 0,
    fetch: observedFetch,
    // The API does not redirect; whoever does must not be handed the credential.
    fetchOptions: { redirect: 'manual' },
  });
  const { cloudflared } = sdk.zeroTrust.tunnels;

  /** Sends one request and returns its answer's `result`, with the time limit and the envelope dealt with. */
  async function resultOf<T>(
    call: (options: { signal: AbortSignal }) => Pick<APIPromise<unknown>, 'asResponse'>,
    signal: AbortSignal,
    read: (result: unknown) => Read<T | undefined>,
  ): Promise<T> {
    // Not `AbortSignal.any`: what Node makes of it is kept for as long as the caller's signal lives, a session long.
    const request = new AbortController();
    const giveUp = () => {
      request.abort();
    };
    const limit = AbortSignal.timeout(timeoutMs);
    const ends = [signal, limit];
    for (const end of ends) end.addEventListener('abort', giveUp);
    try {
      signal.throwIfAborted();
      const response = await call({ signal: request.signal }).asResponse();
      const { status, headers } = response;
      const envelope = readEnvelope(parseJson(await response.text()));
      if (envelope === undefined) throw new ProblemError(badResponse('not an answer of the API', headers));
      if (!envelope.success)
        throw new ProblemError(answerProblem({ status, headers, errors: envelope.errors }, now()));
      const { value, unreadable } = read(envelope.result);
      if (value === undefined) {
        throw new ProblemError(badResponse('an answer of another shape', headers, unreadable[0] ?? 'result'));
      }
      if (unreadable.length > 0) onUnreadable(pathOf(response.url), unreadable);
      return value;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProblemError) throw error;
      throw new ProblemError(limit.aborted ? timeout : problemOf(error, now()), { cause: error });
    } finally {
      for (const end of ends) end.removeEventListener('abort', giveUp);
    }
  }

  /** The rows of a list, as far as they can be read; what cannot is reported, and is a problem where it is all. */
  function understood<T extends { readonly id: string | undefined }>(
    path: string,
    rows: readonly unknown[],
    read: (rows: readonly unknown[]) => Read<readonly T[]>,
  ): readonly T[] {
    const { value, unreadable } = read(rows);
    if (rows.length > 0 && value.every(({ id }) => id === undefined)) {
      const field = unreadable[0] ?? 'result[0].id';
      throw new ProblemError({ kind: 'badResponse', detail: 'rows of another shape', field });
    }
    if (unreadable.length > 0) onUnreadable(path, unreadable);
    return value;
  }

  return {
    verifyUserToken: (signal) =>
      resultOf((options) => sdk.user.tokens.verify(options), signal, readTokenStatus),

    verifyAccountToken: async (accountId, signal) => {
      assertIds(accountId);
      return resultOf(
        (options) => sdk.accounts.tokens.verify({ account_id: accountId }, options),
        signal,
        readTokenStatus,
      );
    },

    listAccounts: async (signal) => {
      const query = { per_page: accountsPerPage };
      const rows = await readPages(accountsPerPage, (page) =>
        resultOf((options) => sdk.accounts.list({ ...query, page }, options), signal, readList),
      );
      return understood('/accounts', rows, readAccounts);
    },

    listTunnels: async (accountId, signal) => {
      assertIds(accountId);
      const query = { account_id: accountId, is_deleted: false, per_page: tunnelsPerPage };
      const rows = await readPages(tunnelsPerPage, (page) =>
        resultOf((options) => cloudflared.list({ ...query, page }, options), signal, readList),
      );
      return understood(`/accounts/${accountId}/cfd_tunnel`, rows, readTunnels);
    },

    getTunnel: async (accountId, tunnelId, signal) => {
      assertIds(accountId, tunnelId);
      return resultOf(
        (options) => cloudflared.get(tunnelId, { account_id: accountId }, options),
        signal,
        readTunnel,
      );
    },

    listConnectors: async (accountId, tunnelId, signal) => {
      assertIds(accountId, tunnelId);
      const rows = await resultOf(
        (options) => cloudflared.connections.get(tunnelId, { account_id: accountId }, options),
        signal,
        // `null` where nothing is connected.
        (result) => readList(result ?? []),
      );
      return understood(`/accounts/${accountId}/cfd_tunnel/${tunnelId}/connections`, rows, readConnectors);
    },

    getConfiguration: async (accountId, tunnelId, signal) => {
      assertIds(accountId, tunnelId);
      return resultOf(
        (options) => cloudflared.configurations.get(tunnelId, { account_id: accountId }, options),
        signal,
        readConfiguration,
      );
    },
  };
}

/** An id becomes part of an address only if it has the form of one: no slash, no dot, no query. */
function assertIds(accountId: string, tunnelId?: string): void {
  const flaw = !accountIdForm.test(accountId)
    ? 'account_id'
    : tunnelId !== undefined && !tunnelIdForm.test(tunnelId)
      ? 'tunnel_id'
      : undefined;
  if (flaw === undefined) return;
  throw new ProblemError({ kind: 'badResponse', detail: 'an id of another form: not asked', field: flaw });
}

function readList(result: unknown): Read<readonly unknown[] | undefined> {
  return Array.isArray(result)
    ? { value: result, unreadable: [] }
    : { value: undefined, unreadable: ['result'] };
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
