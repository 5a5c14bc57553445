import type { components } from '../../contract/generated/schema';
import { formatId } from '../../platform/ids';
import type { Attempt, Delivery } from './delivery-store';
import type { Endpoint } from './endpoint';
import type { EndpointWithSecret } from './endpoints';
import { breaksAfter, type Health } from './health';
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

export function presentDelivery(delivery: Delivery): Schemas['WebhookDelivery'] {
  const { id, endpointId, changeId, type, state, dueAt, occurredAt, attempts } = delivery;
  return {
    id: formatId('webhookDelivery', id),
    endpointId: formatId('webhookEndpoint', endpointId),
    messageId: formatId('change', changeId),
    type,
    state,
    ...(dueAt && { nextAttemptAt: dueAt.toISOString() }),
    occurredAt: occurredAt.toISOString(),
    attempts: attempts.map(presentAttempt),
  };
}

function presentAttempt({
  number,
  at,
  durationMs,
  status,
  error,
  responseStart,
}: Attempt): Schemas['WebhookAttempt'] {
  return {
    number,
    at: at.toISOString(),
    durationMs,
    ...(status !== undefined && { status }),
    ...(error && { error }),
    ...(responseStart !== undefined && { responseStart }),
  };
}

export function presentPublicKey({ key, expiresAt }: PublicKey): Schemas['WebhookPublicKey'] {
  return { key, ...(expiresAt && { expiresAt: expiresAt.toISOString() }) };
}
