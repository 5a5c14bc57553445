// What an institution's own server can do, by the names that clients have for it.
export { createAuditLog as auditLog } from './audit-log';
export { createBatches as batches } from './batches';
export { createBulkActions as bulkActions } from './bulk-actions';
export { createChanges as changes } from './changes';
export { createClaims as claims } from './claims';
export { createDegreeLists as degreeLists } from './degree-lists';
export { createInvitations as invitations } from './invitations';
export { createKeys as keys } from './keys';
export { createMembers as members } from './members';
export { createProfiles as profiles } from './profiles';
export { createSignInProviders as signInProviders } from './sign-in-providers';
export { createTasks as tasks } from './tasks';
export { createWebhookDeliveries as webhookDeliveries } from './webhook-endpoints';
export { createWebhookEndpoints as webhookEndpoints } from './webhook-endpoints';
