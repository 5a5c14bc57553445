import { type AuditLog, createAuditLog } from './audit-log';
import type { Auth } from './auth/auth';
import { createMemberTransport, type SharingOptions } from './auth/member-transport';
import { type Batches, createBatches } from './batches';
import { type BulkActions, createBulkActions } from './bulk-actions';
import { type Changes, createChanges } from './changes';
import { type Claims, createClaims } from './claims';
import { createDegreeLists, type DegreeLists } from './degree-lists';
import { createDirectory, type Directory } from './directory';
import { createInvitations, type Invitations } from './invitations';
import { createKeys, type Keys } from './keys';
import { createMe, type Me } from './me';
import { createMembers, type Members } from './members';
import { createProfiles, type Profiles } from './profiles';
import { allRoutes } from './routes/all';
import { realRuntime, type Runtime } from './runtime';
import { createTasks, type Tasks } from './tasks';
import {
  createWebhookDeliveries,
  createWebhookEndpoints,
  type WebhookDeliveries,
  type WebhookEndpoints,
} from './webhook-endpoints';
import { type Webhooks, webhooks } from './webhooks';

/** One institution's Homecoming, behind one key. */
export interface Client {
  readonly auth: Auth;
  readonly me: Me;
  readonly directory: Directory;
  readonly batches: Batches;
  readonly profiles: Profiles;
  readonly changes: Changes;
  readonly tasks: Tasks;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly webhookDeliveries: WebhookDeliveries;
  /** The same as the package's `webhooks`, which needs no client. */
  readonly webhooks: Webhooks;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly bulkActions: BulkActions;
  readonly keys: Keys;
  readonly auditLog: AuditLog;
  readonly claims: Claims;
  readonly degreeLists: DegreeLists;
}

/**
 * A client for the institution of this key. Sends nothing yet.
 * @throws TypeError for an option that can't be right, and for a secret key in a browser
 */
export function createClient(options: SharingOptions): Client {
  return createClientOn(realRuntime, options);
}

/** For tests: with a clock, chance and waiting of their own. */
export function createClientOn(runtime: Runtime, options: SharingOptions): Client {
  const ways = createMemberTransport(runtime, options, allRoutes());
  const { auth, transport } = ways;
  return {
    auth,
    me: createMe(ways),
    directory: createDirectory(transport),
    batches: createBatches(transport),
    profiles: createProfiles(transport),
    changes: createChanges(transport),
    tasks: createTasks(transport),
    webhookEndpoints: createWebhookEndpoints(transport),
    webhookDeliveries: createWebhookDeliveries(transport),
    webhooks,
    members: createMembers(transport),
    invitations: createInvitations(transport),
    bulkActions: createBulkActions(transport),
    keys: createKeys(transport),
    auditLog: createAuditLog(transport),
    claims: createClaims(transport),
    degreeLists: createDegreeLists(transport),
  };
}
