import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { optionalPrograms } from './programs.mjs';
import { isScript, main, runNode, scratch } from './project.mjs';

const reportFile = join(scratch, 'tests.json');

/**
 * Runs the tests, vitest's own output shown.
 * @param {string[]} args passed through to vitest
 * @returns {Promise<{ ok: boolean, line: string }>} `line`: "N passed, N failed", from vitest's counts
 */
export async function test(args) {
  for (const { name, path } of optionalPrograms()) {
    if (!path) console.log(`${name} was not found on this machine: the tests that need it are skipped.`);
  }
  await mkdir(scratch, { recursive: true });
  await rm(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const code = await runNode('node_modules/vitest/vitest.mjs', ['run', ...reporters, ...args]);
  const report = await readFile(reportFile, 'utf8').then(JSON.parse, () => undefined);
  return judge(report, code);
}

/** What a run comes to. A file that could not be loaded, a stray error or an empty run count as a failure. */
export function judge(report, code) {
  if (!report) return { ok: false, line: '0 passed, 1 failed' };
  const passed = report.numPassedTests;
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  ).length;
  const counted = report.numFailedTests + brokenFiles;
  const failed = counted === 0 && (code !== 0 || passed === 0) ? 1 : counted;
  const skipped = report.numPendingTests + report.numTodoTests;
  const line = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
  return { ok: failed === 0, line };
}

if (isScript(import.meta.url)) {
  await main(async () => {
    await install();
    await build();
    const { ok, line } = await test(process.argv.slice(2));
    console.log(line);
    process.exitCode = ok ? 0 : 1;
  });
}
