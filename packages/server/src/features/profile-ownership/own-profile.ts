import type { components } from '@homecoming/contract';
import { Problem } from '../../contract/problems';
import type { Photos } from '../../platform/files';
import type { Audience, Scope } from '../../platform/scope';
import { deletePhoto, putPhoto, showProfile, updateProfile } from '../directory';
import { findMember, lockMember, type Member } from '../members';
import { tellingActs } from './told-acts';

type Schemas = components['schemas'];

/**
 * The profile that is a member's own, as an audience sees it: exactly what somebody of that audience is answered.
 * @throws {Problem} no_profile; not_found where that audience may not see the person, or the profile was deleted
 */
export async function showOwnProfile(
  scope: Scope,
  photos: Photos,
  memberId: string,
  audience: Audience,
): Promise<Schemas['Profile']> {
  return scope.reading(async (reader) =>
    showProfile(reader, photos, profileIdOf(await findMember(reader, memberId)), audience),
  );
}

/** @throws {Problem} no_profile, not_found, invalid_request, conflict where it was changed since the version that is named */
export async function updateOwnProfile(
  scope: Scope,
  photos: Photos,
  memberId: string,
  { version, ...update }: Schemas['OwnProfileUpdate'],
): Promise<Schemas['Profile']> {
  return scope.transaction(async (tx) => {
    // Locked, so that a profile that is taken from the member at the same time is not changed after that.
    const id = profileIdOf(await lockMember(tx, memberId));
    await tellingActs(tx, id, () => updateProfile(tx, id, update, version));
    return showProfile(tx, photos, id, 'private');
  });
}

/**
 * Stores an image as the photo of a member's own profile.
 * @throws {Problem} no_profile, not_found, unavailable
 * @throws {InvalidImage}
 */
export async function putOwnPhoto(
  scope: Scope,
  photos: Photos,
  memberId: string,
  upload: Buffer,
): Promise<Schemas['Profile']> {
  const id = profileIdOf(await findMember(scope, memberId));
  await putPhoto(scope, photos, id, upload, async (tx, attach) => {
    // Working on an image takes a while.
    if (profileIdOf(await lockMember(tx, memberId)) !== id)
      throw new Problem('conflict', 'The profile no longer belongs to this member.');
    return tellingActs(tx, id, attach);
  });
  return showOwnProfile(scope, photos, memberId, 'private');
}

/** @throws {Problem} no_profile, not_found */
export async function deleteOwnPhoto(scope: Scope, memberId: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const id = profileIdOf(await lockMember(tx, memberId));
    await tellingActs(tx, id, () => deletePhoto(tx, id));
  });
}

function profileIdOf(member: Member | undefined): string {
  if (member?.profileId) return member.profileId;
  throw new Problem('no_profile', 'The member has no profile yet. Claim one first.');
}
