import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Cursors } from '../../http/cursors';
import { findPage } from '../../http/page';
import type { PresentSubjects } from '../changes';
import { createList, getList } from './lists';
import { presentList, presentRow } from './present';
import { findLists, selectLists, selectRows } from './store';

type DegreeListOperation = 'listDegreeLists' | 'createDegreeList' | 'getDegreeList' | 'listDegreeListRows';

export function degreeListHandlers({
  cursors,
}: {
  readonly cursors: Cursors;
}): Handlers<DegreeListOperation> {
  return {
    listDegreeLists: async ({ scope, query: { cursor, limit } }) => {
      const { items, nextCursor } = await findPage({
        ...{ cursors, cursor, limit },
        question: ['degree-lists', scope.institution.id],
        find: (before: string | undefined, most) => selectLists(scope, { before, limit: most }),
        placeOf: ({ id }) => id,
      });
      return { data: items.map(presentList), nextCursor };
    },

    createDegreeList: async ({ scope, body }) => presentList(await createList(scope, body.name, body.rows)),

    getDegreeList: async ({ scope, path }) =>
      presentList(await getList(scope, uuidOf('degreeList', path.degreeListId))),

    listDegreeListRows: async ({ scope, path, query: { outcome, cursor, limit } }) => {
      const { id: listId } = await getList(scope, uuidOf('degreeList', path.degreeListId));
      const { items, nextCursor } = await findPage({
        ...{ cursors, cursor, limit },
        question: ['degree-list-rows', listId, outcome ?? null],
        find: (after: number | undefined, most) =>
          selectRows(scope, { listId, after: after ?? 0, outcome, limit: most }),
        placeOf: ({ number }) => number,
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
