import type { CronEntry, TaskHandlers } from '../tasks';
import { hourMs } from '../time';
import { deleteFiles, dropAbandoned, type FileKind, listDropped } from './file-store';
import { photoSizes } from './images';
import { photoKey } from './photos';
import type { FileStorage } from './storage';
import { sweepTask } from './sweep-task';

/** Between noting a file and referring to it lie seconds: what is older was left by a killed process or a failed call. */
const abandonedAfterMs = hourMs;
const filesAtOnce = 100;

export function fileTasks(storage: FileStorage): TaskHandlers {
  // The objects of files that nothing refers to go first, then what is known of them.
  return sweepTask.handledBy(async (scope, _payload, signal) => {
    const before = new Date(scope.clock().getTime() - abandonedAfterMs);
    await scope.transaction((tx) => dropAbandoned(tx, before));
    for (let after: string | undefined; ;) {
      signal.throwIfAborted();
      const files = await listDropped(scope, after, filesAtOnce);
      for (const { id, kind } of files)
        for (const key of keysOf[kind](scope.institution.id, id)) await storage.remove(key);
      if (files.length)
        await scope.transaction((tx) =>
          deleteFiles(
            tx,
            files.map(({ id }) => id),
          ),
        );
      if (files.length < filesAtOnce) return;
      after = files.at(-1)!.id;
    }
  });
}

const keysOf: Readonly<Record<FileKind, (institutionId: string, id: string) => string[]>> = {
  photo: (institutionId, id) => photoSizes.map((size) => photoKey(institutionId, id, size)),
};

export const fileCron: readonly CronEntry[] = [sweepTask.at('23 * * * *')];
