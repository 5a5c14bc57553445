import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { Problem } from '../../contract/problems';
import type { PresentSubjects } from '../../platform/present-subjects';
import { callingMember } from '../../platform/scope';
import type { Tokens } from '../tokens';
import { getMember, updateMember } from './members';
import { presentMember } from './present';
import { findMember, findMembers, selectMembers } from './store';

type MemberOperation = 'getOwnMember' | 'listMembers' | 'getMember' | 'updateMember';

export interface MemberServices {
  readonly tokens: Tokens;
}

export function memberHandlers({ tokens: { revocations } }: MemberServices): Handlers<MemberOperation> {
  return {
    getOwnMember: async ({ scope }) => {
      const member = await findMember(scope, callingMember(scope).memberId);
      if (!member) throw new Problem('session_ended', 'The account no longer exists.');
      return presentMember(member);
    },

    listMembers: async ({ scope, query: { q, role, status }, page }) => {
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) =>
          selectMembers(scope, { q, role, status, before, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map(presentMember), nextCursor };
    },

    getMember: async ({ scope, path }) =>
      presentMember(await getMember(scope, uuidOf('member', path.memberId))),

    updateMember: async ({ scope, path, body }) =>
      presentMember(await updateMember(scope, revocations, uuidOf('member', path.memberId), body)),
  };
}

/** Members as webhooks tell of them: to whoever sees what is private. */
export const presentMembers: PresentSubjects = async (scope, ids, audience) => {
  const members = audience === 'private' ? await findMembers(scope, ids) : [];
  return new Map(members.map((member) => [member.id, presentMember(member)]));
};
