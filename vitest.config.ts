import { defineConfig } from 'vitest/config';
import { optionalPrograms } from './scripts/programs.mjs';

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['packages/server/src/testing/global-setup.ts'],
    // Tests of what is missing here are skipped by these being unset.
    env: Object.fromEntries(
      optionalPrograms().flatMap(({ variable, path }) => (path ? [[variable, path]] : [])),
    ),
    // Tests wait for the database, processes and browsers more than they compute.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    retry: 0,
    dangerouslyIgnoreUnhandledErrors: false,
  },
});
