import assert from 'node:assert/strict';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import { OrphanedCredentials } from '../../../../src/vscode/storage/orphanedCredentials.ts';
import { FakeMemento } from '../../../support/fakeMemento.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { day, sampleTime, sampleTokens } from '../../../support/sampleCompany.ts';

const credential = {
  credential: { kind: 'token', token: sampleTokens.user },
  origin: 'https://api.cloudflare.com',
} as const;

let keyring: FakeKeyring;
let memory: FakeMemento;
let store: CredentialStore;
let now: number;
let orphans: OrphanedCredentials;
beforeEach(async () => {
  keyring = new FakeKeyring();
  memory = new FakeMemento();
  store = new CredentialStore(keyring.window());
  now = sampleTime;
  orphans = anotherWindow();
  for (const id of ['a', 'b', 'c']) await store.set(id, credential);
});
afterEach(() => {
  store.dispose();
});

const anotherWindow = () => new OrphanedCredentials(memory, store, () => now);
const stored = () => [...keyring.values.keys()].map((name) => name.split('.').at(-1)).toSorted();

describe('The credentials of accounts that vanished from the settings', () => {
  it('are kept for 30 days, and deleted then; no other is', async () => {
    await orphans.lookAt(['a', 'b']);
    await orphans.lookAt(['b']);
    now += 30 * day - 1;
    await orphans.lookAt(['b']);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
    now += 1;
    await anotherWindow().lookAt(['b']);
    assert.deepEqual(stored(), ['b', 'c'], 'one that was never seen in the settings stays');
  });

  it('have their 30 days from when they were first missed: nobody may have looked for longer', async () => {
    await orphans.lookAt(['a']);
    now += 40 * day;
    await orphans.lookAt([]);
    now += 30 * day - 1;
    await anotherWindow().lookAt([]);
    assert.deepEqual(stored(), ['a', 'b', 'c'], 'a settings file that broke while VS Code was closed');
    now += 1;
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('have them anew where they were back meanwhile', async () => {
    await orphans.lookAt([]);
    for (const ids of [['a'], [], ['a'], []]) {
      await orphans.lookAt(ids);
      now += 20 * day;
    }
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
  });

  it('are kept by an empty list, as a broken file reads', async () => {
    await orphans.lookAt(['a', 'b', 'c']);
    await orphans.lookAt([]);
    await orphans.lookAt(['a', 'b', 'c']);
    now += 40 * day;
    await orphans.lookAt(['a', 'b', 'c']);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
  });

  it('live no shorter and no longer for a clock that was set forward and back', async () => {
    now += 1000 * day;
    await orphans.lookAt(['a']);
    now = sampleTime;
    await orphans.lookAt([]);
    now += 29 * day;
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
    now += day;
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('live no shorter for a clock that was set back and forward again', async () => {
    const looks = [['a'], [], [], ['a']];
    for (const [index, before] of looks.entries()) {
      await orphans.lookAt(['a']);
      now += day;
      await orphans.lookAt(before);
      now -= 1000 * day;
      await orphans.lookAt(looks[index + 1] ?? []);
      now += 1001 * day;
      await orphans.lookAt([]);
      assert.deepEqual(stored(), ['a', 'b', 'c'], `${index}`);
      now += 28 * day;
      await orphans.lookAt([]);
      assert.deepEqual(stored(), ['a', 'b', 'c'], `${index}`);
    }
    now += 30 * day;
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('are not deleted for a time long ago where they are stored anew', async () => {
    await orphans.lookAt(['a']);
    await orphans.lookAt([]);
    now += 30 * day;
    await orphans.remember('a');
    await anotherWindow().lookAt([]);
    assert.deepEqual(stored(), ['a', 'b', 'c']);
  });

  it('are remembered before they are stored, so that a window that ends in between leaves no orphan', async () => {
    await orphans.remember('a');
    now += 40 * day;
    await anotherWindow().lookAt([]);
    assert.deepEqual(stored(), ['a', 'b', 'c'], 'its account may have been in the settings since');
    now += 30 * day;
    await anotherWindow().lookAt([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('are not stored where they cannot be remembered', async () => {
    memory.failure = new Error('disk full');
    await assert.rejects(orphans.remember('a'), /disk full/);
    memory.failure = undefined;
    await orphans.remember('a');
  });

  it('are tried again the next time where the storage failed', async () => {
    await orphans.lookAt(['a']);
    await orphans.lookAt([]);
    now += 30 * day;
    keyring.failure = new Error(keyringText);
    await orphans.lookAt([]);
    keyring.failure = undefined;
    assert.deepEqual(stored(), ['a', 'b', 'c']);
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['b', 'c']);
  });

  it('of which an earlier version remembered the ids alone have their 30 days from now', async () => {
    await memory.update('knownAccounts', ['a', 'b']);
    await orphans.lookAt([]);
    now += 30 * day;
    await orphans.lookAt([]);
    assert.deepEqual(stored(), ['c']);
  });

  it('are left alone where the memory holds something else, which is put right', async () => {
    for (const value of [5, 'a', { a: 'x' }, ['a', 5], null]) {
      await memory.update('knownAccounts', value);
      await orphans.lookAt(['b']);
      assert.deepEqual(stored(), ['a', 'b', 'c']);
      assert.deepEqual(memory.get('knownAccounts'), { b: { missing: false, at: [now] } });
    }
  });

  it('are not a reason to fail where the memory cannot be written', async () => {
    memory.failure = new Error('disk full');
    await orphans.lookAt(['a']);
  });
});

describe('The credential of an account that the person removes', () => {
  it('is deleted at once', async () => {
    await orphans.lookAt(['a', 'b']);
    await orphans.deleteNow('a');
    assert.deepEqual(stored(), ['b', 'c']);
    assert.deepEqual(Object.keys(memory.get('knownAccounts')), ['b']);
  });

  it('is deleted at the next look where the storage failed, and stays where the account is back', async () => {
    await orphans.lookAt(['a', 'b']);
    keyring.failure = new Error(keyringText);
    for (const id of ['a', 'b']) await assert.rejects(orphans.deleteNow(id), /the secret storage failed/);
    keyring.failure = undefined;
    await anotherWindow().lookAt(['b']);
    assert.deepEqual(stored(), ['b', 'c']);
  });
});

describe('What is remembered', () => {
  it('is ids and when they were seen, written once a day at most', async () => {
    await orphans.lookAt(['a', 'b']);
    now += day - 1;
    await orphans.lookAt(['a', 'b']);
    assert.equal(memory.updates, 1);
    const seen = { missing: false, at: [sampleTime] };
    assert.deepEqual(memory.get('knownAccounts'), { a: seen, b: seen });
    now += 1;
    await orphans.lookAt(['a']);
    const expected = { a: { missing: false, at: [now] }, b: { missing: true, at: [now] } };
    assert.deepEqual(memory.get('knownAccounts'), expected);
    now += 7 * day;
    await orphans.remember('b');
    assert.deepEqual(memory.get('knownAccounts'), { ...expected, b: { missing: false, at: [now] } });
  });
});
