// Bundles the extension into dist/extension.cjs.
//   node esbuild.js                development build, with a source map
//   node esbuild.js --watch        the same, again on every change
//   node esbuild.js --production   minified, as it is packaged
//   --outfile=FILE                 into another file; --analyze tells what takes how much of it
import esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const outfile = process.argv.find((argument) => argument.startsWith('--outfile='))?.split('=')[1];

const context = await esbuild.context({
  entryPoints: ['src/extension.ts'],
  outfile: outfile ?? 'dist/extension.cjs',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // "module" first: the ESM builds of our dependencies are the ones that can be tree-shaken.
  mainFields: ['module', 'main'],
  external: ['vscode'],
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
  if (process.argv.includes('--analyze')) console.log(await esbuild.analyzeMetafile(metafile));
  await context.dispose();
}
