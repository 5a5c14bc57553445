import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { Cursors } from '../../http/cursors';
import type { PresentSubjects } from '../changes';
import { createList, getList } from './lists';
import { presentList, presentRow } from './present';
import { findLists, selectLists, selectRows } from './store';

type DegreeListOperation = 'listDegreeLists' | 'createDegreeList' | 'getDegreeList' | 'listDegreeListRows';

export function degreeListHandlers(cursors: Cursors): Handlers<DegreeListOperation> {
  return {
    listDegreeLists: async ({ scope, query: { cursor, limit = 20 } }) => {
      const question = ['degree-lists', scope.institution.id];
      const before = cursor === undefined ? undefined : cursors.decode<string>(cursor, question);
      const found = await selectLists(scope, { before, limit: limit + 1 });
      const page = found.slice(0, limit);
      return {
        data: page.map(presentList),
        nextCursor: found.length > limit ? cursors.encode(page.at(-1)!.id, question) : null,
      };
    },

    createDegreeList: async ({ scope, body }) => presentList(await createList(scope, body.name, body.rows)),

    getDegreeList: async ({ scope, path }) =>
      presentList(await getList(scope, uuidOf('degreeList', path.degreeListId))),

    listDegreeListRows: async ({ scope, path, query: { outcome, cursor, limit = 20 } }) => {
      const { id: listId } = await getList(scope, uuidOf('degreeList', path.degreeListId));
      const question = ['degree-list-rows', listId, outcome ?? null];
      const after = cursor === undefined ? 0 : cursors.decode<number>(cursor, question);
      const found = await selectRows(scope, { listId, after, outcome, limit: limit + 1 });
      const page = found.slice(0, limit);
      return {
        data: page.map(presentRow),
        nextCursor: found.length > limit ? cursors.encode(page.at(-1)!.number, question) : null,
      };
    },
  };
}

/** Lists as webhooks tell of them: to whoever sees what is private. */
export const presentDegreeLists: PresentSubjects = async (scope, ids, audience) => {
  const lists = audience === 'private' ? await findLists(scope, ids) : [];
  return new Map(lists.map((list) => [list.id, presentList(list)]));
};
