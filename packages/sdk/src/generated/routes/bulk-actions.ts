// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const bulkUpdateMembers: Route<'bulkUpdateMembers'> = {
  method: 'POST',
  path: '/v1/members/bulk-update',
};
export const listBulkActions: Route<'listBulkActions'> = { method: 'GET', path: '/v1/bulk-actions' };
export const getBulkAction: Route<'getBulkAction'> = {
  method: 'GET',
  path: '/v1/bulk-actions/{bulkActionId}',
};
export const listBulkResults: Route<'listBulkResults'> = {
  method: 'GET',
  path: '/v1/bulk-actions/{bulkActionId}/results',
};
export const runBulkAction: Route<'runBulkAction'> = {
  method: 'POST',
  path: '/v1/bulk-actions/{bulkActionId}/run',
};
