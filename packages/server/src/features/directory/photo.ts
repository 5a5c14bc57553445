import { Problem } from '../../contract/problems';
import { attachPhoto, type Photos } from '../../platform/files';
import type { Scope } from '../../platform/scope';
import type { Profile } from './profile';
import { getProfile, lockLivingProfile, nextOf, saveProfiles } from './profiles';

/**
 * Stores an uploaded image as the photo of a profile, in place of the one that was there. The image is worked on and stored
 * between transactions: one notes the file before, one attaches it after, so that nothing is left over by a killed process
 * that a sweep does not find.
 * @param within done within the transaction that attaches it, around that: whoever may no more by then throws
 * @throws {Problem} not_found, unavailable
 * @throws {InvalidImage}
 */
export async function putPhoto(
  scope: Scope,
  photos: Photos,
  id: string,
  upload: Buffer,
  within: (tx: Scope, attach: () => Promise<Profile>) => Promise<Profile> = (_, attach) => attach(),
): Promise<Profile> {
  await getProfile(scope, id);
  const fileId = await photos.store(scope, upload);
  return scope.transaction((tx) => within(tx, () => attachTo(tx, id, fileId)));
}

async function attachTo(tx: Scope, id: string, fileId: string): Promise<Profile> {
  const before = await lockLivingProfile(tx, id);
  const photoUrl = await attachPhoto(tx, fileId);
  if (!photoUrl) throw new Problem('unavailable', 'Saving the photo took too long. Try again.');
  const after = { ...nextOf(before, tx.clock()), photoUrl };
  await saveProfiles(tx, [{ before, after }]);
  return after;
}

/** Leaves the profile without a photo, stored or elsewhere. @throws {Problem} not_found */
export async function deletePhoto(scope: Scope, id: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const before = await lockLivingProfile(tx, id);
    if (before.photoUrl === undefined) return;
    const { photoUrl: _, ...after } = nextOf(before, tx.clock());
    await saveProfiles(tx, [{ before, after }]);
  });
}
