import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Photos } from '../../platform/files';
import { callingMember } from '../../platform/scope';
import type { Tokens } from '../tokens';
import { deleteOwnPhoto, putOwnPhoto, showOwnProfile, updateOwnProfile } from './own-profile';
import { takeProfileBack } from './ownership';

type OwnershipOperation =
  'getOwnProfile' | 'updateOwnProfile' | 'putOwnPhoto' | 'deleteOwnPhoto' | 'takeProfileBack';

export interface OwnershipServices {
  readonly tokens: Tokens;
  readonly photos: Photos;
}

export function ownershipHandlers({
  tokens: { revocations },
  photos,
}: OwnershipServices): Handlers<OwnershipOperation> {
  return {
    getOwnProfile: ({ scope, query }) =>
      showOwnProfile(scope, photos, callingMember(scope).memberId, query.audience ?? 'private'),

    updateOwnProfile: ({ scope, body }) =>
      updateOwnProfile(scope, photos, callingMember(scope).memberId, body),

    putOwnPhoto: ({ scope, body }) => putOwnPhoto(scope, photos, callingMember(scope).memberId, body),

    deleteOwnPhoto: async ({ scope }) => {
      await deleteOwnPhoto(scope, callingMember(scope).memberId);
      return undefined;
    },

    takeProfileBack: async ({ scope, path }) => {
      await takeProfileBack(scope, revocations, uuidOf('member', path.memberId));
      return undefined;
    },
  };
}
