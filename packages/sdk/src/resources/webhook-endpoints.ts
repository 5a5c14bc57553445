import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookDelivery,
  getWebhookEndpoint,
  listWebhookDeliveries,
  listWebhookEndpoints,
  listWebhookPublicKeys,
  replayWebhooks,
  resendWebhook,
  rotateWebhookSecret,
  testWebhookEndpoint,
  updateWebhookEndpoint,
} from '../generated/routes/webhooks';
import { type Listing, listOf } from '../transport/listing';
import type { Transport } from '../transport/transport';
import type {
  ListWebhookDeliveriesParams,
  ListWebhookEndpointsParams,
  MakeOptions,
  RequestOptions,
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookEndpoint,
  WebhookEndpointCreate,
  WebhookEndpointPage,
  WebhookEndpointUpdate,
  WebhookEndpointWithSecret,
  WebhookTest,
} from '../types';

/** Where changes are sent. All needs a secret key with the scope `webhooks:manage`. */
export interface WebhookEndpoints {
  list(params?: ListWebhookEndpointsParams, options?: RequestOptions): Listing<WebhookEndpointPage>;

  /** The answer has the `secret` that verifies what is sent; it is shown this once. */
  create(endpoint: WebhookEndpointCreate, options?: MakeOptions): Promise<WebhookEndpointWithSecret>;

  get(id: string, options?: RequestOptions): Promise<WebhookEndpoint>;
  update(id: string, changes: WebhookEndpointUpdate, options?: RequestOptions): Promise<WebhookEndpoint>;
  delete(id: string, options?: RequestOptions): Promise<void>;

  /** Makes a new `secret`; the old one signs beside it for a day, or as long as `overlapSeconds` says. */
  rotateSecret(
    id: string,
    options?: MakeOptions & { readonly overlapSeconds?: number },
  ): Promise<WebhookEndpointWithSecret>;

  /** Sends a test now, and says what the partner answered. */
  test(id: string, options?: MakeOptions): Promise<WebhookTest>;

  /** Sends everything since an instant again. */
  replay(id: string, from: Date | string, options?: MakeOptions): Promise<WebhookEndpoint>;

  /** The delivery log, newest first. */
  deliveries(
    id: string,
    params?: ListWebhookDeliveriesParams,
    options?: RequestOptions,
  ): Listing<WebhookDeliveryPage>;

  /** The public keys (`whpk_…`) that verify what is sent to an endpoint with `signature: 'ed25519'`. */
  publicKeys(id: string, options?: RequestOptions): Promise<string[]>;
}

/** What was sent, or is to be. */
export interface WebhookDeliveries {
  /** With each of its tries. */
  get(id: string, options?: RequestOptions): Promise<WebhookDelivery>;
  /** Sends it again now, with the same id. */
  resend(id: string, options?: MakeOptions): Promise<WebhookDelivery>;
}

/** Longer than a partner may take. */
const testTimeoutMs = 25_000;

export function createWebhookEndpoints(transport: Transport): WebhookEndpoints {
  return {
    list: (query, options) => listOf(transport, listWebhookEndpoints, { query }, options),

    create: (body, options) => transport.call(createWebhookEndpoint, { body }, options),

    get: (endpointId, options) => transport.call(getWebhookEndpoint, { endpointId }, options),

    update: (endpointId, body, options) =>
      transport.call(updateWebhookEndpoint, { endpointId, body }, options),

    delete: (endpointId, options) => transport.call(deleteWebhookEndpoint, { endpointId }, options),

    rotateSecret: (endpointId, options) =>
      transport.call(
        rotateWebhookSecret,
        { endpointId, body: { overlapSeconds: options?.overlapSeconds } },
        options,
      ),

    test: (endpointId, options) =>
      transport.call(
        testWebhookEndpoint,
        { endpointId },
        { ...options, timeoutMs: options?.timeoutMs ?? testTimeoutMs },
      ),

    replay: (endpointId, from, options) =>
      transport.call(replayWebhooks, { endpointId, body: { from: new Date(from).toISOString() } }, options),

    deliveries: (endpointId, query, options) =>
      listOf(transport, listWebhookDeliveries, { endpointId, query }, options),

    publicKeys: async (endpointId, options) =>
      (await transport.call(listWebhookPublicKeys, { endpointId }, options)).data.map(({ key }) => key),
  };
}

export function createWebhookDeliveries(transport: Transport): WebhookDeliveries {
  return {
    get: (deliveryId, options) => transport.call(getWebhookDelivery, { deliveryId }, options),

    resend: (deliveryId, options) => transport.call(resendWebhook, { deliveryId }, options),
  };
}
