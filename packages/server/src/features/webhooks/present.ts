import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { Principal } from '../../platform/scope';
import type { Attempt, Delivery } from './delivery-store';
import type { Endpoint } from './endpoint';
import type { EndpointWithSecret } from './endpoints';
import { breaksAfter, type Health } from './health';
import { seesResponse } from './policy';
import type { PublicKey } from './secret-store';

type Schemas = components['schemas'];

export function presentEndpoint(endpoint: Endpoint): Schemas['WebhookEndpoint'] {
  const { id, url, types, description, audience, signature, enabled, disabledReason, health } = endpoint;
  const { secretExpiresAt, createdAt, updatedAt } = endpoint;
  return {
    id: formatId('webhookEndpoint', id),
    url,
    types: [...types],
    ...(description !== undefined && { description }),
    audience,
    signature,
    enabled,
    ...(disabledReason && { disabledReason }),
    health: presentHealth(health),
    ...(secretExpiresAt && { secretExpiresAt: secretExpiresAt.toISOString() }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function presentHealth({ failures, failingSince }: Health): Schemas['WebhookHealth'] {
  return {
    state: failures >= breaksAfter ? 'paused' : failures ? 'failing' : 'healthy',
    ...(failingSince && { failingSince: failingSince.toISOString() }),
  };
}

export function presentWithSecret({
  endpoint,
  secret,
}: EndpointWithSecret): Schemas['WebhookEndpointWithSecret'] {
  return { ...presentEndpoint(endpoint), secret };
}

/** A delivery as a caller may see it: what the receiver answered may repeat what it was sent. */
export function presentDelivery(principal: Principal, delivery: Delivery): Schemas['WebhookDelivery'] {
  const { id, endpointId, changeId, type, state, dueAt, occurredAt, attempts } = delivery;
  const showsResponse = seesResponse(principal, type);
  return {
    id: formatId('webhookDelivery', id),
    endpointId: formatId('webhookEndpoint', endpointId),
    messageId: formatId('change', changeId),
    type,
    state,
    ...(dueAt && { nextAttemptAt: dueAt.toISOString() }),
    occurredAt: occurredAt.toISOString(),
    attempts: attempts.map((attempt) => presentAttempt(attempt, showsResponse)),
  };
}

function presentAttempt(attempt: Attempt, showsResponse: boolean): Schemas['WebhookAttempt'] {
  const { number, at, durationMs, status, error, responseStart } = attempt;
  return {
    number,
    at: at.toISOString(),
    durationMs,
    ...(status !== undefined && { status }),
    ...(error && { error }),
    ...(showsResponse && responseStart !== undefined && { responseStart }),
  };
}

export function presentPublicKey({ key, expiresAt }: PublicKey): Schemas['WebhookPublicKey'] {
  return { key, ...(expiresAt && { expiresAt: expiresAt.toISOString() }) };
}
