import assert from 'node:assert/strict';
import { OrphanedCredentials } from '../../../../src/vscode/storage/orphanedCredentials.ts';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import { FakeMemento } from '../../../support/fakeMemento.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { sampleTokens } from '../../../support/sampleCompany.ts';

let keyring: FakeKeyring;
let memory: FakeMemento;
let store: CredentialStore;
let orphans: OrphanedCredentials;
beforeEach(async () => {
  keyring = new FakeKeyring();
  memory = new FakeMemento();
  store = new CredentialStore(keyring.window());
  orphans = new OrphanedCredentials(memory, store);
  for (const id of ['a', 'b', 'c']) {
    await store.set(id, {
      credential: { kind: 'token', token: sampleTokens.user },
      origin: 'https://api.cloudflare.com',
    });
  }
});
afterEach(() => {
  store.dispose();
});

const stored = () => [...keyring.values.keys()].map((name) => name.split('.').at(-1)).toSorted();

describe('The credentials of accounts that went out of the settings', () => {
  it('are deleted, and no other', async () => {
    await orphans.keepOnly(['a', 'b']);
    assert.deepEqual(stored(), ['a', 'b', 'c'], 'one that was never seen in the settings stays');
    await orphans.keepOnly(['b']);
    assert.deepEqual(stored(), ['b', 'c']);
    await orphans.keepOnly([]);
    assert.deepEqual(stored(), ['c']);
  });

  it('are deleted by a later window too', async () => {
    await orphans.keepOnly(['a', 'b']);
    await new OrphanedCredentials(memory, store).keepOnly(['a']);
    assert.deepEqual(stored(), ['a', 'c']);
  });

  it('are kept where the account came back before they were looked at', async () => {
    await orphans.keepOnly(['a', 'b']);
    await orphans.keepOnly(['b', 'a']);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
  });

  it('are deleted once: an account that is added again may sign in again', async () => {
    await orphans.keepOnly(['a']);
    await orphans.keepOnly([]);
    await store.set('a', {
      credential: { kind: 'token', token: sampleTokens.user },
      origin: 'https://api.cloudflare.com',
    });
    await orphans.keepOnly([]);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
  });

  it('are tried again the next time where the storage failed', async () => {
    await orphans.keepOnly(['a', 'b']);
    keyring.failure = new Error(keyringText);
    await orphans.keepOnly(['b']);
    keyring.failure = undefined;
    assert.deepEqual(stored(), ['a', 'b', 'c']);
    await orphans.keepOnly(['b']);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('are deleted for several changes, one soon after another, each after the other', async () => {
    await Promise.all([orphans.keepOnly(['a', 'b']), orphans.keepOnly(['a']), orphans.keepOnly(['c'])]);
    assert.deepEqual(stored(), ['c']);
    await orphans.keepOnly([]);
    assert.deepEqual(stored(), []);
  });

  it('are left alone where the memory holds something else, which is put right', async () => {
    for (const value of [5, 'a', { a: 1 }, ['a', 5], null]) {
      await memory.update('knownAccounts', value);
      await orphans.keepOnly([]);
      assert.deepEqual(stored(), ['a', 'b', 'c']);
    }
    await orphans.keepOnly(['a']);
    await orphans.keepOnly([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('are not a reason to fail where the memory cannot be written', async () => {
    memory.failure = new Error('disk full');
    await orphans.keepOnly(['a']);
    memory.failure = undefined;
    await orphans.keepOnly(['a']);
    await orphans.keepOnly([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });
});

describe('What is remembered', () => {
  it('is ids alone, written only when they change', async () => {
    await orphans.keepOnly(['a', 'b']);
    await orphans.keepOnly(['a', 'b']);
    assert.deepEqual([memory.updates, memory.keys().length], [1, 1]);
    const [name = ''] = memory.keys();
    assert.deepEqual(memory.get(name), ['a', 'b']);
  });
});
