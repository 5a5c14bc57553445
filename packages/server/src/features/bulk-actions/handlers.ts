import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Scope } from '../../platform/scope';
import { draftOf } from '../invitations';
import type { BulkAction } from './bulk-action';
import { bulkInvite, bulkUpdateMembers, getBulkAction, runBulkAction } from './bulk-actions';
import { presentAction, presentResult } from './present';
import { countOutcomes, selectActions, selectItems } from './store';

type BulkOperation =
  | 'bulkUpdateMembers'
  | 'bulkInvite'
  | 'listBulkActions'
  | 'getBulkAction'
  | 'listBulkResults'
  | 'runBulkAction';

export function bulkHandlers(): Handlers<BulkOperation> {
  const present = async (scope: Scope, actions: readonly BulkAction[]) => {
    const counts = await countOutcomes(
      scope,
      actions.map(({ id }) => id),
    );
    return actions.map((action) => presentAction(action, counts.get(action.id)!));
  };
  const presentOne = async (scope: Scope, action: BulkAction) => (await present(scope, [action]))[0]!;
  return {
    bulkUpdateMembers: async ({ scope, body }) => {
      const { update: change, memberIds, filter, dryRun } = body;
      const of = memberIds?.map((id) => uuidOf('member', id)) ?? filter!;
      return presentOne(scope, await bulkUpdateMembers(scope, { change, of, dryRun }));
    },

    bulkInvite: async ({ scope, body: { people, dryRun } }) =>
      presentOne(scope, await bulkInvite(scope, people.map(draftOf), dryRun)),

    listBulkActions: async ({ scope, page }) => {
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) => selectActions(scope, { before, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: await present(scope, items), nextCursor };
    },

    getBulkAction: async ({ scope, path }) =>
      presentOne(scope, await getBulkAction(scope, uuidOf('bulkAction', path.bulkActionId))),

    listBulkResults: async ({ scope, path, query: { outcome }, page }) => {
      const { id } = await getBulkAction(scope, uuidOf('bulkAction', path.bulkActionId));
      const { items, nextCursor } = await page({
        find: (after: number | undefined, most) =>
          selectItems(scope, id, { after: after ?? 0, outcome, limit: most }),
        cursorOf: ({ position }) => position,
      });
      return { data: items.map(presentResult), nextCursor };
    },

    runBulkAction: async ({ scope, path }) =>
      presentOne(scope, await runBulkAction(scope, uuidOf('bulkAction', path.bulkActionId))),
  };
}
