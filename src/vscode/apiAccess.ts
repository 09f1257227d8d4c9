import type { AnswerSummary } from '../cloudflare/sender.ts';
import { createCloudflareApi } from '../cloudflare/client.ts';
import type { CloudflareApi, CloudflareApiOptions } from '../cloudflare/client.ts';
import type { Credential } from '../cloudflare/credentials.ts';
import { listTunnelsOrExplain } from '../cloudflare/verify.ts';
import type { RateLimit } from '../tunnels/model/tunnel.ts';
import { ProblemError } from '../tunnels/problems/problem.ts';
import type { TunnelSource } from '../watch/ports.ts';
import type { Log } from './log.ts';
import type { SecretFilter } from './secretFilter.ts';
import type { CredentialStore } from './storage/credentialStore.ts';
import { addressFlaw } from './storage/settings.ts';
import type { SettingsStore } from './storage/settingsStore.ts';

/** The API, signed in to with a credential; `onAnswer` is told of each answer. */
export type ApiWith = (
  credential: Credential,
  onAnswer?: (answer: AnswerSummary) => void,
  onTunnelPage?: CloudflareApiOptions['onTunnelPage'],
) => CloudflareApi;

/** The API at one address. */
export interface ApiAccess {
  /** Scheme, host and port: what a credential is given for. */
  readonly origin: string;
  readonly apiWith: ApiWith;
}

/** The address that the settings name now. Throws a `ProblemError` where it is refused. */
export type CurrentApiAccess = () => ApiAccess;

export function apiAccess(settings: SettingsStore, log: Log, filter: SecretFilter): CurrentApiAccess {
  return () => {
    const baseUrl = settings.current.apiBaseUrl;
    if (baseUrl === undefined) {
      throw new ProblemError({
        kind: 'settings',
        setting: 'tunnelExplorer.apiBaseUrl',
        detail: addressFlaw(),
      });
    }
    return {
      origin: new URL(baseUrl).origin,
      apiWith: (credential, alsoTell, onTunnelPage) => {
        filter.learn(credential.kind === 'token' ? credential.token : credential.key);
        return createCloudflareApi({
          baseUrl,
          credential,
          onTunnelPage,
          onAnswer: (answer) => {
            log.answer(answer);
            alsoTell?.(answer);
          },
          onUnreadable: (path, fields) => {
            log.unreadable(path, fields);
          },
        });
      },
    };
  };
}

/** Reads each account with its own credential, which is held only as long as the call takes. */
export function tunnelSource(current: CurrentApiAccess, credentials: CredentialStore): TunnelSource {
  const rateLimits = new Map<string, RateLimit>();
  const pageSizes = new Map<string, number>();
  const open = async (accountId: string) => {
    const { origin, apiWith } = current();
    const stored = await credentials.get(accountId);
    if (stored === undefined) {
      throw new ProblemError({ kind: 'auth', detail: 'no credential stored', refusal: 'signedOut' });
    }
    if (stored.origin !== origin) {
      throw new ProblemError({ kind: 'auth', detail: origin, refusal: 'newAddress' });
    }
    const api = apiWith(
      stored.credential,
      ({ rateLimit }) => {
        if (rateLimit !== undefined) rateLimits.set(accountId, rateLimit);
      },
      (size) => {
        pageSizes.set(accountId, size);
      },
    );
    return { credential: stored.credential, api };
  };
  return {
    rateLimitOf: (accountId) => rateLimits.get(accountId),
    pageSizeOf: (accountId) => pageSizes.get(accountId),
    listTunnels: async (accountId, signal) => {
      const { api, credential } = await open(accountId);
      return listTunnelsOrExplain(api, credential, accountId, { signal, now: Date.now() });
    },
    getTunnel: async (accountId, tunnelId, signal) =>
      (await open(accountId)).api.getTunnel(accountId, tunnelId, signal),
    listConnectors: async (accountId, tunnelId, signal) =>
      (await open(accountId)).api.listConnectors(accountId, tunnelId, signal),
    getConfiguration: async (accountId, tunnelId, signal) =>
      (await open(accountId)).api.getConfiguration(accountId, tunnelId, signal),
  };
}
