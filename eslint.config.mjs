import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const fullZod = { name: 'zod', message: "Import * as z from 'zod/mini': it is a fraction of the size." };

/** What a pure folder may not reach for: time comes in as an argument. */
const impureGlobals = ['Date.now', 'setTimeout', 'setInterval', 'fetch'].map((name) => ({
  selector: name.includes('.')
    ? `MemberExpression[object.name='Date'][property.name='now']`
    : `CallExpression[callee.name='${name}']`,
  message: `${name} is not for this folder: take what it gives as an argument (see watch/ports.ts).`,
}));

/** What a window shows is waited for: see test/support/vscode/shown.ts. */
const byShown = 'Use `is`, `has`, `isGone` or `stays` of Shown: what is read once may not be drawn yet.';
const asserts = ['assert', 'assert/strict', 'node:assert', 'node:assert/strict', 'node:test'].map((name) => ({
  name,
  message: byShown,
}));
const waits = { group: ['**/vscode/waitFor.ts'], message: byShown };

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.vscode-test/', '**/*.vsix'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { paths: [fullZod] }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  { files: ['src/{tunnels,watch}/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...impureGlobals] } },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/ui/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [fullZod, ...asserts], patterns: [waits] },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
);
