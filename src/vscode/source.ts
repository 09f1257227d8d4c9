import { createCloudflareApi } from '../cloudflare/client.ts';
import type { CloudflareApi } from '../cloudflare/client.ts';
import type { Credential } from '../cloudflare/credentials.ts';
import { ProblemError } from '../tunnels/problem.ts';
import type { TunnelSource } from '../watch/ports.ts';
import type { Log } from './log.ts';
import type { CredentialStore } from './secrets.ts';
import type { SettingsStore } from './settings.ts';

/** The API as one credential sees it. Throws a `ProblemError` where the address in the settings is refused. */
export type Connect = (credential: Credential) => CloudflareApi;

export function connectWith(settings: SettingsStore, log: Log): Connect {
  return (credential) => {
    const baseUrl = settings.current.apiBaseUrl;
    if (baseUrl === undefined) {
      const setting = 'tunnelExplorer.apiBaseUrl';
      throw new ProblemError({
        kind: 'settings',
        setting,
        detail: 'this address is not allowed: nothing is sent',
      });
    }
    return createCloudflareApi({
      baseUrl,
      credential,
      onAnswer: (answer) => {
        log.answer(answer);
      },
      onUnreadable: (path, fields) => {
        log.unreadable(path, fields);
      },
    });
  };
}

/** Reads each account with its own credential, which is held only as long as the call takes. */
export function tunnelSource(connect: Connect, credentials: CredentialStore): TunnelSource {
  const apiOf = async (accountId: string) => {
    const credential = await credentials.get(accountId);
    if (credential === undefined) {
      throw new ProblemError({ kind: 'auth', detail: 'no credential stored', signedOut: true });
    }
    return connect(credential);
  };
  return {
    listTunnels: async (accountId, signal) => (await apiOf(accountId)).listTunnels(accountId, signal),
    getTunnel: async (accountId, tunnelId, signal) =>
      (await apiOf(accountId)).getTunnel(accountId, tunnelId, signal),
    listConnectors: async (accountId, tunnelId, signal) =>
      (await apiOf(accountId)).listConnectors(accountId, tunnelId, signal),
  };
}
