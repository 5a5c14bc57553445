import { type AuditLog, createAuditLog } from './audit-log';
import { type Batches, createBatches } from './batches';
import { type Changes, createChanges } from './changes';
import { createDirectory, type Directory } from './directory';
import { type ClientOptions, readOptions } from './options';
import { createKeys, type Keys } from './keys';
import { createProfiles, type Profiles } from './profiles';
import { allRoutes, directoryRoutes } from './routes';
import { realRuntime, type Runtime } from './runtime';
import { createTasks, type Tasks } from './tasks';
import { Transport } from './transport';
import {
  createWebhookDeliveries,
  createWebhookEndpoints,
  type WebhookDeliveries,
  type WebhookEndpoints,
} from './webhook-endpoints';
import { type Webhooks, webhooks } from './webhooks';

/** One institution's Homecoming, behind one key. */
export interface Client {
  readonly directory: Directory;
  readonly batches: Batches;
  readonly profiles: Profiles;
  readonly changes: Changes;
  readonly tasks: Tasks;
  readonly webhookEndpoints: WebhookEndpoints;
  readonly webhookDeliveries: WebhookDeliveries;
  /** The same as the package's `webhooks`, which needs no client. */
  readonly webhooks: Webhooks;
  readonly keys: Keys;
  readonly auditLog: AuditLog;
}

/**
 * A client for the institution of this key. Sends nothing yet.
 * @throws TypeError for an option that can't be right, and for a secret key in a browser
 */
export function createClient(options: ClientOptions): Client {
  return createClientOn(realRuntime, options);
}

/**
 * A client for searching only: what a page needs, with the rest of the SDK left out of its bundle.
 * @throws TypeError as createClient does
 */
export function createDirectoryClient(options: ClientOptions): Pick<Client, 'directory'> {
  return { directory: createDirectory(new Transport(readOptions(options), realRuntime, directoryRoutes)) };
}

/** For tests: with a clock, chance and waiting of their own. */
export function createClientOn(runtime: Runtime, options: ClientOptions): Client {
  const transport = new Transport(readOptions(options), runtime, allRoutes());
  return {
    directory: createDirectory(transport),
    batches: createBatches(transport),
    profiles: createProfiles(transport),
    changes: createChanges(transport),
    tasks: createTasks(transport),
    webhookEndpoints: createWebhookEndpoints(transport),
    webhookDeliveries: createWebhookDeliveries(transport),
    webhooks,
    keys: createKeys(transport),
    auditLog: createAuditLog(transport),
  };
}
