import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountFiles } from '../../../../src/vscode/storage/accountFiles.ts';
import { AuditMemory } from '../../../../src/vscode/storage/auditMemory.ts';

const audit = { at: 1, tunnels: [{ key: 'w', name: 'web', status: 'healthy', topics: null }] } as const;

describe('The last audit of an account', () => {
  let folder: string;
  let told: string[];
  const memory = () =>
    new AuditMemory(new AccountFiles(folder), {
      onUnusable: (accountId, name) => told.push(`${accountId} ${name}`),
      onFailure: (_, error) => told.push(error instanceof Error ? error.name : 'unknown'),
    });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-memory-'));
    told = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const last = () => memory().last(['a', 'b']);
  const put = async (text: string) => {
    await mkdir(join(folder, 'a'));
    await writeFile(join(folder, 'a', 'last-audit.json'), text);
  };

  it('is there after a restart, and the next one takes its place', async () => {
    assert.deepEqual(await last(), new Map());
    await memory().keep([['a', { at: 0, tunnels: [] }]]);
    await memory().keep([['a', audit]]);
    assert.deepEqual(await last(), new Map([['a', audit]]));
    assert.deepEqual(told, []);
  });

  it('goes with the account', async () => {
    await memory().keep([['a', audit]]);
    await new AccountFiles(folder).delete('a');
    assert.deepEqual(await last(), new Map());
  });

  for (const [what, text] of [
    ['broken', '{"version":1,"at":'],
    ['of another version', '{"version":2,"at":1,"tunnels":[]}'],
    ['too large', ' '.repeat(5 * 1024 * 1024)],
  ] as const) {
    it(`is put away where its file is ${what}, which the log says`, async () => {
      await put(text);
      assert.deepEqual(await last(), new Map());
      assert.deepEqual(told, ['a unusable-last-audit.json']);
      assert.deepEqual(await readdir(join(folder, 'a')), ['unusable-last-audit.json']);
      await last();
      assert.equal(told.length, 1);
    });
  }

  it('is missed by nobody where it cannot be kept, but in the log', async () => {
    await writeFile(join(folder, 'a'), 'a file in the place of the folder');
    await memory().keep([['a', audit]]);
    assert.deepEqual(told, ['Error']);
  });
});
