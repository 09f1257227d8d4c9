// Bundles the extension into dist: extension.cjs is what VS Code starts, and loads app.cjs, which is the rest.
//   node esbuild.js                development build, with a source map
//   node esbuild.js --watch        the same, again on every change
//   node esbuild.js --production   minified, as it is packaged
//   --outdir=FOLDER                into another folder; --metafile=FILE writes what takes how much of each file,
//                                  and --analyze prints that
import { writeFileSync } from 'node:fs';
import esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1];

/** What the start-up file imports when it is needed stays in a file of its own. */
const loadedLater = {
  name: 'loaded later',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/app\.ts$/ }, () => ({ path: './app.cjs', external: true }));
  },
};

const context = await esbuild.context({
  entryPoints: ['src/extension.ts', 'src/app.ts'],
  outdir: option('outdir') ?? 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // "module" first: the ESM builds of our dependencies are the ones that can be tree-shaken.
  mainFields: ['module', 'main'],
  external: ['vscode'],
  plugins: [loadedLater],
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
