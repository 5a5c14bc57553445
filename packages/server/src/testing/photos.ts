import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileStorage, FolderStorage, Photos } from '../platform/files';
import { atEnd } from './at-end';
import { testSecret } from './secret';

/** A folder of a test file's own, gone at its end. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'homecoming files '));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Photos in a folder of the test file's own, unless they are to lie elsewhere. */
export async function testPhotos({
  clock = () => new Date(),
  origin = () => 'http://localhost',
  storage,
}: {
  clock?: () => Date;
  origin?: () => string;
  storage?: FileStorage;
} = {}): Promise<Photos> {
  return new Photos({
    storage: storage ?? new FolderStorage(await testFolder()),
    secret: testSecret,
    clock,
    origin,
  });
}
