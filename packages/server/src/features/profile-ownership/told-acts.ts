import { isDeepStrictEqual } from 'node:util';
import { isImpersonated, type Scope } from '../../platform/scope';
import { getProfile, type Profile } from '../directory';

/** What each write changes, whatever is written. */
const stamps = ['version', 'updatedAt'];

/**
 * Does something to a profile. Where an operator does it in the member's name, the institution's log tells what each field that
 * is changed was and has become; what members change themselves is in no log.
 */
export async function tellingActs<T>(tx: Scope, profileId: string, work: () => Promise<T>): Promise<T> {
  if (!isImpersonated(tx.principal)) return work();
  const before = await getProfile(tx, profileId);
  const result = await work();
  const after = await getProfile(tx, profileId);
  if (after.version !== before.version)
    tx.audit.add({
      action: 'impersonation.acted',
      subject: { kind: 'profile', id: profileId },
      before: whatDiffers(before, after),
      after: { change: 'profile.updated', ...whatDiffers(after, before) },
    });
  return result;
}

const whatDiffers = (profile: Profile, other: Profile) =>
  Object.fromEntries(
    Object.entries(profile).filter(
      ([name, value]) => !stamps.includes(name) && !isDeepStrictEqual(value, other[name as keyof Profile]),
    ),
  );
