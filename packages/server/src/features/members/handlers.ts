import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { Problem } from '../../contract/problems';
import type { Photos } from '../../platform/files';
import { callingMember, type Scope } from '../../platform/scope';
import type { PresentSubjects } from '../changes';
import { takeProfileBack } from './claimed-profile';
import { confirmEmailChange, requestEmailChange } from './email-change/email-change';
import { getMember, updateMember } from './members';
import { deleteOwnPhoto, putOwnPhoto, showOwnProfile, updateOwnProfile } from './own-profile';
import { presentMember, presentSession, presentSignedIn } from './present';
import type { MemberServices } from './services';
import {
  endAllSessions,
  endOwnSession,
  refreshSession,
  signOut,
  type SignedInMember,
} from './sessions/sessions';
import { selectLivingSessions } from './sessions/store';
import { redeemCode } from './sign-in/codes';
import { requestCode } from './sign-in/request-code';
import { setPassword, signInWithPassword } from './sign-in/passwords';
import { findMember, findMembers, selectMembers } from './store';

type MemberOperation =
  | 'requestSignInCode'
  | 'redeemSignInCode'
  | 'signInWithPassword'
  | 'refreshSession'
  | 'signOut'
  | 'getOwnMember'
  | 'setOwnPassword'
  | 'getOwnProfile'
  | 'updateOwnProfile'
  | 'putOwnPhoto'
  | 'deleteOwnPhoto'
  | 'requestEmailChange'
  | 'confirmEmailChange'
  | 'listOwnSessions'
  | 'endOwnSession'
  | 'endOwnSessions'
  | 'listMembers'
  | 'getMember'
  | 'updateMember'
  | 'takeProfileBack';

export interface MemberHandlerServices {
  readonly members: MemberServices;
  readonly photos: Photos;
}

export function memberHandlers({
  members: services,
  photos,
}: MemberHandlerServices): Handlers<MemberOperation> {
  const { revocations } = services;
  const signedIn = (scope: Scope, found: SignedInMember) => presentSignedIn(scope, services, found);
  return {
    requestSignInCode: ({ scope, body, network }) => requestCode(scope, services, { ...body, network }),

    redeemSignInCode: async ({ scope, body, network }) =>
      signedIn(scope, await redeemCode(scope, services, { ...body, network })),

    signInWithPassword: async ({ scope, body, network }) =>
      signedIn(scope, await signInWithPassword(scope, services, { ...body, network })),

    refreshSession: async ({ scope, body }) =>
      signedIn(scope, await refreshSession(scope, services, body.refreshToken)),

    signOut: async ({ scope, body }) => {
      await signOut(scope, services, body.refreshToken);
      return undefined;
    },

    getOwnMember: async ({ scope }) => {
      const member = await findMember(scope, callingMember(scope).memberId);
      if (!member) throw new Problem('session_ended', 'The account no longer exists.');
      return presentMember(member);
    },

    setOwnPassword: async ({ scope, body }) => {
      await setPassword(scope, services, callingMember(scope), body);
      return undefined;
    },

    getOwnProfile: ({ scope, query }) =>
      showOwnProfile(scope, photos, callingMember(scope).memberId, query.audience ?? 'private'),

    updateOwnProfile: ({ scope, body }) =>
      updateOwnProfile(scope, photos, callingMember(scope).memberId, body),

    putOwnPhoto: ({ scope, body }) => putOwnPhoto(scope, photos, callingMember(scope).memberId, body),

    deleteOwnPhoto: async ({ scope }) => {
      await deleteOwnPhoto(scope, callingMember(scope).memberId);
      return undefined;
    },

    requestEmailChange: async ({ scope, body }) => {
      await requestEmailChange(scope, services, callingMember(scope), body.email);
      return undefined;
    },

    confirmEmailChange: async ({ scope, body }) =>
      presentMember(await confirmEmailChange(scope, services, callingMember(scope), body)),

    listOwnSessions: async ({ scope }) => {
      const principal = callingMember(scope);
      const sessions = await selectLivingSessions(scope, principal.memberId);
      return { data: sessions.map((session) => presentSession(session, principal)) };
    },

    endOwnSession: async ({ scope, path }) => {
      await endOwnSession(scope, revocations, callingMember(scope), uuidOf('session', path.sessionId));
      return undefined;
    },

    endOwnSessions: async ({ scope }) => {
      await endAllSessions(scope, revocations, callingMember(scope).memberId);
      return undefined;
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

    takeProfileBack: async ({ scope, path }) => {
      await takeProfileBack(scope, revocations, uuidOf('member', path.memberId));
      return undefined;
    },
  };
}

/** Members as webhooks tell of them: to whoever sees what is private. */
export const presentMembers: PresentSubjects = async (scope, ids, audience) => {
  const members = audience === 'private' ? await findMembers(scope, ids) : [];
  return new Map(members.map((member) => [member.id, presentMember(member)]));
};
