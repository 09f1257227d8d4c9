import type { SecretStorage } from 'vscode';
import { createCloudflareApi } from '../../src/cloudflare/client.ts';
import type { Credential } from '../../src/cloudflare/credentials.ts';
import type { AccountState } from '../../src/tunnels/model/state.ts';
import { tunnelSource } from '../../src/vscode/apiAccess.ts';
import { systemClock } from '../../src/vscode/systemClock.ts';
import { CredentialStore } from '../../src/vscode/storage/credentialStore.ts';
import type { TunnelSource } from '../../src/watch/ports.ts';
import { Watch } from '../../src/watch/watch.ts';
import { sampleTokens } from '../support/sampleCompany.ts';
import { fetchBare } from './bare.ts';

/** One account, read by all that reads it in the extension, and the same requests made without any of that. */
export interface Reader {
  /** From the request to the state that holds its answer. */
  readonly refresh: () => Promise<AccountState>;
  /** Fetches and parses what the last refresh did. */
  readonly bare: () => Promise<readonly unknown[]>;
  /** From now on each refresh reads the connectors of every tunnel. */
  readonly openAll: () => Promise<void>;
}

const token = sampleTokens.several;

export async function readerOf(baseUrl: string, accountId: string): Promise<Reader> {
  const { source, asked } = await recordedSource(baseUrl, accountId);
  const watch = new Watch(source, systemClock);
  watch.setAccounts([{ id: accountId, name: 'Fleet', tunnels: undefined }], []);

  const stateNow = (): AccountState => {
    const [state] = watch.overview.accounts;
    if (state === undefined) throw new Error('No account is watched.');
    const parts = [state.tunnels, ...state.connectors.values()];
    const problem = parts.find((part) => part.problem !== undefined)?.problem;
    if (problem !== undefined) throw new Error(`Not all was read: ${problem.kind}, ${problem.detail}`);
    return state;
  };

  return {
    refresh: async () => {
      asked.length = 0;
      await watch.refresh();
      return stateNow();
    },
    bare: () => fetchBare(asked),
    openAll: async () => {
      const tunnels = stateNow().tunnels.value ?? [];
      await Promise.all(tunnels.map(({ key }) => watch.open(accountId, key)));
    },
  };
}

/** What the watch reads from in the extension, and the URLs that were asked for. */
export async function recordedSource(
  baseUrl: string,
  accountId: string,
): Promise<{ readonly source: TunnelSource; readonly asked: string[] }> {
  const asked: string[] = [];
  const send: typeof fetch = (input, init) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return fetch(input, init);
  };
  const { origin } = new URL(baseUrl);
  const credentials = new CredentialStore(secretStorage());
  await credentials.set(accountId, { credential: { kind: 'token', token }, origin });
  const apiWith = (credential: Credential) => createCloudflareApi({ baseUrl, credential, fetch: send });
  return { source: tunnelSource(() => ({ origin, apiWith }), credentials), asked };
}

/** Answers at once: how long VS Code takes for a secret is not ours. */
function secretStorage(): SecretStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(values.get(key)),
    store: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
    delete: (key) => {
      values.delete(key);
      return Promise.resolve();
    },
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the class is VS Code's own
    onDidChange: () => ({ dispose: () => undefined }),
  };
}
