export { startDispatcher, type Dispatcher, type DispatcherOptions, type DispatchLimits } from './dispatcher';
export { presentWebhookEndpoints, webhookHandlers, type WebhookServices } from './handlers';
export { startWebhooks, type WebhookOutletServices } from './outlet';
export { Secrets } from './secrets';
export { webhookCron, webhookTasks } from './tasks';
