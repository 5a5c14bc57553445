import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkedKey, type FileStorage, StorageUnavailable } from './storage';

/** Keeps files in a folder of this machine, which it makes when the first one comes. */
export class FolderStorage implements FileStorage {
  constructor(readonly path: string) {}

  async put(key: string, bytes: Buffer): Promise<void> {
    const file = this.#fileOf(key);
    await told(async () => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      // So that a reader, or a kill in the middle, never meets half a file.
      const handle = await open(`${file}.new`, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(`${file}.new`, file);
    });
  }

  async get(key: string): Promise<Buffer | undefined> {
    const file = this.#fileOf(key);
    return told(() => readFile(file).catch(unless('ENOENT')));
  }

  async remove(key: string): Promise<void> {
    const file = this.#fileOf(key);
    await told(async () => {
      await rm(file, { force: true });
      await rm(`${file}.new`, { force: true });
      await rmdir(dirname(file)).catch(unless('ENOENT', 'ENOTEMPTY', 'EEXIST'));
    });
  }

  #fileOf(key: string): string {
    return join(this.path, checkedKey(key));
  }
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new StorageUnavailable('The folder of files cannot be used.', { cause });
  }
}

const unless =
  (...codes: readonly string[]) =>
  (error: NodeJS.ErrnoException): undefined => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
