import { defineFeature } from '../feature';
import { presentWebhookEndpoints, webhookHandlers } from './handlers';
import { startWebhooks } from './outlet';

export const webhooks = defineFeature({
  handlers: webhookHandlers,
  subjects: () => ({ webhookEndpoint: presentWebhookEndpoints }),
  outlets: [startWebhooks],
  retention: [
    { table: 'webhook_deliveries', since: 'created_at', keepDays: 30, batchSize: 500 },
    { table: 'webhook_secrets', since: 'expires_at', keepDays: 0 },
  ],
  audits: [
    'webhook_endpoint.created',
    'webhook_endpoint.deleted',
    'webhook_endpoint.disabled',
    'webhook_endpoint.secret_rotated',
    'webhook_endpoint.updated',
  ],
});
