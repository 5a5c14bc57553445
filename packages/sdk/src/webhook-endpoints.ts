import { createListing, type Listing } from './listing';
import type { Transport } from './transport';
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
} from './types';

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
    list: (params, options) =>
      createListing(async (cursor = params?.cursor) =>
        transport.send('listWebhookEndpoints', { query: { ...params, cursor } }, transport.begin(options)),
      ),

    create: async (body, options) =>
      transport.send('createWebhookEndpoint', { body, ...keyOf(options) }, transport.begin(options)),

    get: async (endpointId, options) =>
      transport.send('getWebhookEndpoint', { endpointId }, transport.begin(options)),

    update: async (endpointId, body, options) =>
      transport.send('updateWebhookEndpoint', { endpointId, body }, transport.begin(options)),

    delete: async (endpointId, options) =>
      transport.send('deleteWebhookEndpoint', { endpointId }, transport.begin(options)),

    rotateSecret: async (endpointId, options) =>
      transport.send(
        'rotateWebhookSecret',
        { endpointId, body: { overlapSeconds: options?.overlapSeconds }, ...keyOf(options) },
        transport.begin(options),
      ),

    test: async (endpointId, options) =>
      transport.send(
        'testWebhookEndpoint',
        { endpointId, ...keyOf(options) },
        transport.begin({ ...options, timeoutMs: options?.timeoutMs ?? testTimeoutMs }),
      ),

    replay: async (endpointId, from, options) =>
      transport.send(
        'replayWebhooks',
        { endpointId, body: { from: new Date(from).toISOString() }, ...keyOf(options) },
        transport.begin(options),
      ),

    deliveries: (endpointId, params, options) =>
      createListing(async (cursor = params?.cursor) =>
        transport.send(
          'listWebhookDeliveries',
          { endpointId, query: { ...params, cursor } },
          transport.begin(options),
        ),
      ),

    publicKeys: async (endpointId, options) =>
      (await transport.send('listWebhookPublicKeys', { endpointId }, transport.begin(options))).data.map(
        ({ key }) => key,
      ),
  };
}

export function createWebhookDeliveries(transport: Transport): WebhookDeliveries {
  return {
    get: async (deliveryId, options) =>
      transport.send('getWebhookDelivery', { deliveryId }, transport.begin(options)),

    resend: async (deliveryId, options) =>
      transport.send('resendWebhook', { deliveryId, ...keyOf(options) }, transport.begin(options)),
  };
}

const keyOf = (options: MakeOptions | undefined) => ({ idempotencyKey: options?.idempotencyKey });
