// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const searchDirectory: Route<'searchDirectory'> = {
  method: 'GET',
  path: '/v1/directory/search',
  commaSeparated: ['batchYear', 'facets'],
};
export const suggestDirectory: Route<'suggestDirectory'> = {
  method: 'GET',
  path: '/v1/directory/suggest',
  commaSeparated: ['kinds'],
};
export const listBatches: Route<'listBatches'> = { method: 'GET', path: '/v1/batches' };
export const listProfiles: Route<'listProfiles'> = {
  method: 'GET',
  path: '/v1/profiles',
  commaSeparated: ['ids'],
};
export const createProfile: Route<'createProfile'> = { method: 'POST', path: '/v1/profiles' };
export const getProfile: Route<'getProfile'> = { method: 'GET', path: '/v1/profiles/{profileId}' };
export const updateProfile: Route<'updateProfile'> = { method: 'PATCH', path: '/v1/profiles/{profileId}' };
export const deleteProfile: Route<'deleteProfile'> = { method: 'DELETE', path: '/v1/profiles/{profileId}' };
export const putProfilePhoto: Route<'putProfilePhoto'> = {
  method: 'PUT',
  path: '/v1/profiles/{profileId}/photo',
};
export const deleteProfilePhoto: Route<'deleteProfilePhoto'> = {
  method: 'DELETE',
  path: '/v1/profiles/{profileId}/photo',
};
export const undeleteProfile: Route<'undeleteProfile'> = {
  method: 'POST',
  path: '/v1/profiles/{profileId}/undelete',
};
