// Bundles the extension into dist/extension.cjs.
//   node esbuild.js                development build, with a source map
//   node esbuild.js --watch        the same, again on every change
//   node esbuild.js --production   minified, as it is packaged
//   --outfile=FILE                 into another file; --metafile=FILE writes what takes how much of it,
//                                  and --analyze prints that
import { writeFileSync } from 'node:fs';
import esbuild from 'esbuild';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const option = (name) => process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1];

const context = await esbuild.context({
  entryPoints: ['src/extension.ts'],
  outfile: option('outfile') ?? 'dist/extension.cjs',
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
  const metafileName = option('metafile');
  if (metafileName !== undefined) writeFileSync(metafileName, JSON.stringify(metafile));
  if (process.argv.includes('--analyze')) console.log(await esbuild.analyzeMetafile(metafile));
  await context.dispose();
}
