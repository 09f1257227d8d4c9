import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';

describe('CONTRIBUTING.md', () => {
  it('names files that are there, by their paths or by their names', () => {
    const text = readFileSync('CONTRIBUTING.md', 'utf8');
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|cjs|json))`/g)].map(([, file = '']) => file);
    assert.ok(named.length > 20, `${named.length} were found`);
    const files = ['src', 'test'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
        (file) => `/${file.replaceAll(sep, '/')}`,
      ),
    );
    const isThere = (name: string) => existsSync(name) || files.some((file) => file.endsWith(`/${name}`));
    assert.deepEqual(
      named.filter((name) => !isThere(name)),
      [],
    );
  });
});
