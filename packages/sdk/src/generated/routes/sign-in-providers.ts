// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listSignInProviders: Route<'listSignInProviders'> = {
  method: 'GET',
  path: '/v1/sign-in-providers',
};
export const createSignInProvider: Route<'createSignInProvider'> = {
  method: 'POST',
  path: '/v1/sign-in-providers',
};
export const getSignInProvider: Route<'getSignInProvider'> = {
  method: 'GET',
  path: '/v1/sign-in-providers/{providerId}',
};
export const updateSignInProvider: Route<'updateSignInProvider'> = {
  method: 'PATCH',
  path: '/v1/sign-in-providers/{providerId}',
};
export const deleteSignInProvider: Route<'deleteSignInProvider'> = {
  method: 'DELETE',
  path: '/v1/sign-in-providers/{providerId}',
};
export const exchangeToken: Route<'exchangeToken'> = { method: 'POST', path: '/v1/auth/token' };
export const listSignInChoices: Route<'listSignInChoices'> = { method: 'GET', path: '/v1/auth/providers' };
export const redeemSignInGrant: Route<'redeemSignInGrant'> = { method: 'POST', path: '/v1/auth/oidc/redeem' };
export const listOwnIdentities: Route<'listOwnIdentities'> = { method: 'GET', path: '/v1/me/identities' };
export const unlinkOwnIdentity: Route<'unlinkOwnIdentity'> = {
  method: 'DELETE',
  path: '/v1/me/identities/{identityId}',
};
