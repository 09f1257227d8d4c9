import assert from 'node:assert/strict';
import type { WatchedAccount } from '../../../../src/tunnels/model/state.ts';
import { HeldBackCredentials } from '../../../../src/vscode/signIn/heldBack.ts';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import type { StoredCredential } from '../../../../src/vscode/storage/credentialStore.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { sampleTokens } from '../../../support/sampleCompany.ts';
import { accountOf } from '../../../support/watchBench.ts';

const [before, now, later] = [
  'https://api.one.example',
  'https://api.two.example',
  'https://api.three.example',
];
const stored = (origin: string, token: string = sampleTokens.user): StoredCredential => ({
  credential: { kind: 'token', token },
  origin,
});

describe('A credential that is held back from a new address', () => {
  let keyring: FakeKeyring;
  let store: CredentialStore;
  /** What the settings hold. */
  let accounts: readonly WatchedAccount[];
  let origin: string;
  let heldBack: HeldBackCredentials;
  beforeEach(async () => {
    keyring = new FakeKeyring();
    store = new CredentialStore(keyring.window());
    accounts = ['a', 'b'].map(accountOf);
    origin = now;
    const settings = {
      get current() {
        return { accounts };
      },
    };
    heldBack = new HeldBackCredentials(settings, store, () => ({ origin }));
    await store.set('a', stored(before));
    await store.set('b', stored(now));
  });
  afterEach(() => {
    store.dispose();
  });

  it('is found by its address, among those that can be read', async () => {
    assert.deepEqual(await heldBack.among(accounts), [accounts[0]]);
    keyring.failure = new Error(keyringText);
    assert.deepEqual(await heldBack.among(accounts), []);
  });

  it('goes to the address that the person agreed to, with the others that were asked about', async () => {
    await store.set('b', stored(before));
    await heldBack.release(accounts, now);
    assert.deepEqual([await store.get('a'), await store.get('b')], [stored(now), stored(now)]);
  });

  it('is the one that is stored when the person agrees, not the one of when the question came', async () => {
    const asked = await heldBack.among(accounts);
    await store.set('a', stored(before, sampleTokens.several));
    await heldBack.release(asked, now);
    assert.deepEqual(await store.get('a'), stored(now, sampleTokens.several));
  });

  it('does not come back where it was removed meanwhile', async () => {
    const asked = await heldBack.among(accounts);
    await store.delete('a');
    await heldBack.release(asked, now);
    assert.equal(await store.get('a'), undefined);
  });

  it('is left as it is where its account went out of the settings meanwhile', async () => {
    const asked = await heldBack.among(accounts);
    accounts = [];
    await heldBack.release(asked, now);
    assert.deepEqual(await store.get('a'), stored(before));
  });

  it('is left as it is where it is held back no more: signed in anew, or the old address is back', async () => {
    const asked = await heldBack.among(accounts);
    const anew = stored(now, sampleTokens.several);
    await store.set('a', anew);
    await heldBack.release(asked, now);
    assert.deepEqual(await store.get('a'), anew);
    await store.set('a', stored(before));
    origin = before;
    await heldBack.release(asked, now);
    assert.deepEqual(await store.get('a'), stored(before));
  });

  it('goes to no address that came into the settings after the question', async () => {
    origin = later;
    await heldBack.release(accounts, now);
    assert.deepEqual(await store.get('a'), stored(now));
    assert.deepEqual(await heldBack.among(accounts), accounts);
  });
});
