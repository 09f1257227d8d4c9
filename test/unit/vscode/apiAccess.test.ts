import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Problem, Refusal } from '../../../src/tunnels/problems/problem.ts';
import { describeProblem } from '../../../src/tunnels/problems/problemWords.ts';
import { Log } from '../../../src/vscode/log.ts';
import { SecretFilter } from '../../../src/vscode/secretFilter.ts';
import { CredentialStore } from '../../../src/vscode/storage/credentialStore.ts';
import type { StoredCredential } from '../../../src/vscode/storage/credentialStore.ts';
import { checkSettings, defaultSettings } from '../../../src/vscode/storage/settings.ts';
import type { Settings } from '../../../src/vscode/storage/settings.ts';
import type { SettingsStore } from '../../../src/vscode/storage/settingsStore.ts';
import { apiAccess, tunnelSource } from '../../../src/vscode/apiAccess.ts';
import type { CurrentApiAccess } from '../../../src/vscode/apiAccess.ts';
import type { TunnelSource } from '../../../src/watch/ports.ts';
import { sampleKey, sampleTokens, startCloudflareServer } from '../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../support/cloudflareServer.ts';
import { FakeKeyring, keyringText } from '../../support/fakeSecrets.ts';
import { problemOf } from '../../support/rejection.ts';
import { findTunnel, sampleAccountId } from '../../support/sampleCompany.ts';

const never = new AbortController().signal;

let server: CloudflareServer;
let keyring: FakeKeyring;
let credentials: CredentialStore;
let filter: SecretFilter;
let lines: string[];
/** What the settings hold now. */
let settings: Settings;
let access: CurrentApiAccess;
let source: TunnelSource;

beforeEach(async () => {
  server = await startCloudflareServer();
  keyring = new FakeKeyring();
  credentials = new CredentialStore(keyring.window());
  filter = new SecretFilter();
  lines = [];
  setAddress(server.url);
  const write = (line: string) => lines.push(line);
  const channel = { info: write, warn: write, error: write } as Partial<vscode.LogOutputChannel>;
  const log = new Log(channel as vscode.LogOutputChannel, filter);
  const store: Pick<SettingsStore, 'current'> = {
    get current() {
      return settings;
    },
  };
  access = apiAccess(store as SettingsStore, log, filter);
  source = tunnelSource(access, credentials);
});
afterEach(async () => {
  credentials.dispose();
  await server.close();
});

function setAddress(apiBaseUrl: string): void {
  const raw = { accounts: undefined, refreshInterval: undefined, sortBy: undefined, apiBaseUrl };
  ({ settings } = checkSettings(raw, defaultSettings));
}

const origin = () => new URL(server.url).origin;
const sampleToken = (): StoredCredential => ({
  credential: { kind: 'token', token: sampleTokens.user },
  origin: origin(),
});
const webId = () => findTunnel(server.company, 'web-prod').tunnel.id ?? '';
const words = (problem: Problem) => {
  const { label, action } = describeProblem(problem, undefined, { now: 0, style: {} });
  return `${label}: ${action}`;
};

const calls: [name: keyof TunnelSource, call: () => Promise<unknown>][] = [
  ['listTunnels', () => source.listTunnels(sampleAccountId, never)],
  ['getTunnel', () => source.getTunnel(sampleAccountId, webId(), never)],
  ['listConnectors', () => source.listConnectors(sampleAccountId, webId(), never)],
];

describe('The source', () => {
  for (const [name, call] of calls) {
    it(`reads by ${name} with the account’s credential, at the address of the settings`, async () => {
      const key: StoredCredential = { credential: { kind: 'key', ...sampleKey }, origin: origin() };
      for (const stored of [sampleToken(), key]) {
        await credentials.set(sampleAccountId, stored);
        await call();
      }
      const [first, second, ...more] = server.requests.map(({ headers }) => headers);
      assert.equal(first?.['authorization'], `Bearer ${sampleTokens.user}`);
      assert.equal(second?.['x-auth-key'], sampleKey.key);
      assert.deepEqual(more, []);
    });
  }

  it('says of a list that is refused why, which takes more than the list', async () => {
    const expired: StoredCredential = {
      credential: { kind: 'token', token: sampleTokens.expired },
      origin: origin(),
    };
    await credentials.set(sampleAccountId, expired);
    const problem = await problemOf(source.listTunnels(sampleAccountId, never));
    assert.deepEqual([problem.refusal, server.requests.length], ['expired', 2]);
  });

  it('logs each answer, and would not log the credential that it was got with', async () => {
    await credentials.set(sampleAccountId, sampleToken());
    await source.listTunnels(sampleAccountId, never);
    assert.match(lines[0] ?? '', /^get \/client\/v4\/accounts\/\w+\/cfd_tunnel 200 \d+ ms cf-ray=\w+-FRA$/i);
    assert.ok(!lines.join('\n').includes(sampleTokens.user));
    assert.equal(filter.clean(`x${sampleTokens.user}`), 'x[secret]');
    access().apiWith({ kind: 'key', ...sampleKey });
    assert.equal(filter.clean(sampleKey.key), '[secret]');
  });
});

describe('No credential is sent', () => {
  /** Each makes one address out of that of the stand-in, where the credential would work. */
  const others: [what: string, given: (url: URL) => string][] = [
    ['Cloudflare itself', () => 'https://api.cloudflare.com'],
    ['another scheme', ({ host }) => `https://${host}`],
    ['another port', ({ hostname, port }) => `http://${hostname}:${Number(port) - 1}`],
    ['another name of this machine', ({ port }) => `http://localhost:${port}`],
    ['an address that begins alike', ({ origin }) => `${origin}0`],
    ['the beginning of the address', ({ origin }) => origin.slice(0, -1)],
  ];
  for (const [what, given] of others) {
    for (const [name, call] of calls) {
      it(`by ${name} where it was given for ${what}`, async () => {
        await credentials.set(sampleAccountId, { ...sampleToken(), origin: given(new URL(server.url)) });
        const problem = await problemOf(call());
        assert.deepEqual(problem, { kind: 'auth', detail: origin(), refusal: 'newAddress' });
        assert.ok(words(problem).includes(origin()), words(problem));
        assert.deepEqual(server.requests, []);
      });
    }
  }

  it('until the person agrees to the address, and then to that alone', async () => {
    await credentials.set(sampleAccountId, { ...sampleToken(), origin: 'https://api.cloudflare.com' });
    await problemOf(source.listTunnels(sampleAccountId, never));
    await credentials.set(sampleAccountId, sampleToken());
    await source.listTunnels(sampleAccountId, never);
    assert.equal(server.requests.length, 1);
    setAddress('https://api.cloudflare.com/client/v4');
    assert.equal((await problemOf(source.listTunnels(sampleAccountId, never))).refusal, 'newAddress');
    assert.equal(server.requests.length, 1);
  });

  it('to another path at the same address only if that is where the settings lead', async () => {
    setAddress(`${origin()}/other`);
    await credentials.set(sampleAccountId, sampleToken());
    await problemOf(source.listTunnels(sampleAccountId, never));
    const paths = server.requests.map(({ path }) => path);
    assert.ok(paths.length > 0 && paths.every((path) => path.startsWith('other/')), paths.join(' '));
  });

  for (const [name, call] of calls) {
    it(`by ${name} where there is none`, async () => {
      const problem = await problemOf(call());
      assert.deepEqual([problem.kind, problem.refusal], ['auth', 'signedOut'] satisfies [string, Refusal]);
      assert.match(words(problem), /^Sign in to /);
      assert.deepEqual(server.requests, []);
    });

    it(`by ${name} where the storage fails`, async () => {
      keyring.failure = new Error(keyringText);
      const problem = await problemOf(call());
      assert.equal(problem.kind, 'keychain');
      assert.ok(!words(problem).includes(keyringText));
      assert.deepEqual(server.requests, []);
    });

    it(`by ${name} to an address that the settings may not name`, async () => {
      await credentials.set(sampleAccountId, sampleToken());
      for (const address of ['http://api.cloudflare.com', 'ftp://127.0.0.1', 'x', `${server.url}?a=1`]) {
        setAddress(address);
        const { kind, setting } = await problemOf(call());
        assert.deepEqual([kind, setting], ['settings', 'tunnelExplorer.apiBaseUrl'], address);
      }
      assert.deepEqual(server.requests, []);
    });
  }
});
