import assert from 'node:assert/strict';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import type { StoredCredential } from '../../../../src/vscode/storage/credentialStore.ts';
import { sampleKey, sampleTokens } from '../../../support/cloudflareServer.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { problemOf } from '../../../support/rejection.ts';
import { sampleAccountId, secondAccountId } from '../../../support/sampleCompany.ts';

const origin = 'https://api.cloudflare.com';
const token: StoredCredential = { credential: { kind: 'token', token: sampleTokens.user }, origin };
const another: StoredCredential = { credential: { kind: 'token', token: sampleTokens.several }, origin };
const key: StoredCredential = { credential: { kind: 'key', ...sampleKey }, origin };
const a = sampleAccountId;
const b = secondAccountId;

let keyring: FakeKeyring;
let store: CredentialStore;
/** The same, in another window. */
let other: CredentialStore;
let told: string[];
beforeEach(() => {
  keyring = new FakeKeyring();
  store = new CredentialStore(keyring.window());
  other = new CredentialStore(keyring.window());
  told = [];
  store.onDidChange((accountId) => told.push(accountId));
});
afterEach(() => {
  store.dispose();
  other.dispose();
});

describe('A stored credential', () => {
  for (const stored of [token, key]) {
    it(`is got as it was set, in this window and another, as a ${stored.credential.kind}`, async () => {
      await store.set(a, stored);
      assert.deepEqual(await store.get(a), stored);
      assert.deepEqual(await other.get(a), stored);
      assert.equal(await store.get(b), undefined);
    });
  }

  it('is one for each account, and the last that was set', async () => {
    await store.set(a, token);
    await store.set(b, key);
    await store.set(a, another);
    assert.deepEqual([await store.get(a), await store.get(b)], [another, key]);
    assert.equal(keyring.values.size, 2);
  });

  it('is gone from every window when it is deleted, and no other with it', async () => {
    await store.set(a, token);
    await store.set(b, key);
    await other.delete(a);
    assert.deepEqual([await store.get(a), await store.get(b)], [undefined, key]);
    await store.delete(a);
  });

  it('holds nothing but what belongs to it', async () => {
    const more = { ...token, note: 'x', credential: { ...token.credential, email: 'x' } };
    await store.set(a, more);
    assert.deepEqual(await store.get(a), token);
    assert.deepEqual(JSON.parse([...keyring.values.values()][0] ?? ''), token);
  });

  const unfit: [what: string, stored: StoredCredential][] = [
    ['with a line break', { credential: { kind: 'token', token: 'a\nb' }, origin }],
    ['that is empty', { credential: { kind: 'token', token: '' }, origin }],
    ['for an address with a path', { ...token, origin: `${origin}/client` }],
    ['for no address', { ...token, origin: '' }],
  ];
  for (const [what, stored] of unfit) {
    it(`is none ${what}: the one before stays`, async () => {
      await store.set(a, token);
      await assert.rejects(store.set(a, stored));
      assert.deepEqual(await store.get(a), token);
    });
  }

  const unreadable: unknown[] = [
    '',
    'not JSON',
    'null',
    '5',
    '[]',
    '{}',
    sampleTokens.user,
    JSON.stringify(token.credential),
    JSON.stringify({ ...token, origin: undefined }),
    JSON.stringify({ ...token, origin: 'ftp://larkfield.example' }),
    JSON.stringify({ ...token, credential: { kind: 'token', token: 'a b' } }),
    JSON.stringify({ ...token, credential: { kind: 'other', token: sampleTokens.user } }),
  ];
  for (const text of unreadable) {
    it(`that cannot be read is a problem of signing in, which repeats none of it: ${String(text).slice(0, 20)}`, async () => {
      await store.set(a, token);
      const [name = ''] = keyring.values.keys();
      keyring.values.set(name, String(text));
      assert.deepEqual(await problemOf(store.get(a)), {
        kind: 'auth',
        detail: 'the stored credential cannot be read',
      });
    });
  }
});

describe('A secret storage that fails', () => {
  const calls: [name: string, call: () => Promise<unknown>][] = [
    ['get', () => store.get(a)],
    ['set', () => store.set(a, another)],
    ['delete', () => store.delete(a)],
  ];
  for (const [name, call] of calls) {
    it(`is a problem of the keychain in ${name}, without the text of the system’s or a secret`, async () => {
      await store.set(a, token);
      keyring.failure = new Error(keyringText);
      const problem = await problemOf(call());
      assert.deepEqual(problem, { kind: 'keychain', detail: 'the secret storage failed' });
      keyring.failure = undefined;
      assert.deepEqual(await store.get(a), token);
    });
  }

  it('is one too where it throws at once', async () => {
    const broken = { ...keyring.window(), get: () => assert.fail(keyringText) };
    assert.equal((await problemOf(new CredentialStore(broken).get(a))).kind, 'keychain');
  });
});

describe('A credential that is kept for this window', () => {
  it('is got here while the storage fails, and is in no storage and no other window', async () => {
    keyring.failure = new Error(keyringText);
    store.keepForThisWindow(a, token);
    assert.deepEqual(await store.get(a), token);
    assert.equal((await problemOf(store.get(b))).kind, 'keychain');
    keyring.failure = undefined;
    assert.equal(await other.get(a), undefined);
    assert.equal(keyring.values.size, 0);
    assert.deepEqual(told, [a]);
  });

  it('gives way to one that could be stored', async () => {
    store.keepForThisWindow(a, token);
    await store.set(a, another);
    assert.deepEqual(await store.get(a), another);
  });

  it('stays where the next could not be stored', async () => {
    store.keepForThisWindow(a, token);
    keyring.failure = new Error(keyringText);
    await problemOf(store.set(a, another));
    assert.deepEqual(await store.get(a), token);
  });

  it('is not what the last listener who asks gets after another was stored', async () => {
    store.keepForThisWindow(a, token);
    const got: Promise<StoredCredential | undefined>[] = [];
    store.onDidChange(() => got.push(store.get(a)));
    await store.set(a, another);
    assert.deepEqual(await got.at(-1), another);
  });

  it('is gone when it is deleted, also while the storage fails, and when the window closes', async () => {
    store.keepForThisWindow(a, token);
    keyring.failure = new Error(keyringText);
    await problemOf(store.delete(a));
    store.keepForThisWindow(b, token);
    store.dispose();
    keyring.failure = undefined;
    assert.deepEqual([await store.get(a), await store.get(b)], [undefined, undefined]);
  });
});

describe('Whoever listens to the credentials', () => {
  it('is told of the account whose credential was set, replaced or deleted, in any window', async () => {
    await store.set(a, token);
    await other.set(b, key);
    await other.set(b, token);
    await other.delete(a);
    assert.deepEqual(told, [a, b, b, a]);
  });

  it('is not told of other secrets', async () => {
    const window = keyring.window();
    await window.store('other', 'x');
    await window.store(`old.tunnelExplorer.credential.${a}`, 'x');
    await window.delete('other');
    assert.deepEqual(told, []);
  });

  it('is told of nothing any more once it has left, or the store is disposed of', async () => {
    const leave = store.onDidChange(() => told.push('left'));
    leave();
    await other.set(a, token);
    assert.deepEqual(told, [a]);
    store.dispose();
    store.dispose();
    await other.set(a, token);
    assert.deepEqual([told, keyring.listeners], [[a], 1]);
  });
});
