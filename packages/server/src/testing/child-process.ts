import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const scratch = fileURLToPath(new URL('../../../../.build/', import.meta.url));

/** A process to be killed. */
export interface Child {
  /** The line that it printed when it was ready. */
  readonly line: string;
  readonly stdin: Writable;
  /** As `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>;
}

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly closesAt?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program of this folder as one file, which starts several times as fast. */
export interface Program {
  /** Starts it, and waits for its first line. */
  start(...args: string[]): Promise<Child>;
  /** Runs it to its end; with `closesAt` its output is closed after that many characters, as `head` does. */
  run(args: readonly string[], options: RunOptions): Promise<Ended>;
  /** Removes the file. */
  remove(): Promise<void>;
}

export async function buildProgram(name: string): Promise<Program> {
  await mkdir(scratch, { recursive: true });
  // Within the repository, where what npm has installed is found.
  const outDir = await mkdtemp(join(scratch, `${name}-`));
  const entry = { [name]: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)) };
  await build({
    config: false,
    silent: true,
    entry,
    outDir,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    skipNodeModulesBundle: true,
  });
  return {
    start: async (...args) => {
      const child = spawn(process.execPath, [join(outDir, `${name}.js`), ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit').then(() => [undefined]);
      const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string?];
      if (line === undefined) throw new Error(`${name} ended before it was ready.`);
      return { line, stdin: child.stdin, kill: () => kill(child) };
    },
    run: (args, options) => run([join(outDir, `${name}.js`), ...args], options),
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

async function run(args: readonly string[], { env, closesAt = Infinity }: RunOptions): Promise<Ended> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.length >= closesAt) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

async function kill(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
