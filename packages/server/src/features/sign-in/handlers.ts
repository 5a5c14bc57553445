import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { callingMember, type Scope } from '../../platform/scope';
import { presentMember } from '../members';
import { endOwnSession, presentSession, selectLivingSessions } from '../sessions';
import { redeemCode } from './codes';
import { confirmEmailChange, requestEmailChange } from './email-change/email-change';
import { setPassword, signInWithPassword } from './passwords';
import { presentSignedIn } from './present';
import { endAllSessions, refreshSession, type SignedInMember, signOut } from './refresh';
import { requestCode } from './request-code';
import type { SignInServices } from './services';

type SignInOperation =
  | 'requestSignInCode'
  | 'redeemSignInCode'
  | 'signInWithPassword'
  | 'refreshSession'
  | 'signOut'
  | 'setOwnPassword'
  | 'requestEmailChange'
  | 'confirmEmailChange'
  | 'listOwnSessions'
  | 'endOwnSession'
  | 'endOwnSessions';

export function signInHandlers({
  signIn: services,
}: {
  readonly signIn: SignInServices;
}): Handlers<SignInOperation> {
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

    setOwnPassword: async ({ scope, body }) => {
      await setPassword(scope, services, callingMember(scope), body);
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
  };
}
