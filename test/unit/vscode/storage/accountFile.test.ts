import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountFile } from '../../../../src/vscode/storage/accountFile.ts';
import { AccountFiles } from '../../../../src/vscode/storage/accountFiles.ts';

/** Files that cannot be read for a time, as when another program has them open. */
class BusyFiles extends AccountFiles {
  code: string | undefined;

  override async read(accountId: string, name: string): Promise<string | undefined> {
    if (this.code !== undefined) throw Object.assign(new Error('not now'), { code: this.code });
    return super.read(accountId, name);
  }
}

describe('A file about an account', () => {
  let folder: string;
  let files: BusyFiles;
  let told: string[];
  let file: AccountFile<string>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'account-file-'));
    files = new BusyFiles(folder);
    told = [];
    const format = {
      read: (text: string) => (text.startsWith('good') ? text : undefined),
      write: (value: string) => value,
    };
    file = new AccountFile(files, 'x.json', format, {
      onUnusable: (accountId, name) => told.push(`${accountId} ${name}`),
      onFailure: (name, error) => told.push(`${name} ${error instanceof Error ? error.message : ''}`),
    });
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a', 'x.json'), 'good 1');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const text = () => readFile(join(folder, 'a', 'x.json'), 'utf8');

  for (const code of ['EBUSY', 'EMFILE', 'EACCES']) {
    it(`stays where it is, and is not written over, while it cannot be read: ${code}`, async () => {
      files.code = code;
      assert.equal(await file.read('a'), undefined);
      await file.write('a', 'good 2');
      assert.deepEqual(told, ['x.json not now']);
      assert.deepEqual([await readdir(join(folder, 'a')), await text()], [['x.json'], 'good 1']);

      files.code = undefined;
      assert.equal(await file.read('a'), 'good 1');
      await file.write('a', 'good 2');
      assert.equal(await text(), 'good 2');
    });
  }

  it('of another account is written meanwhile', async () => {
    files.code = 'EBUSY';
    await file.read('a');
    files.code = undefined;
    await file.write('b', 'good 2');
    assert.equal(await file.read('b'), 'good 2');
  });

  it('is written anew once one that cannot be understood was put away', async () => {
    await writeFile(join(folder, 'a', 'x.json'), 'broken');
    assert.equal(await file.read('a'), undefined);
    await file.write('a', 'good 2');
    assert.deepEqual([told, await text()], [['a unusable-x.json'], 'good 2']);
  });

  it('is not written over where it cannot be understood, nor put away', async () => {
    await writeFile(join(folder, 'a', 'x.json'), 'broken');
    files.putAway = () => Promise.reject(new Error('in use'));
    assert.equal(await file.read('a'), undefined);
    await file.write('a', 'good 2');
    assert.deepEqual([told, await text()], [['x.json in use'], 'broken']);
  });
});
