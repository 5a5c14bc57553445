import type { OperationId, Route } from './operation';
import { profileRoute } from './profile';

/** Likewise, for a page that only signs in, and shows who is signed in. */
export const authRoutes = {
  ...profileRoute,
  requestSignInCode: { method: 'POST', path: '/v1/auth/codes' },
  redeemSignInCode: { method: 'POST', path: '/v1/auth/codes/redeem' },
  signInWithPassword: { method: 'POST', path: '/v1/auth/password' },
  listSignInChoices: { method: 'GET', path: '/v1/auth/providers' },
  redeemSignInGrant: { method: 'POST', path: '/v1/auth/oidc/redeem' },
  exchangeToken: { method: 'POST', path: '/v1/auth/token' },
  refreshSession: { method: 'POST', path: '/v1/auth/refresh' },
  signOut: { method: 'POST', path: '/v1/auth/sign-out' },
  getOwnMember: { method: 'GET', path: '/v1/me' },
  setOwnPassword: { method: 'PUT', path: '/v1/me/password' },
  listOwnSessions: { method: 'GET', path: '/v1/me/sessions' },
  endOwnSessions: { method: 'DELETE', path: '/v1/me/sessions' },
  endOwnSession: { method: 'DELETE', path: '/v1/me/sessions/{sessionId}' },
} as const satisfies Partial<Readonly<Record<OperationId, Route>>>;

export type AuthOperation = keyof typeof authRoutes;
