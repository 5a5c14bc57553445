import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import { Problem } from '../../contract/problems';
import type { Consumer } from './consumer-store';
import { acknowledge, deleteConsumer, getConsumer, listConsumers, putConsumer } from './consumers';
import type { Feed } from './feed';
import { Positions } from './positions';
import { presentBlock, presentConsumer } from './present';
import { reachOf, requireReceivable, typesToRead, viewerOf } from './types';
import { awaitChanges } from './wait';

type ChangesOperation =
  'listChanges' | 'listChangeConsumers' | 'putChangeConsumer' | 'deleteChangeConsumer' | 'acknowledgeChanges';

export interface ChangesServices {
  readonly secret: string;
  readonly feed: Feed;
}

export function changesHandlers({ secret, feed }: ChangesServices): Handlers<ChangesOperation> {
  const positions = new Positions(secret);
  return {
    listChanges: async ({ scope, query, signal, reauthorize }) => {
      const { institution, principal } = scope;
      const { consumer: name, after, types, limit = 100, wait = 0 } = query;
      if (name !== undefined && (after !== undefined || types !== undefined)) {
        throw new Problem(
          'invalid_request',
          'A consumer has its own position and types: leave out `after` and `types`.',
        );
      }
      if (types) requireReceivable(principal, types);
      const place =
        name === undefined
          ? { after: after === undefined ? undefined : positions.decode(institution.id, after), types }
          : await getConsumer(scope, name).then(consumerPlace);
      const reach = reachOf(principal);
      const block = await awaitChanges(
        scope,
        {
          after: place.after,
          types: typesToRead(reach, place.types),
          limit,
          audiences: reach.audiences,
        },
        {
          ...{ feed, waitMs: wait * 1_000, signal },
          reauthorize: async () => {
            await reauthorize();
            // The grant may have been withdrawn meanwhile.
            if (name !== undefined) await getConsumer(scope, name);
          },
        },
      );
      return presentBlock(block, { institution, viewer: viewerOf(principal), positions });
    },

    listChangeConsumers: async ({ scope, page }) => {
      const reach = reachOf(scope.principal);
      const { items, nextCursor } = await page({
        find: (after: string | undefined, most) =>
          listConsumers(scope, { after: after ?? '', limit: most, reach }),
        cursorOf: ({ consumer }) => consumer.name,
      });
      return { data: items.map((state) => presentConsumer(state, scope.institution, positions)), nextCursor };
    },

    putChangeConsumer: async ({ scope, path, body: { grantedKeyIds, ...write } }) => {
      const granted = grantedKeyIds?.map((id) => uuidOf('key', id));
      const draft = { ...write, grantedKeyIds: granted };
      const state = await putConsumer(scope, path.consumer, draft, reachOf(scope.principal));
      return presentConsumer(state, scope.institution, positions);
    },

    deleteChangeConsumer: async ({ scope, path }) => {
      await deleteConsumer(scope, path.consumer);
      return undefined;
    },

    acknowledgeChanges: async ({ scope, path, body }) => {
      const { institution } = scope;
      const position = positions.decode(institution.id, body.position);
      const state = await acknowledge(scope, path.consumer, position, reachOf(scope.principal));
      return presentConsumer(state, institution, positions);
    },
  };
}

/** Its place is of this very log, whatever change stood there: it was restored together with the log. */
const consumerPlace = ({ position, types }: Consumer) => ({ after: { number: position.number }, types });
