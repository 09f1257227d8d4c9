import { BaseAccounts } from 'cloudflare/resources/accounts/accounts';
import { BaseTokens as BaseAccountTokens } from 'cloudflare/resources/accounts/tokens/tokens';
import { BaseTokens as BaseUserTokens } from 'cloudflare/resources/user/tokens/tokens';
import { BaseCloudflared } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/cloudflared';
import { BaseConfigurations } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/configurations';
import { BaseConnections } from 'cloudflare/resources/zero-trust/tunnels/cloudflared/connections';
import { createClient } from 'cloudflare/tree-shakable';
import type { Account, Configuration, Connector, TokenStatus, Tunnel } from '../tunnels/model/tunnel.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { Credential } from './credentials.ts';
import { accountIdForm, tunnelIdForm } from './ids.ts';
import type { ListInfo } from './envelope.ts';
import { readPages } from './paging.ts';
import type { Page } from './paging.ts';
import {
  readAccounts,
  readConfiguration,
  readConnectors,
  readTokenStatus,
  readTunnel,
  readTunnels,
} from './schemas.ts';
import type { Read } from './tolerant.ts';
import { Sender } from './sender.ts';
import type { SenderOptions } from './sender.ts';

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

export interface CloudflareApiOptions extends SenderOptions {
  /** From `parseBaseUrl`: a credential goes to this host and no other. */
  readonly baseUrl: string;
  readonly credential: Credential;
  /** Told of the size that a page of the list of tunnels names, which may be less than was asked for. */
  readonly onTunnelPage?: ((size: number) => void) | undefined;
}

const tunnelsPerPage = 1000;
/** The API does not document a maximum for accounts; 50 is what it is known to accept. */
const accountsPerPage = 50;

export function createCloudflareApi({
  baseUrl,
  credential,
  onTunnelPage,
  ...options
}: CloudflareApiOptions): CloudflareApi {
  const sender = new Sender(credential, options);
  const { user, accounts, zeroTrust } = createSdk(baseUrl, credential, sender.fetch);
  const { cloudflared } = zeroTrust.tunnels;

  /** The items of a list, as far as they can be read; what cannot is reported, and is a problem where it is all. */
  function understood<T extends { readonly id: string | undefined }>(
    path: string,
    items: readonly unknown[],
    read: (items: readonly unknown[]) => Read<readonly T[]>,
  ): readonly T[] {
    const { value, unreadable } = read(items);
    if (items.length > 0 && value.every(({ id }) => id === undefined)) {
      const field = unreadable[0] ?? 'result[0].id';
      throw new ProblemError({ kind: 'badResponse', detail: 'list items of another shape', field });
    }
    sender.reportUnreadable(path, unreadable);
    return value;
  }

  return {
    verifyUserToken: (signal) =>
      sender.send((options) => user.tokens.verify(options), signal, readTokenStatus),

    verifyAccountToken: async (accountId, signal) => {
      assertIds(accountId);
      return sender.send(
        (options) => accounts.tokens.verify({ account_id: accountId }, options),
        signal,
        readTokenStatus,
      );
    },

    listAccounts: async (signal) => {
      const query = { per_page: accountsPerPage };
      const items = await readPages(accountsPerPage, (page) =>
        sender.send((options) => accounts.list({ ...query, page }, options), signal, readPage),
      );
      return understood('/accounts', items, readAccounts);
    },

    listTunnels: async (accountId, signal) => {
      assertIds(accountId);
      const query = { account_id: accountId, is_deleted: false, per_page: tunnelsPerPage };
      const items = await readPages(tunnelsPerPage, async (page) => {
        const read = await sender.send(
          (options) => cloudflared.list({ ...query, page }, options),
          signal,
          readPage,
        );
        if (read.info.perPage !== undefined) onTunnelPage?.(read.info.perPage);
        return read;
      });
      return understood(`/accounts/${accountId}/cfd_tunnel`, items, readTunnels);
    },

    getTunnel: async (accountId, tunnelId, signal) => {
      assertIds(accountId, tunnelId);
      return sender.send(
        (options) => cloudflared.get(tunnelId, { account_id: accountId }, options),
        signal,
        readTunnel,
      );
    },

    listConnectors: async (accountId, tunnelId, signal) => {
      assertIds(accountId, tunnelId);
      const items = await sender.send(
        (options) => cloudflared.connections.get(tunnelId, { account_id: accountId }, options),
        signal,
        // `null` where nothing is connected.
        (result) => readList(result ?? []),
      );
      return understood(`/accounts/${accountId}/cfd_tunnel/${tunnelId}/connections`, items, readConnectors);
    },

    getConfiguration: async (accountId, tunnelId, signal) => {
      assertIds(accountId, tunnelId);
      return sender.send(
        (options) => cloudflared.configurations.get(tunnelId, { account_id: accountId }, options),
        signal,
        readConfiguration,
      );
    },
  };
}

/** The official SDK, with the resources that are called and nothing that it would take from the environment. */
function createSdk(baseUrl: string, credential: Credential, fetch: SenderOptions['fetch']) {
  // No option turns this one off, and a header in it that cannot be sent would end each request before it is sent.
  return withoutVariable('CLOUDFLARE_CUSTOM_HEADERS', () =>
    createClient({
      resources: [
        BaseUserTokens,
        BaseAccounts,
        BaseAccountTokens,
        BaseCloudflared,
        BaseConnections,
        BaseConfigurations,
      ],
      baseURL: baseUrl,
      apiToken: credential.kind === 'token' ? credential.token : null,
      apiEmail: credential.kind === 'key' ? credential.email : null,
      apiKey: credential.kind === 'key' ? credential.key : null,
      userServiceKey: null,
      logLevel: 'off',
      // The sender's own limit covers the body too, and comes first.
      timeout: 60_000,
      maxRetries: 0,
      fetch,
      // The API does not redirect; whoever does must not be handed the credential.
      fetchOptions: { redirect: 'manual' },
    }),
  );
}

/** Nothing else runs meanwhile, so nobody misses the variable. */
function withoutVariable<T>(name: string, work: () => T): T {
  const { [name]: value } = process.env;
  if (value === undefined) return work();
  Reflect.deleteProperty(process.env, name);
  try {
    return work();
  } finally {
    process.env[name] = value;
  }
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

function readPage(result: unknown, info: ListInfo): Read<Page | undefined> {
  const { value, unreadable } = readList(result);
  return { value: value && { items: value, info }, unreadable };
}

function readList(result: unknown): Read<readonly unknown[] | undefined> {
  return Array.isArray(result)
    ? { value: result, unreadable: [] }
    : { value: undefined, unreadable: ['result'] };
}
