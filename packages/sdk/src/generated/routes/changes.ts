// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listChanges: Route<'listChanges'> = {
  method: 'GET',
  path: '/v1/changes',
  commaSeparated: ['types'],
};
export const listChangeConsumers: Route<'listChangeConsumers'> = {
  method: 'GET',
  path: '/v1/changes/consumers',
};
export const putChangeConsumer: Route<'putChangeConsumer'> = {
  method: 'PUT',
  path: '/v1/changes/consumers/{consumer}',
};
export const deleteChangeConsumer: Route<'deleteChangeConsumer'> = {
  method: 'DELETE',
  path: '/v1/changes/consumers/{consumer}',
};
export const acknowledgeChanges: Route<'acknowledgeChanges'> = {
  method: 'POST',
  path: '/v1/changes/consumers/{consumer}/acknowledge',
};
