import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { absent } from './postgres-cluster';

/** PostgreSQL's main process, as its pid file and the operating system tell of it. */
export interface Postmaster {
  readonly pid: number;
  /** The cluster as the process was told it; differs from where it lies when the folder has been moved since. */
  readonly startedOn: string;
  readonly port: number;
  readonly ready: boolean;
}

const fastShutdown = 'SIGINT';
const immediateShutdown = 'SIGQUIT';

/** The postmaster that runs on this cluster. A pid file that a crash has left behind is not believed. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const file = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(absent);
  // The lines: pid, cluster, start time, port, socket folder, address, shared memory, state.
  const [pid, startedOn, , port, , , , state] = file?.split('\n') ?? [];
  if (!Number(pid) || !startedOn) return undefined;
  const found = { pid: Number(pid), startedOn, port: Number(port), ready: state?.trim() === 'ready' };
  // A folder that was copied while in use names the original's process, which is none of ours.
  const copied = startedOn !== data && (await stat(startedOn).catch(() => undefined)) !== undefined;
  return !copied && (await isRunning(found)) ? found : undefined;
}

/** Whether the pid still is that postmaster; after a crash it may be anybody's, another PostgreSQL's too. */
export async function isRunning({ pid, startedOn }: Pick<Postmaster, 'pid' | 'startedOn'>): Promise<boolean> {
  const command = await commandLine(pid);
  return /\/postgres /.test(command) && command.includes(` -D ${startedOn} `);
}

/** Empty for a process that does not exist, or that has ended and not been collected yet. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    // Readable by everybody, unlike /proc/<pid>/exe, which a container's root may not read of another user.
    const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return text.replaceAll('\0', ' ');
  }
  const { stdout } = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(
    () => ({ stdout: '' }),
  );
  return stdout;
}

/**
 * Stops it without waiting for clients, with everything on disk, and returns when the process is gone. One that
 * does not end within `patienceMs` is stopped as a power failure would: nothing committed is lost, the next start
 * takes longer.
 */
export async function shutDown(running: Postmaster, patienceMs = 60_000): Promise<void> {
  for (const signal of [fastShutdown, immediateShutdown] as const) {
    if (!(await isRunning(running))) return;
    process.kill(running.pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!(await isRunning(running))) return;
      await delay(5);
    }
  }
  throw new Error(`PostgreSQL (process ${running.pid}) does not stop.`);
}
