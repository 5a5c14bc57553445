// Generated from openapi/ by `npm run generate`.
import type { Route } from '../../transport/route';

export const listWebhookEndpoints: Route<'listWebhookEndpoints'> = {
  method: 'GET',
  path: '/v1/webhook-endpoints',
};
export const createWebhookEndpoint: Route<'createWebhookEndpoint'> = {
  method: 'POST',
  path: '/v1/webhook-endpoints',
};
export const getWebhookEndpoint: Route<'getWebhookEndpoint'> = {
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}',
};
export const updateWebhookEndpoint: Route<'updateWebhookEndpoint'> = {
  method: 'PATCH',
  path: '/v1/webhook-endpoints/{endpointId}',
};
export const deleteWebhookEndpoint: Route<'deleteWebhookEndpoint'> = {
  method: 'DELETE',
  path: '/v1/webhook-endpoints/{endpointId}',
};
export const rotateWebhookSecret: Route<'rotateWebhookSecret'> = {
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/rotate-secret',
};
export const testWebhookEndpoint: Route<'testWebhookEndpoint'> = {
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/test',
};
export const replayWebhooks: Route<'replayWebhooks'> = {
  method: 'POST',
  path: '/v1/webhook-endpoints/{endpointId}/replay',
};
export const listWebhookDeliveries: Route<'listWebhookDeliveries'> = {
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/deliveries',
};
export const listWebhookPublicKeys: Route<'listWebhookPublicKeys'> = {
  method: 'GET',
  path: '/v1/webhook-endpoints/{endpointId}/public-keys',
};
export const getWebhookDelivery: Route<'getWebhookDelivery'> = {
  method: 'GET',
  path: '/v1/webhook-deliveries/{deliveryId}',
};
export const resendWebhook: Route<'resendWebhook'> = {
  method: 'POST',
  path: '/v1/webhook-deliveries/{deliveryId}/resend',
};
