import { defineConfig } from 'eslint/config';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import typescript from 'typescript-eslint';

export default defineConfig(
  {
    ignores: [
      'packages/widgets/types/',
      'examples/react-18/',
      'packages/widgets/consumers/*.tsx',
      '**/dist/',
      '**/generated/',
      '**/node_modules/',
      'coverage/',
      '.build/',
    ],
  },
  typescript.configs.recommendedTypeChecked,
  {
    // Packages first, then ours from far to near; no blank lines between.
    plugins: { 'simple-import-sort': simpleImportSort },
    rules: { 'simple-import-sort/imports': ['error', { groups: [['^node:', '^@?\\w', '^\\.\\.', '^\\.']] }] },
  },
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Koa and vitest take functions that return promises and await them.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      // `async` without `await` is how a function of an asynchronous interface is written.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  {
    files: ['packages/server/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'packages/server/src/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        // "select *", "returning *", "…, *" and "p.*" in a statement, whole or in parts. `profile.*` alone is a kind of change.
        ...['Literal[value=', 'TemplateElement[value.raw='].map((node) => ({
          selector: `${node}/\\b(select|returning|distinct|all)\\s+\\*|\\bon \\([^)]*\\)\\s+\\*|,\\s*\\*\\s*(,|from\\b|$)|\\b\\w+\\.\\*(\\s*,|\\s+from\\b)/i]`,
          message:
            'Name the columns: a statement with * breaks in processes that still run when a migration adds one (docs/decisions/0023).',
        })),
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/server/src/config.ts', 'packages/server/src/testing/**', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config.ts reads the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        { name: 'node:process', importNames: ['env'], message: 'Only config.ts reads the environment.' },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [typescript.configs.disableTypeChecked],
  },
);
