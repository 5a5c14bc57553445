import { Problem } from '../../contract/problems';
import type { Handlers } from '../../contract/handler';
import type { Cursors } from '../../http/cursors';
import { findPage } from '../../http/page';
import type { Audience, Principal } from '../../platform/scope';
import { acknowledge, deleteConsumer, getConsumer, listConsumers, putConsumer } from './consumers';
import type { Feed } from './feed';
import { audiencesWithin } from './log';
import type { Positions } from './positions';
import { presentBlock, presentConsumer } from './present';
import { awaitChanges } from './wait';

type ChangesOperation =
  'listChanges' | 'listChangeConsumers' | 'putChangeConsumer' | 'deleteChangeConsumer' | 'acknowledgeChanges';

export interface ChangesDependencies {
  readonly feed: Feed;
  readonly positions: Positions;
  readonly cursors: Cursors;
}

export function changesHandlers({
  feed,
  positions,
  cursors,
}: ChangesDependencies): Handlers<ChangesOperation> {
  return {
    listChanges: async ({ scope, query, signal, reauthorize }) => {
      const { institution } = scope;
      const viewer = viewerOf(scope.principal);
      const { consumer: name, after, types, limit = 100, wait = 0 } = query;
      if (name !== undefined && (after !== undefined || types !== undefined)) {
        throw new Problem(
          'invalid_request',
          'A consumer has its own position and types: leave out `after` and `types`.',
        );
      }
      const place =
        name === undefined
          ? { after: after === undefined ? undefined : positions.decode(institution.id, after), types }
          : await getConsumer(scope, name).then((consumer) => ({
              after: consumer.position,
              types: consumer.types,
            }));
      const block = await awaitChanges(
        scope,
        { ...place, limit, audiences: audiencesWithin(viewer) },
        { feed, waitMs: wait * 1_000, signal, reauthorize },
      );
      return presentBlock(block, { institution, viewer, positions });
    },

    listChangeConsumers: async ({ scope, query: { cursor, limit } }) => {
      const audiences = audiencesWithin(viewerOf(scope.principal));
      const { items, nextCursor } = await findPage({
        ...{ cursors, cursor, limit },
        question: ['consumers', scope.institution.id],
        find: (after: string | undefined, most) =>
          listConsumers(scope, { after: after ?? '', limit: most, audiences }),
        placeOf: ({ consumer }) => consumer.name,
      });
      return { data: items.map((state) => presentConsumer(state, scope.institution, positions)), nextCursor };
    },

    putChangeConsumer: async ({ scope, path, body }) => {
      const audiences = audiencesWithin(viewerOf(scope.principal));
      const state = await putConsumer(scope, path.consumer, body, audiences);
      return presentConsumer(state, scope.institution, positions);
    },

    deleteChangeConsumer: async ({ scope, path }) => {
      await deleteConsumer(scope, path.consumer);
      return undefined;
    },

    acknowledgeChanges: async ({ scope, path, body }) => {
      const { institution } = scope;
      const audiences = audiencesWithin(viewerOf(scope.principal));
      const position = positions.decode(institution.id, body.position);
      const state = await acknowledge(scope, path.consumer, position, audiences);
      return presentConsumer(state, institution, positions);
    },
  };
}

/** As which audience a key learns of changes: like what it may see of the directory. */
function viewerOf(principal: Principal): Audience {
  if (principal.kind === 'system') return 'private';
  if (principal.kind !== 'secret') return 'public';
  return principal.scopes.includes('directory:private') ? 'private' : 'members';
}
