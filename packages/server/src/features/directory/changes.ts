import { isDeepStrictEqual } from 'node:util';
import type { ChangeDraft } from '../../platform/outbox';
import type { Audience, Institution } from '../../platform/scope';
import type { Profile } from './profile';
import { audiences, visibleTo } from './visibility';

/** A profile as it was, where it was, and as it is to be. */
export interface ProfileWrite {
  readonly before?: Profile;
  readonly after: Profile;
}

/** Whether a write would leave anything different from what there is. */
export function isChange({ before, after }: ProfileWrite): boolean {
  return before === undefined || !isDeepStrictEqual(unstamped(before), unstamped(after));
}

/** What the log says of a write that is a change. */
export function changeOf(write: ProfileWrite, institution: Institution): ChangeDraft {
  const { id: subjectId, version } = write.after;
  const audience = audiences.find((each) => noticesChange(write, each, institution)) ?? 'private';
  return { type: typeOf(write), subjectId, version, audience };
}

function typeOf({ before, after }: ProfileWrite): ChangeDraft['type'] {
  if (!before) return 'profile.created';
  if (after.deletedAt && !before.deletedAt) return 'profile.deleted';
  if (before.deletedAt && !after.deletedAt) return 'profile.undeleted';
  return 'profile.updated';
}

function noticesChange({ before, after }: ProfileWrite, viewer: Audience, institution: Institution): boolean {
  const seen = (profile: Profile | undefined) =>
    profile && visibleTo(profile, viewer, institution.audienceDefaults);
  const [was, is] = [seen(before), seen(after)];
  if (!was || !is) return was !== is;
  return !isDeepStrictEqual(unstamped(was), unstamped(is));
}

/** Without what each write changes. */
function unstamped(profile: Profile): object {
  return { ...profile, version: undefined, updatedAt: undefined };
}
