import type { Scope } from '../../platform/scope';
import { type CronEntry, defineTask, priorities } from '../../platform/tasks';
import { mendWordCounts } from './counts-store';
import { DirectoryChange } from './directory-change';
import { replaceEntries } from './entry-store';
import type { Profile } from './profile';
import { lockProfiles } from './profile-store';
import { project } from './projection';
import { findOutdated, listOutdated, storedProjections } from './reprojection-store';
import { audiences } from './visibility';
import { valueCounts, wordCounts } from './vocabulary-store';

const reprojectTask = defineTask('directory.reproject', {
  jobKey: 'directory.reproject',
  priority: priorities.maintenance,
});

/** Of one transaction, which must stay well below a second. */
const atOnce = 100;

/** Makes the rows again that an earlier version of the projection made, then mends what was counted while both versions ran. */
export const directoryTasks = reprojectTask.handledBy(async (scope, _payload, signal) => {
  let isOutdated = false;
  for (const audience of audiences) {
    let after: string | undefined;
    do {
      signal.throwIfAborted();
      const ids = await listOutdated(scope, audience, after, atOnce);
      if (ids.length) {
        isOutdated = true;
        await scope.transaction(async (tx) => reproject(tx, await lockProfiles(tx, ids)));
      }
      after = ids.at(-1);
    } while (after);
  }
  if (!isOutdated) return;
  for (const audience of audiences) {
    signal.throwIfAborted();
    await mendWordCounts(scope, audience);
  }
});

// During a rolling upgrade a process of the release before may write rows once more, after the task has run.
export const directoryCron: readonly CronEntry[] = [reprojectTask.at('17 2 * * *')];

/**
 * Before profiles are written: what an earlier version made of them is made again, because a write takes out what this version would
 * have made. They must be locked by this transaction.
 * @returns whether there were any
 */
export async function reprojectOutdated(tx: Scope, profiles: readonly Profile[]): Promise<boolean> {
  const ids = profiles.map(({ id }) => id);
  const outdated = new Set(await findOutdated(tx, ids));
  if (!outdated.size) return false;
  const those = profiles.filter(({ id }) => outdated.has(id));
  await reproject(tx, those);
  return true;
}

/** Takes out what is stored of the profiles, by whichever version, and puts in what this version makes of them. */
async function reproject(tx: Scope, profiles: readonly Profile[]): Promise<void> {
  const stored = await storedProjections(tx, profiles);
  const directory = new DirectoryChange();
  for (const profile of profiles)
    directory.replace(stored.get(profile.id) ?? [], project(profile, tx.institution));
  await replaceEntries(tx, directory.gone, directory.entries);
  tx.lastly(...wordCounts(directory.words()), ...valueCounts(directory.values()));
}

/** Has the rest made again, and the counts mended: two versions have been running. */
export const reprojectLater = (tx: Scope): void => reprojectTask.add(tx);
