import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Database } from '../../platform/database';
import type { Outbound } from '../../platform/outbound';
import type { PresentSubjects } from '../../platform/present-subjects';
import { getDelivery, resend } from './deliveries';
import { listDeliveries } from './delivery-store';
import { findEndpoints, listEndpoints } from './endpoint-store';
import {
  createEndpoint,
  deleteEndpoint,
  type EndpointTools,
  getEndpoint,
  replay,
  rotateSecret,
  updateEndpoint,
} from './endpoints';
import { presentDelivery, presentEndpoint, presentPublicKey, presentWithSecret } from './present';
import { findPublicKeys } from './secret-store';
import { Secrets } from './secrets';
import { sendTest } from './test-send';

type WebhookOperation =
  | 'listWebhookEndpoints'
  | 'createWebhookEndpoint'
  | 'getWebhookEndpoint'
  | 'updateWebhookEndpoint'
  | 'deleteWebhookEndpoint'
  | 'rotateWebhookSecret'
  | 'testWebhookEndpoint'
  | 'replayWebhooks'
  | 'listWebhookDeliveries'
  | 'listWebhookPublicKeys'
  | 'getWebhookDelivery'
  | 'resendWebhook';

export interface WebhookServices {
  readonly database: Database;
  readonly clock: () => Date;
  readonly secret: string;
  readonly outbound: Outbound;
}

export function webhookHandlers(services: WebhookServices): Handlers<WebhookOperation> {
  const { database, clock, secret, outbound } = services;
  const tools: EndpointTools = { outbound, secrets: Secrets.of(secret) };
  return {
    listWebhookEndpoints: async ({ scope, page }) => {
      const { items, nextCursor } = await page({
        find: (after: string | undefined, most) => listEndpoints(scope, { after, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map(presentEndpoint), nextCursor };
    },

    createWebhookEndpoint: async ({ scope, body }) =>
      presentWithSecret(await createEndpoint(scope, tools, body)),

    getWebhookEndpoint: async ({ scope, path }) =>
      presentEndpoint(await getEndpoint(scope, endpointOf(path.endpointId))),

    updateWebhookEndpoint: async ({ scope, path, body }) =>
      presentEndpoint(await updateEndpoint(scope, tools, endpointOf(path.endpointId), body)),

    deleteWebhookEndpoint: async ({ scope, path }) => {
      await deleteEndpoint(scope, endpointOf(path.endpointId));
      return undefined;
    },

    rotateWebhookSecret: async ({ scope, path, body }) =>
      presentWithSecret(await rotateSecret(scope, tools, endpointOf(path.endpointId), body.overlapSeconds)),

    testWebhookEndpoint: async ({ scope, path, recovery }) =>
      sendTest(scope, tools, endpointOf(path.endpointId), recovery),

    replayWebhooks: async ({ scope, path, body }) =>
      presentEndpoint(await replay(scope, endpointOf(path.endpointId), new Date(body.from))),

    listWebhookDeliveries: async ({ scope, path, query: { state }, page }) => {
      const { id: endpointId } = await getEndpoint(scope, endpointOf(path.endpointId));
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) =>
          listDeliveries(scope, { endpointId, before, state, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map((each) => presentDelivery(scope.principal, each)), nextCursor };
    },

    listWebhookPublicKeys: async ({ path }) => ({
      data: (await findPublicKeys(database, endpointOf(path.endpointId), clock())).map(presentPublicKey),
    }),

    getWebhookDelivery: async ({ scope, path }) =>
      presentDelivery(scope.principal, await getDelivery(scope, deliveryOf(path.deliveryId))),

    resendWebhook: async ({ scope, path }) =>
      presentDelivery(scope.principal, await resend(scope, deliveryOf(path.deliveryId))),
  };
}

/** For outlets: endpoints by internal id. Who may manage them sees them, which is nobody but `private`. */
export const presentWebhookEndpoints: PresentSubjects = async (scope, ids, audience) =>
  new Map(
    audience === 'private'
      ? (await findEndpoints(scope, ids)).map((endpoint) => [endpoint.id, presentEndpoint(endpoint)])
      : [],
  );

const endpointOf = (id: string) => uuidOf('webhookEndpoint', id);
const deliveryOf = (id: string) => uuidOf('webhookDelivery', id);
