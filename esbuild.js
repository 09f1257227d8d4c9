// Bundles the extension into dist: extension.cjs is what VS Code starts, and loads app.cjs, which is the rest but for
// pages.cjs, which writes pages and comes with the first of them. The words of all are translated by l10n.cjs.
//   node esbuild.js                development build, with a source map
//   node esbuild.js --watch        the same, again on every change
//   node esbuild.js --production   minified, as it is packaged
//   --outdir=FOLDER                into another folder; --metafile=FILE writes what takes how much of each file,
//                                  and --analyze prints that
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1];

/** What is imported when it is needed, or by several, is a file of its own. */
const ownFiles = {
  name: 'files of their own',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/(app|pages)\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
    );
    // One for all, since it holds the translations.
    onResolve({ filter: /^@vscode\/l10n$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './l10n.cjs', external: true },
    );
  },
};

const context = await esbuild.context({
  entryPoints: {
    extension: 'src/extension.ts',
    app: 'src/app.ts',
    pages: 'src/tunnels/documents/pages.ts',
    l10n: '@vscode/l10n',
  },
  outdir: option('outdir') ?? 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // "module" first: the ESM builds of our dependencies are the ones that can be tree-shaken.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  plugins: [ownFiles],
  // By `require`, which VS Code sees to that it finds its API.
  supported: { 'dynamic-import': false },
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
});

if (watch) {
  await context.watch();
} else {
  const { metafile } = await context.rebuild();
  const metafileName = option('metafile');
  if (metafileName !== undefined) writeFileSync(metafileName, JSON.stringify(metafile));
  if (process.argv.includes('--analyze')) console.log(await esbuild.analyzeMetafile(metafile));
  await context.dispose();
}
