import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** What scripts keep between runs; git-ignored. */
export const scratch = join(root, '.build');

/** Something the person at the terminal can put right: told in one sentence, without a stack. */
export class Obstacle extends Error {}

/** Runs a script's main function; an obstacle ends the process with its sentence and exit code 1. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Obstacle ? `\n${error.message}` : error);
    process.exit(1);
  }
}

/** Whether this module is the script that Node was asked to run, rather than imported by another one. */
export const isScript = (moduleUrl) => realpathSync(process.argv[1]) === fileURLToPath(moduleUrl);

/** Runs a program in the project's folder with our terminal, and returns its exit code (1 when a signal ended it). */
export function run(program, args, { env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a Node program of ours or of an installed package: `runNode('node_modules/…', …)`. */
export const runNode = (script, args, options) =>
  run(process.execPath, [join(root, script), ...args], options);

/** Elapsed time for people: `0.4 s`. */
export const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * Does the work while no other process of this checkout does: two starts at once must not install or build over
 * each other. A lock whose process is gone counts for nothing.
 */
export async function alone(name, work) {
  const lock = join(scratch, `${name}.lock`);
  await mkdir(scratch, { recursive: true });
  for (let told = false; ; await delay(100)) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder && !isAlive(holder)) await rm(lock, { force: true });
    else if (!told)
      told = !console.log(`Waiting for process ${holder || '…'}, which is at the same work (${name}).`);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
