import { type AuditLog, createAuditLog } from './resources/audit-log';
import { type Batches, createBatches } from './resources/batches';
import { type BulkActions, createBulkActions } from './resources/bulk-actions';
import { type Changes, createChanges } from './resources/changes';
import { type Claims, createClaims } from './resources/claims';
import { createDegreeLists, type DegreeLists } from './resources/degree-lists';
import { createInvitations, type Invitations } from './resources/invitations';
import { createKeys, type Keys } from './resources/keys';
import { createMembers, type Members } from './resources/members';
import { createProfiles, type Profiles } from './resources/profiles';
import { createSignInProviders, type SignInProviders } from './resources/sign-in-providers';
import { createTasks, type Tasks } from './resources/tasks';
import {
  createWebhookDeliveries,
  createWebhookEndpoints,
  type WebhookDeliveries,
  type WebhookEndpoints,
} from './resources/webhook-endpoints';
import { type ClientOptions, readOptions } from './transport/options';
import { realRuntime } from './transport/runtime';
import { Transport } from './transport/transport';

/** What an institution's own server does, with a secret key. */
export interface AdminClient {
  readonly batches: Batches;
  readonly profiles: Profiles;
  readonly changes: Changes;
  readonly tasks: Tasks;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly bulkActions: BulkActions;
  readonly keys: Keys;
  readonly auditLog: AuditLog;
  readonly claims: Claims;
  readonly degreeLists: DegreeLists;
  readonly signInProviders: SignInProviders;
}

/**
 * A client for an institution's own server, without what signs members in.
 * @throws TypeError for an invalid option, and for a secret key in a browser
 */
export function createAdminClient(options: ClientOptions): AdminClient {
  return createAdmin(new Transport(readOptions(options), realRuntime));
}

export function createAdmin(transport: Transport): AdminClient {
  return {
    batches: createBatches(transport),
    profiles: createProfiles(transport),
    changes: createChanges(transport),
    tasks: createTasks(transport),
    webhookEndpoints: createWebhookEndpoints(transport),
    webhookDeliveries: createWebhookDeliveries(transport),
    members: createMembers(transport),
    invitations: createInvitations(transport),
    bulkActions: createBulkActions(transport),
    keys: createKeys(transport),
    auditLog: createAuditLog(transport),
    claims: createClaims(transport),
    degreeLists: createDegreeLists(transport),
    signInProviders: createSignInProviders(transport),
  };
}
