import assert from 'node:assert/strict';
import { createCloudflareApi } from '../../../../src/cloudflare/client.ts';
import type { Credential } from '../../../../src/cloudflare/credentials.ts';
import type { WatchedAccount } from '../../../../src/tunnels/model/state.ts';
import { SharedCredentials } from '../../../../src/vscode/signIn/sharedCredentials.ts';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import { startCloudflareServer } from '../../../support/cloudflareServer.ts';
import type { CloudflareServer } from '../../../support/cloudflareServer.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { sampleAccountId, sampleTokens, secondAccountId } from '../../../support/sampleCompany.ts';

const never = new AbortController().signal;
const first: WatchedAccount = { id: sampleAccountId, name: 'Our Own Name', tunnels: undefined };
const second: WatchedAccount = { id: secondAccountId, name: 'Labs', tunnels: undefined };
const several: Credential = { kind: 'token', token: sampleTokens.several };
const firstOnly: Credential = { kind: 'token', token: sampleTokens.user };

describe('The credential of an account that is there', () => {
  let server: CloudflareServer;
  let keyring: FakeKeyring;
  let store: CredentialStore;
  /** What the settings name. */
  let accounts: readonly WatchedAccount[];
  let shared: SharedCredentials;
  beforeEach(async () => {
    server = await startCloudflareServer();
    keyring = new FakeKeyring();
    store = new CredentialStore(keyring.window());
    accounts = [first];
    const settings = {
      get current() {
        return { accounts };
      },
    };
    shared = new SharedCredentials(settings, store, () => ({
      origin: new URL(server.url).origin,
      apiWith: (credential) => createCloudflareApi({ baseUrl: server.url, credential }),
    }));
  });
  afterEach(async () => {
    store.dispose();
    await server.close();
  });

  const keep = (account: WatchedAccount, credential: Credential, origin = new URL(server.url).origin) =>
    store.set(account.id, { credential, origin });
  const found = async (wanted?: WatchedAccount) =>
    (await shared.find(wanted, never)).map(({ of, sees }) => [of.name, sees.map(({ name }) => name)]);

  it('is offered where it sees an account that is not there yet', async () => {
    await keep(first, several);
    assert.deepEqual(await found(), [['Our Own Name', ['Larkfield Labs']]]);
  });

  it('is not offered where it sees its own account alone', async () => {
    await keep(first, firstOnly);
    assert.deepEqual(await found(), []);
  });

  it('is not offered where all that it sees is there, and is asked about once for all its accounts', async () => {
    accounts = [first, second];
    await keep(first, several);
    await keep(second, several);
    assert.deepEqual(await found(), []);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['/accounts'],
    );
  });

  it('is offered to an account with another credential, which it sees too', async () => {
    accounts = [first, second];
    await keep(first, firstOnly);
    await keep(second, several);
    assert.deepEqual(await found(first), [['Labs', ['Larkfield Instruments']]]);
    assert.deepEqual(await found(second), []);
  });

  it('is not offered to an account that has the same one', async () => {
    accounts = [first, second];
    await keep(first, several);
    await keep(second, several);
    assert.deepEqual(await found(second), []);
    assert.deepEqual(server.requests, []);
  });

  it('is sent to no other address than the one that it was given for', async () => {
    await keep(first, several, 'https://api.cloudflare.com');
    assert.deepEqual(await found(), []);
    assert.equal(await shared.credentialOf(first.id), undefined);
    assert.deepEqual(server.requests, []);
  });

  it('is left out where it is refused, cannot be read or is not there, and the others are offered', async () => {
    accounts = [{ ...first, id: 'a' }, { ...first, id: 'none' }, first];
    await keep({ ...first, id: 'a' }, { kind: 'token', token: sampleTokens.revoked });
    await keep(first, several);
    assert.deepEqual(await found(), [['Our Own Name', ['Larkfield Labs']]]);
    keyring.failure = new Error(keyringText);
    assert.deepEqual(await found(), []);
  });

  it('is nothing to be found any more once the step is answered', async () => {
    await keep(first, several);
    server.fail('/accounts', { kind: 'hang' });
    const answered = new AbortController();
    const finding = shared.find(undefined, answered.signal);
    await server.arrival('/accounts');
    answered.abort();
    assert.deepEqual(await finding, []);
  });

  it('is given as it is stored', async () => {
    await keep(first, several);
    assert.deepEqual(await shared.credentialOf(first.id), several);
  });
});
