import { afterAll } from 'vitest';

const cleanups: (() => unknown)[] = [];

afterAll(async () => {
  const failures: unknown[] = [];
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      await cleanup();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length) throw failures[0];
});

/** Runs when the test file ends, the last first. May be called in `beforeAll`, where vitest takes no `afterAll` any more. */
export function atEnd(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}
