// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listOwnClaims: Route<'listOwnClaims'> = { method: 'GET', path: '/v1/me/claims' };
export const createClaim: Route<'createClaim'> = { method: 'POST', path: '/v1/me/claims' };
export const listClaims: Route<'listClaims'> = { method: 'GET', path: '/v1/claims' };
export const getClaim: Route<'getClaim'> = { method: 'GET', path: '/v1/claims/{claimId}' };
export const approveClaim: Route<'approveClaim'> = { method: 'POST', path: '/v1/claims/{claimId}/approve' };
export const rejectClaim: Route<'rejectClaim'> = { method: 'POST', path: '/v1/claims/{claimId}/reject' };
export const getAddressDomains: Route<'getAddressDomains'> = { method: 'GET', path: '/v1/address-domains' };
export const putAddressDomains: Route<'putAddressDomains'> = { method: 'PUT', path: '/v1/address-domains' };
