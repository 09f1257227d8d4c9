import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { AccountRemoval, undoForMs } from '../../../../src/vscode/signIn/accountRemoval.ts';
import { AccountFiles } from '../../../../src/vscode/storage/accountFiles.ts';
import { CredentialStore } from '../../../../src/vscode/storage/credentialStore.ts';
import type { StoredCredential } from '../../../../src/vscode/storage/credentialStore.ts';
import { OrphanedCredentials } from '../../../../src/vscode/storage/orphanedCredentials.ts';
import type { WrittenAccount } from '../../../../src/vscode/storage/settingsStore.ts';
import { FakeMemento } from '../../../support/fakeMemento.ts';
import { FakeKeyring, keyringText } from '../../../support/fakeSecrets.ts';
import { sampleTokens } from '../../../support/sampleCompany.ts';
import { waitFor } from '../../../support/vscode/waitFor.ts';
import { accountOf } from '../../../support/watchBench.ts';

const stored: StoredCredential = {
  credential: { kind: 'token', token: sampleTokens.user },
  origin: 'https://api.cloudflare.com',
};
const account = accountOf('a');

describe('Removing an account', () => {
  let folder: string;
  let keyring: FakeKeyring;
  let credentials: CredentialStore;
  /** The ids that the settings name, in their order. */
  let written: string[];
  let removal: AccountRemoval;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'account-removal-'));
    keyring = new FakeKeyring();
    credentials = new CredentialStore(keyring.window());
    written = ['a', 'b'];
    const settings = {
      writtenAccount: (accountId: string): WrittenAccount => ({
        accountId,
        index: written.indexOf(accountId),
        entry: { accountId },
      }),
      removeAccount: ({ id }: { readonly id: string }) => {
        written = written.filter((one) => one !== id);
        return Promise.resolve();
      },
      putBack: ({ accountId, index }: WrittenAccount) => {
        written = written.toSpliced(index, 0, accountId);
        return Promise.resolve();
      },
    };
    const files = new AccountFiles(folder);
    const orphans = new OrphanedCredentials(new FakeMemento(), credentials);
    removal = new AccountRemoval(settings, credentials, orphans, files);
    await credentials.set('a', stored);
    await credentials.set('b', stored);
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a', 'history.json'), 'of a');
  });
  afterEach(async () => {
    mock.timers.reset();
    removal.dispose();
    credentials.dispose();
    await rm(folder, { recursive: true });
  });

  const history = () => readFile(join(folder, 'a', 'history.json'), 'utf8');
  const nothingIsLeft = () =>
    waitFor('the files to be gone', async () =>
      (await readdir(folder)).length === 0 && !keyring.values.has('tunnelExplorer.credential.a')
        ? true
        : undefined,
    );

  it('takes it out of the settings and deletes its credential before Undo is offered, and no other', async () => {
    const ended = await removal.remove(account, async () => {
      assert.deepEqual(written, ['b']);
      assert.deepEqual([await credentials.get('a'), await credentials.get('b')], [undefined, stored]);
      await assert.rejects(history(), /ENOENT/);
      return false;
    });
    assert.equal(ended, 'removed');
  });

  it('deletes its files when the message with Undo is closed', async () => {
    await removal.remove(account, () => Promise.resolve(false));
    await nothingIsLeft();
  });

  it('is undone within ten minutes: the account in its place, its credential and its files', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const ended = await removal.remove(account, () => {
      mock.timers.tick(undoForMs - 1);
      return Promise.resolve(true);
    });
    assert.equal(ended, 'undone');
    assert.deepEqual([written, await credentials.get('a'), await history()], [['a', 'b'], stored, 'of a']);
  });

  it('cannot be undone after ten minutes, and is told to be too late', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const ended = await removal.remove(account, () => {
      mock.timers.tick(undoForMs);
      return Promise.resolve(true);
    });
    mock.timers.reset();
    assert.equal(ended, 'tooLate');
    assert.deepEqual(written, ['b']);
    await nothingIsLeft();
  });

  it('cannot be undone once the window closes', async () => {
    const ended = await removal.remove(account, () => {
      removal.dispose();
      return Promise.resolve(true);
    });
    assert.equal(ended, 'tooLate');
    await nothingIsLeft();
  });

  it('keeps a credential that was stored before it was undone', async () => {
    const newer: StoredCredential = { ...stored, origin: 'https://api.two.example' };
    await removal.remove(account, async () => {
      await credentials.set('a', newer);
      return true;
    });
    assert.deepEqual(await credentials.get('a'), newer);
  });

  it('brings the account back to the settings, also where the storage fails', async () => {
    const ended = removal.remove(account, () => {
      keyring.failure = new Error(keyringText);
      return Promise.resolve(true);
    });
    await assert.rejects(ended, { problem: { kind: 'keychain', detail: 'the secret storage failed' } });
    assert.deepEqual(written, ['a', 'b']);
  });
});
