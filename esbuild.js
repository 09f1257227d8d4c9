// Bundles the extension into dist: extension.cjs is what VS Code starts, and loads app.cjs, which is the rest but for what
// is loaded when a person asks for it: pages.cjs writes pages, signIn.cjs leads through signing in. What must be there
// once for all is a file of its own too.
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

const files = {
  extension: 'src/extension.ts',
  app: 'src/app.ts',
  pages: 'src/tunnels/documents/pages.ts',
  signIn: 'src/vscode/signIn/signIn.ts',
  // It holds the translations.
  l10n: '@vscode/l10n',
  // It has a class that errors are known by.
  problem: 'src/tunnels/problems/problem.ts',
};

/** Imports of these are left as they are: what is imported when it is needed, and what several share. */
const ownFiles = {
  name: 'files of their own',
  setup: ({ onResolve }) => {
    const leave = (name) => ({ path: `./${name}.cjs`, external: true });
    onResolve({ filter: /\/(app|pages|signIn)\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? leave(basename(path, '.ts')) : undefined,
    );
    onResolve({ filter: /^@vscode\/l10n$|\/problem\.ts$/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : leave(basename(path, '.ts')),
    );
  },
};

const context = await esbuild.context({
  entryPoints: files,
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
