// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const requestSignInCode: Route<'requestSignInCode'> = { method: 'POST', path: '/v1/auth/codes' };
export const redeemSignInCode: Route<'redeemSignInCode'> = { method: 'POST', path: '/v1/auth/codes/redeem' };
export const signInWithPassword: Route<'signInWithPassword'> = { method: 'POST', path: '/v1/auth/password' };
export const refreshSession: Route<'refreshSession'> = { method: 'POST', path: '/v1/auth/refresh' };
export const signOut: Route<'signOut'> = { method: 'POST', path: '/v1/auth/sign-out' };
