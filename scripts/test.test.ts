import { describe, expect, test } from 'vitest';
import { judge } from './test.mjs';

const report = (counts: object, testResults: object[] = []) => ({
  ...{ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults },
  ...counts,
});

describe('the last line of a test run', () => {
  test('counts what passed, failed and was skipped', () => {
    const counts = { numPassedTests: 5, numPendingTests: 2, numTodoTests: 1 };
    expect(judge(report(counts), 0)).toEqual({ ok: true, line: '5 passed, 0 failed, 3 skipped' });
    expect(judge(report({ numPassedTests: 5, numFailedTests: 1 }), 1)).toEqual({
      ok: false,
      line: '5 passed, 1 failed',
    });
  });

  test('fails when nothing ran, or the runner itself did not come to an end', () => {
    expect(judge(report({}), 0)).toEqual({ ok: false, line: '0 passed, 1 failed' });
    expect(judge(undefined, 1)).toEqual({ ok: false, line: '0 passed, 1 failed' });
  });

  test('fails for a file that could not be loaded and for a fault outside of any test', () => {
    const broken = [{ status: 'failed', assertionResults: [] }];
    expect(judge(report({ numPassedTests: 5 }, broken), 1)).toEqual({
      ok: false,
      line: '5 passed, 1 failed',
    });
    expect(judge(report({ numPassedTests: 5 }), 1)).toEqual({ ok: false, line: '5 passed, 1 failed' });
  });
});
