// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listKeys: Route<'listKeys'> = { method: 'GET', path: '/v1/keys' };
export const createKey: Route<'createKey'> = { method: 'POST', path: '/v1/keys' };
export const getKey: Route<'getKey'> = { method: 'GET', path: '/v1/keys/{keyId}' };
export const updateKey: Route<'updateKey'> = { method: 'PATCH', path: '/v1/keys/{keyId}' };
export const revokeKey: Route<'revokeKey'> = { method: 'DELETE', path: '/v1/keys/{keyId}' };
export const rotateKey: Route<'rotateKey'> = { method: 'POST', path: '/v1/keys/{keyId}/rotate' };
