import type { components } from '@homecoming/contract';
import { Problem } from '../../contract/problems';
import { newId } from '../../platform/ids';
import type { Outbound } from '../../platform/outbound';
import { OutboundError } from '../../platform/outbound-target';
import type { Scope } from '../../platform/scope';
import { findFirstPositionSince, findLogEnds, heldScopes, requireKnown } from '../changes';
import { messageTypes } from './change-types';
import { ensurePosition, lockPosition } from './dispatch-store';
import type { Endpoint } from './endpoint';
import {
  countEndpoints,
  deleteEndpointRow,
  findEndpoints,
  insertEndpoint,
  lockEndpoints,
  updateEndpointRow,
  updateReplay,
} from './endpoint-store';
import { healthy } from './health';
import { requireReach } from './policy';
import type { Secrets } from './secrets';

export type EndpointCreate = components['schemas']['WebhookEndpointCreate'];
export type EndpointUpdate = components['schemas']['WebhookEndpointUpdate'];

/** What the commands need beside a scope. */
export interface EndpointTools {
  readonly secrets: Secrets;
  readonly outbound: Outbound;
}

export interface EndpointWithSecret {
  readonly endpoint: Endpoint;
  /** What verifies: shown this once. */
  readonly secret: string;
}

const subjectOf = ({ id }: Endpoint) => ({ kind: 'webhookEndpoint', id }) as const;

/** What the audit log keeps of an endpoint. Of its address the origin: beyond that it may hold a secret of the partner's. */
const stateOf = ({ url, types, audience, enabled }: Endpoint) => {
  return { origin: new URL(url).origin, types, audience, enabled };
};

/** Each costs a look at each change. */
const mostEndpoints = 100;

/** @throws {Problem} not_found */
export async function getEndpoint(scope: Scope, id: string): Promise<Endpoint> {
  return found(await findEndpoints(scope, [id]));
}

async function lockEndpoint(tx: Scope, id: string): Promise<Endpoint> {
  return found(await lockEndpoints(tx, [id]));
}

function found([endpoint]: readonly Endpoint[]): Endpoint {
  if (!endpoint) throw new Problem('not_found', 'No such webhook endpoint.');
  return endpoint;
}

/** @throws {Problem} webhook_url_refused, unknown_change_type, missing_scope, too_many_webhook_endpoints */
export async function createEndpoint(
  scope: Scope,
  { secrets, outbound }: EndpointTools,
  draft: EndpointCreate,
): Promise<EndpointWithSecret> {
  const { url, types, description, audience = 'members', signature = 'hmac', enabled = true } = draft;
  checkUrl(scope, outbound, url);
  requireKnown(types, messageTypes);
  requireReach(scope.principal, { audience, types });
  return scope.transaction(async (tx) => {
    if ((await countEndpoints(tx)) >= mostEndpoints)
      throw new Problem(
        'too_many_webhook_endpoints',
        `An institution can have up to ${mostEndpoints} endpoints.`,
      );
    // It gets all that the log has not yet: what commits from now on, at least.
    const { head } = await findLogEnds(tx);
    await ensurePosition(tx, head);
    const now = tx.clock();
    const endpoint: Endpoint = {
      id: newId(), url, types, description: description?.trim(), audience, scopes: heldScopes(scope.principal), signature, enabled,
      disabledReason: undefined, version: 1, afterPosition: head, health: healthy, replay: undefined, secretExpiresAt: undefined,
      createdAt: now, updatedAt: now,
    }; // prettier-ignore
    await insertEndpoint(tx, endpoint);
    tx.audit.add({
      action: 'webhook_endpoint.created',
      subject: subjectOf(endpoint),
      after: stateOf(endpoint),
    });
    return { endpoint, secret: await secrets.create(tx, endpoint.id, signature) };
  });
}

/** @throws {Problem} not_found, webhook_url_refused, unknown_change_type, missing_scope */
export async function updateEndpoint(
  scope: Scope,
  { outbound }: Pick<EndpointTools, 'outbound'>,
  id: string,
  update: EndpointUpdate,
): Promise<Endpoint> {
  if (update.url !== undefined) checkUrl(scope, outbound, update.url);
  if (update.types) requireKnown(update.types, messageTypes);
  return scope.transaction(async (tx) => {
    const before = await lockEndpoint(tx, id);
    requireReach(scope.principal, before);
    requireReach(scope.principal, {
      audience: update.audience ?? before.audience,
      types: update.types ?? before.types,
    });
    const startsAnew = (update.enabled === true && !before.enabled) || update.url !== undefined;
    const enabled = update.enabled ?? before.enabled;
    const after: Endpoint = {
      ...before,
      ...update,
      description:
        update.description === null ? undefined : (update.description ?? before.description)?.trim(),
      scopes: heldScopes(scope.principal),
      enabled,
      disabledReason: enabled ? undefined : before.disabledReason,
      health: startsAnew ? healthy : before.health,
      version: before.version + 1,
      updatedAt: tx.clock(),
    };
    await updateEndpointRow(tx, after);
    tx.audit.add({
      action: 'webhook_endpoint.updated',
      subject: subjectOf(before),
      before: stateOf(before),
      after: stateOf(after),
    });
    return after;
  });
}

/** @throws {Problem} not_found */
export async function deleteEndpoint(scope: Scope, id: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, id);
    await deleteEndpointRow(tx, id, tx.clock());
    tx.audit.add({
      action: 'webhook_endpoint.deleted',
      subject: subjectOf(endpoint),
      before: stateOf(endpoint),
    });
  });
}

const defaultOverlapSeconds = 24 * 60 * 60;

/** @throws {Problem} not_found, missing_scope */
export async function rotateSecret(
  scope: Scope,
  { secrets }: Pick<EndpointTools, 'secrets'>,
  id: string,
  overlapSeconds = defaultOverlapSeconds,
): Promise<EndpointWithSecret> {
  return scope.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, id);
    const { signature } = endpoint;
    requireReach(scope.principal, endpoint);
    const oldEndsAt = new Date(tx.clock().getTime() + overlapSeconds * 1000);
    const secret = await secrets.rotate(tx, id, signature, oldEndsAt);
    tx.audit.add({
      action: 'webhook_endpoint.secret_rotated',
      subject: subjectOf(endpoint),
      after: { oldEndsAt },
    });
    return { endpoint: await getEndpoint(tx, id), secret };
  });
}

/**
 * Has what occurred since an instant sent again, in the background.
 * @throws {Problem} not_found, missing_scope, webhook_endpoint_disabled, position_expired
 */
export async function replay(scope: Scope, id: string, from: Date): Promise<Endpoint> {
  return scope.transaction(async (tx) => {
    const endpoint = await lockEndpoint(tx, id);
    requireReach(scope.principal, endpoint);
    requireEnabled(endpoint.enabled);
    const until = (await lockPosition(tx)) ?? 0;
    const first = await findFirstPositionSince(tx, from);
    const { expired } = await findLogEnds(tx);
    // Where the oldest that is kept would be the first, there may have been more.
    if (expired > 0 && first !== undefined && first <= expired + 1)
      throw new Problem('position_expired', 'The log doesn’t go back that far. Send a later time.');
    const begins = first !== undefined && first <= until;
    await updateReplay(tx, id, begins ? { after: first - 1, until, from } : undefined);
    return getEndpoint(tx, id);
  });
}

/** @throws {Problem} webhook_endpoint_disabled */
export function requireEnabled(enabled: boolean): void {
  if (!enabled) throw new Problem('webhook_endpoint_disabled', 'The endpoint is disabled. Enable it first.');
}

function checkUrl({ institution }: Scope, outbound: Outbound, url: string): void {
  try {
    outbound.check(url, { allowHttp: institution.mode === 'test' });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new Problem('webhook_url_refused', error.message, {
      errors: [{ path: '/url', message: error.message }],
      cause: error,
    });
  }
}
