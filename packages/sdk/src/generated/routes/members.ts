// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const getOwnMember: Route<'getOwnMember'> = { method: 'GET', path: '/v1/me' };
export const getOwnProfile: Route<'getOwnProfile'> = { method: 'GET', path: '/v1/me/profile' };
export const updateOwnProfile: Route<'updateOwnProfile'> = { method: 'PATCH', path: '/v1/me/profile' };
export const putOwnPhoto: Route<'putOwnPhoto'> = { method: 'PUT', path: '/v1/me/photo' };
export const deleteOwnPhoto: Route<'deleteOwnPhoto'> = { method: 'DELETE', path: '/v1/me/photo' };
export const requestEmailChange: Route<'requestEmailChange'> = {
  method: 'POST',
  path: '/v1/me/email-change',
};
export const confirmEmailChange: Route<'confirmEmailChange'> = {
  method: 'POST',
  path: '/v1/me/email-change/confirm',
};
export const setOwnPassword: Route<'setOwnPassword'> = { method: 'PUT', path: '/v1/me/password' };
export const listOwnSessions: Route<'listOwnSessions'> = { method: 'GET', path: '/v1/me/sessions' };
export const endOwnSessions: Route<'endOwnSessions'> = { method: 'DELETE', path: '/v1/me/sessions' };
export const endOwnSession: Route<'endOwnSession'> = {
  method: 'DELETE',
  path: '/v1/me/sessions/{sessionId}',
};
export const listMembers: Route<'listMembers'> = { method: 'GET', path: '/v1/members' };
export const getMember: Route<'getMember'> = { method: 'GET', path: '/v1/members/{memberId}' };
export const updateMember: Route<'updateMember'> = { method: 'PATCH', path: '/v1/members/{memberId}' };
export const takeProfileBack: Route<'takeProfileBack'> = {
  method: 'DELETE',
  path: '/v1/members/{memberId}/profile',
};
