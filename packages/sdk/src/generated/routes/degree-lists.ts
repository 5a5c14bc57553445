// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listDegreeLists: Route<'listDegreeLists'> = { method: 'GET', path: '/v1/degree-lists' };
export const createDegreeList: Route<'createDegreeList'> = { method: 'POST', path: '/v1/degree-lists' };
export const getDegreeList: Route<'getDegreeList'> = {
  method: 'GET',
  path: '/v1/degree-lists/{degreeListId}',
};
export const listDegreeListRows: Route<'listDegreeListRows'> = {
  method: 'GET',
  path: '/v1/degree-lists/{degreeListId}/rows',
};
