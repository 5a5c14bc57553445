import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './platform/start-error';

/** What a script needs to know of the running demo; `demo.json` in the data folder. */
export interface DemoFacts {
  /** The API's origin. */
  readonly api: string;
  readonly reference: string;
  readonly institutions: readonly {
    readonly slug: string;
    readonly name: string;
    readonly site: string;
    readonly publishableKey: string;
    readonly secretKey: string;
    /** Who claims this name with this address, proven by a mailed code, gets the profile at once; until somebody has. */
    readonly claim?: { readonly email: string; readonly name: string } | undefined;
  }[];
}

/** @throws {StartError} where the folder cannot be made or written */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, '.writable'), '');
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be used: ${reasonOf(error)}.`,
      'Make it readable and writable for you, or name another one in HOMECOMING_DATA_DIR.',
    );
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  const reasons: Record<string, string> = {
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    EROFS: 'its file system is read-only',
    EEXIST: 'a file stands in its place',
    ENOTDIR: 'a file stands in its place',
    ENOSPC: 'the disk is full',
  };
  return reasons[code ?? ''] ?? message;
}

/** The secret of this data folder, made when there is none. */
export async function keptSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept && kept.length >= 32) return kept;
  const secret = randomBytes(32).toString('hex');
  await writeWhole(file, secret);
  return secret;
}

export async function readDemoFacts(folder: string): Promise<DemoFacts | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8')) as DemoFacts;
  } catch {
    return undefined; // it is made anew
  }
}

export async function writeDemoFacts(folder: string, facts: DemoFacts): Promise<void> {
  await writeWhole(join(folder, 'demo.json'), `${JSON.stringify(facts, null, 2)}\n`);
}

/** So that a reader, or a kill in the middle, never meets half a file. It holds keys: only its owner may read it. */
async function writeWhole(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
