import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../../src/cloudflare/client.ts';
import type { AccountState, Overview } from '../../../../src/tunnels/model/state.ts';
import { tunnelSource } from '../../../../src/vscode/apiAccess.ts';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import type { StoredCredential } from '../../../../src/vscode/storage/credentialStore.ts';
import { Watch } from '../../../../src/watch/watch.ts';
import { sampleTokens, startCloudflareServer } from '../../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../../support/cloudflareServer.ts';
import { FakeClock } from '../../../support/fakeClock.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { sampleAccountId, sampleTime, secondAccountId } from '../../../support/sampleCompany.ts';

const origin = 'https://api.cloudflare.com';
const token: StoredCredential = { credential: { kind: 'token', token: sampleTokens.user }, origin };
const another: StoredCredential = { credential: { kind: 'token', token: sampleTokens.several }, origin };
const a = sampleAccountId;
const b = secondAccountId;

describe('A watched account', () => {
  let keyring: FakeKeyring;
  let store: CredentialStore;
  /** The same, in another window. */
  let other: CredentialStore;
  let server: CloudflareServer;
  let clock: FakeClock;
  let watch: Watch;

  /** Wired as in the extension, with a visible view that refreshes on demand alone. */
  beforeEach(async () => {
    keyring = new FakeKeyring();
    store = new CredentialStore(keyring.window());
    other = new CredentialStore(keyring.window());
    server = await startCloudflareServer();
    clock = new FakeClock(sampleTime);
    const access = {
      origin: new URL(server.url).origin,
      apiWith: (credential: StoredCredential['credential']) =>
        createCloudflareApi({ baseUrl: server.url, credential }),
    };
    watch = new Watch(
      tunnelSource(() => access, store),
      clock,
    );
    store.onDidChange((accountId) => {
      watch.restart(accountId);
    });
    watch.setPace({ intervalMs: 0, visible: true });
    watch.setAccounts(
      [a, b].map((id) => ({ id, name: id, tunnels: undefined })),
      [],
    );
  });
  afterEach(async () => {
    watch.dispose();
    store.dispose();
    other.dispose();
    await server.close();
  });

  const here = (stored: StoredCredential) => ({ ...stored, origin: new URL(server.url).origin });
  const stateOf = (overview: Overview, id: string) => overview.accounts.find((one) => one.account.id === id);
  const refusalOf = (id: string) => stateOf(watch.overview, id)?.tunnels.problem?.refusal;
  const authorizations = () => server.requests.map(({ headers }) => headers['authorization']);

  /** Lets what is due happen, until the account is as wanted. */
  async function until(id: string, wanted: (state: AccountState) => boolean): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      const look = (overview: Overview) => {
        const state = stateOf(overview, id);
        if (state !== undefined && !state.refreshing && wanted(state)) resolve();
      };
      watch.onDidChange(look);
      look(watch.overview);
    });
    await clock.advance(0);
    await reached;
  }
  const signedOut = ({ tunnels }: AccountState) => tunnels.problem?.refusal === 'signedOut';
  const read = ({ tunnels }: AccountState) => tunnels.value !== undefined && tunnels.problem === undefined;

  it('is signed out until another window signs in, and again when that one signs out', async () => {
    await until(a, signedOut);
    await until(b, signedOut);
    assert.deepEqual(server.requests, []);
    await other.set(a, here(token));
    await until(a, read);
    assert.equal(refusalOf(b), 'signedOut');
    const before = server.requests.length;
    await other.delete(a);
    await until(a, signedOut);
    assert.ok((stateOf(watch.overview, a)?.tunnels.value?.length ?? 0) > 0, 'what was read stays');
    assert.equal(server.requests.length, before, 'and nothing is asked without a credential');
  });

  it('is read anew, it alone, with what another window stored', async () => {
    await store.set(a, here(token));
    await store.set(b, here(another));
    await until(a, read);
    await until(b, read);
    const before = stateOf(watch.overview, b);
    const count = server.requests.length;
    await other.set(a, here(another));
    await clock.advance(0);
    await until(a, read);
    assert.deepEqual(new Set(authorizations().slice(count)), new Set([`Bearer ${sampleTokens.several}`]));
    assert.equal(stateOf(watch.overview, b), before);
  });

  it('shows what was stored for another address as held back', async () => {
    await until(a, signedOut);
    await other.set(a, token);
    await until(a, ({ tunnels }) => tunnels.problem?.refusal === 'newAddress');
    assert.deepEqual(server.requests, []);
  });

  it('shows a storage that fails, and is read with what is kept for this window', async () => {
    keyring.failure = new Error(keyringText);
    await until(a, ({ tunnels }) => tunnels.problem?.kind === 'keychain');
    store.keepForThisWindow(a, here(token));
    await until(a, read);
    assert.ok(!JSON.stringify(watch.overview.accounts[1]?.tunnels).includes(keyringText));
  });
});
