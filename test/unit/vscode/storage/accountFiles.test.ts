import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountFiles } from '../../../../src/vscode/storage/accountFiles.ts';
import { Held } from '../../../../src/vscode/storage/held.ts';

describe('The files of an account', () => {
  let folder: string;
  let files: AccountFiles;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'account-files-'));
    files = new AccountFiles(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (text: string) => {
    await mkdir(join(folder, 'a'), { recursive: true });
    await writeFile(join(folder, 'a', 'history.json'), text);
  };
  const read = () => readFile(join(folder, 'a', 'history.json'), 'utf8');

  it('are written whole, and read back', async () => {
    assert.equal(await files.read('a', 'history.json'), undefined);
    await Promise.all(['1', '2'].map((text) => files.write('a', 'history.json', text)));
    assert.match((await files.read('a', 'history.json')) ?? '', /^[12]$/);
    assert.deepEqual(await readdir(join(folder, 'a')), ['history.json']);
  });

  it('are of a size that can be read, or are not written or read at all', async () => {
    const large = 'x'.repeat(4 * 1024 * 1024 + 1);
    await assert.rejects(files.write('a', 'history.json', large), RangeError);
    await write(large);
    await assert.rejects(files.read('a', 'history.json'), RangeError);
  });

  it('are put away where they cannot be used, and are no more in the way', async () => {
    await write('1');
    assert.equal(await files.putAway('a', 'history.json'), 'unusable-history.json');
    assert.equal(await files.read('a', 'history.json'), undefined);
    await files.putAway('a', 'history.json');
    assert.deepEqual(await readdir(join(folder, 'a')), ['unusable-history.json']);
  });

  it('that were put away stay where another one is put away', async () => {
    const names = ['unusable-history.json', 'unusable-2-history.json', 'unusable-3-history.json'];
    for (const name of names) {
      await write(name);
      assert.equal(await files.putAway('a', 'history.json'), name);
    }
    assert.deepEqual(
      await Promise.all(names.map((name) => readFile(join(folder, 'a', name), 'utf8'))),
      names,
    );
  });

  it('go with it, and come back with it', async () => {
    await write('1');
    await files.setAside('a');
    await assert.rejects(read(), /ENOENT/);
    await files.bringBack('a');
    assert.equal(await read(), '1');
  });

  it('are deleted with a credential that nobody wants back', async () => {
    await write('1');
    await files.delete('a');
    await files.delete('a');
    assert.deepEqual(await readdir(folder), []);
  });

  it('are not missed where there are none', async () => {
    await files.setAside('a');
    await files.bringBack('a');
    await files.deleteSetAside('a');
    await new AccountFiles(join(folder, 'none')).deleteLeftAside(0);
    assert.deepEqual(await readdir(folder), []);
  });

  it('give way to those that were written meanwhile', async () => {
    await write('1');
    await files.setAside('a');
    await write('2');
    await files.bringBack('a');
    assert.equal(await read(), '2');
  });

  it('are deleted when they are wanted back no more, also by a later window', async () => {
    await write('1');
    await files.setAside('a');
    await files.deleteLeftAside(60_000);
    assert.equal((await readdir(folder)).length, 1, 'another window may still want them back');
    await files.deleteLeftAside(0);
    assert.deepEqual(await readdir(folder), []);
  });
});

describe('What is held for a time', () => {
  it('can be taken once', () => {
    const held = new Held('secret', 60_000, () => assert.fail('it was not dropped'));
    assert.deepEqual([held.take(), held.take()], ['secret', undefined]);
  });

  it('is dropped when the time is over', async () => {
    let held: Held<string> | undefined;
    await new Promise<void>((resolve) => (held = new Held('secret', 1, resolve)));
    assert.equal(held?.take(), undefined);
  });

  it('is dropped once', () => {
    let dropped = 0;
    const held = new Held('secret', 60_000, () => dropped++);
    held.drop();
    held.drop();
    assert.deepEqual([held.take(), dropped], [undefined, 1]);
  });
});
