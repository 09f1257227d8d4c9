import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import type { Metafile } from 'esbuild';

interface Manifest {
  readonly contributes: Readonly<Record<string, unknown>>;
}

interface MenuItem {
  readonly command: string;
  readonly when: string;
}

const manifestText = readFileSync('package.json', 'utf8');

describe('The package', function () {
  this.timeout(120_000);

  it('holds only what runs', async () => {
    const files = await listFiles({ packageManager: PackageManager.None });
    assert.deepEqual(files.toSorted(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/app.cjs',
      'dist/extension.cjs',
      'dist/l10n.cjs',
      'dist/pages.cjs',
      'dist/problem.cjs',
      'dist/signIn.cjs',
      'l10n/bundle.l10n.de.json',
      'media/icon.png',
      'media/tunnel.svg',
      'media/walkthrough/account.svg',
      'media/walkthrough/browse.svg',
      'media/walkthrough/refresh.svg',
      'media/walkthrough/token.svg',
      'package.json',
      'package.nls.de.json',
      'package.nls.json',
    ]);
  });

  it('starts with at most 10 kB, and loads at most 260 kB for an account, of which other people’s code is at most 66 kB', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnel-explorer-size-'));
    try {
      const metafile = join(folder, 'meta.json');
      const output = [`--outdir=${folder}`, `--metafile=${metafile}`];
      execFileSync(process.execPath, ['esbuild.js', '--production', ...output]);
      const { outputs } = JSON.parse(readFileSync(metafile, 'utf8')) as Metafile;
      const loaded = ['extension.cjs', 'app.cjs', 'l10n.cjs', 'problem.cjs'];
      const bundled = Object.entries(outputs)
        .filter(([path]) => loaded.includes(basename(path)))
        .flatMap(([, { inputs }]) => Object.entries(inputs));
      const ofOthers = bundled
        .filter(([path]) => path.startsWith('node_modules/'))
        .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
      assert.ok(ofOthers > 0 && ofOthers <= 66_000, `${ofOthers} bytes are of others`);
      const sizeOf = (name: string) => statSync(join(folder, name)).size;
      assert.ok(sizeOf('extension.cjs') <= 10_000, `it starts with ${sizeOf('extension.cjs')} bytes`);
      const forAccount = loaded.slice(1).reduce((sum, name) => sum + sizeOf(name), 0);
      assert.ok(forAccount <= 260_000, `it loads ${forAccount} bytes`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('asks for the Node that the README asks for', () => {
    const { engines } = JSON.parse(manifestText) as { readonly engines: Readonly<Record<string, string>> };
    const [, asked] = /You need Node (\S+) or newer/.exec(readFileSync('README.md', 'utf8')) ?? [];
    assert.ok(asked !== undefined);
    assert.equal(engines['node'], `>=${asked}`);
  });

  it('never has a command of rows in the palette or the view’s title, nor one of those on a row', () => {
    const { contributes } = JSON.parse(manifestText) as Manifest;
    const menus = contributes['menus'] as Readonly<Record<string, readonly MenuItem[]>>;
    const idsIn = (menu: string, isMeant: (item: MenuItem) => boolean = () => true) =>
      [...new Set(menus[menu]?.filter(isMeant).map(({ command }) => command))].toSorted();
    const ofRows = idsIn('view/item/context').filter((id) => id !== 'tunnelExplorer.showLog');
    assert.deepEqual(
      idsIn('commandPalette', ({ when }) => when === 'false'),
      ofRows,
    );
    assert.deepEqual(
      idsIn('view/title').filter((id) => ofRows.includes(id)),
      [],
    );
  });

  it('has a text for each string of package.json that stands in package.nls.json, and no other', () => {
    const { contributes, ...rest } = JSON.parse(manifestText) as Manifest;
    const used = JSON.stringify({ contributes, rest }).matchAll(/"%([\w.]+)%"/g);
    const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
    assert.deepEqual(
      [...new Set([...used].map(([, name]) => name))].toSorted(),
      Object.keys(texts).toSorted(),
    );
  });
});
