export { startDispatcher, type Dispatcher, type DispatcherOptions, type DispatchLimits } from './dispatcher';
export { presentWebhookEndpoints, webhookHandlers, type WebhookDependencies } from './handlers';
export { Secrets } from './secrets';
export { webhookCron, webhookTasks } from './tasks';
