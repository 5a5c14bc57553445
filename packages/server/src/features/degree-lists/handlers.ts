import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { PresentSubjects } from '../../platform/present-subjects';
import { createList, getList } from './lists';
import { presentList, presentRow } from './present';
import { findLists, selectLists, selectRows } from './store';

type DegreeListOperation = 'listDegreeLists' | 'createDegreeList' | 'getDegreeList' | 'listDegreeListRows';

export function degreeListHandlers(): Handlers<DegreeListOperation> {
  return {
    listDegreeLists: async ({ scope, page }) => {
      const { items, nextCursor } = await page({
        find: (before: string | undefined, most) => selectLists(scope, { before, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map(presentList), nextCursor };
    },

    createDegreeList: async ({ scope, body }) => presentList(await createList(scope, body.name, body.rows)),

    getDegreeList: async ({ scope, path }) =>
      presentList(await getList(scope, uuidOf('degreeList', path.degreeListId))),

    listDegreeListRows: async ({ scope, path, query: { outcome }, page }) => {
      const { id: listId } = await getList(scope, uuidOf('degreeList', path.degreeListId));
      const { items, nextCursor } = await page({
        find: (after: number | undefined, most) =>
          selectRows(scope, { listId, after: after ?? 0, outcome, limit: most }),
        cursorOf: ({ number }) => number,
      });
      return { data: items.map(presentRow), nextCursor };
    },
  };
}

/** Lists as webhooks tell of them: to whoever sees what is private. */
export const presentDegreeLists: PresentSubjects = async (scope, ids, audience) => {
  const lists = audience === 'private' ? await findLists(scope, ids) : [];
  return new Map(lists.map((list) => [list.id, presentList(list)]));
};
