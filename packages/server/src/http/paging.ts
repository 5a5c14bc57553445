import type { CursorOf, ReadPage } from '../contract/paging';
import type { Cursors } from './cursors';

export interface PagedCall {
  readonly operationId: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly institutionId: string;
}

const defaultLimit = 20;

/** The paging of one call: its cursors belong to operation, institution, path and query. */
export function pagingOf(
  cursors: Cursors,
  { operationId, path, query, institutionId }: PagedCall,
): { readonly page: ReadPage; readonly cursor: CursorOf } {
  const { cursor: sent, limit, ...rest } = query as { cursor?: string; limit?: number };
  const cursor: CursorOf = (of = sorted(rest)) => {
    const binding = [operationId, institutionId, path, of];
    return {
      read: () => (sent === undefined ? undefined : cursors.decode(sent, binding)),
      write: (place) => cursors.encode(place, binding),
    };
  };
  return {
    cursor,
    page: async ({ find, cursorOf, of }) => {
      type Place = ReturnType<typeof cursorOf>;
      const { read, write } = cursor<Place>(of);
      const most = limit ?? defaultLimit;
      // One more than are shown tells whether there is another page.
      const found = await find(read(), most + 1);
      const items = found.slice(0, most);
      return { items, nextCursor: found.length > most ? write(cursorOf(items.at(-1)!)) : null };
    },
  };
}

/** A query in another order is the same query. */
const sorted = (query: object) => Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
