import type { Cursors } from './cursors';

/** How a list is read page by page: the cursor holds the place of the last of a page. */
export interface PageQuestion<Item, Place> {
  readonly cursors: Cursors;
  /** What was asked: a cursor is good for nothing else. */
  readonly question: readonly unknown[];
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
  /** Finds as many as `limit` from behind a place on. */
  readonly find: (after: Place | undefined, limit: number) => Promise<readonly Item[]>;
  readonly placeOf: (item: Item) => Place;
}

export interface FoundPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const usualLimit = 20;

/** One page of a list. @throws {Problem} invalid_cursor */
export async function findPage<Item, Place>(asked: PageQuestion<Item, Place>): Promise<FoundPage<Item>> {
  const { cursors, question, cursor, limit = usualLimit, find, placeOf } = asked;
  const after = cursor === undefined ? undefined : cursors.decode<Place>(cursor, [...question]);
  // One more than are shown tells whether there is another page.
  const found = await find(after, limit + 1);
  const items = found.slice(0, limit);
  const goesOn = found.length > limit;
  return { items, nextCursor: goesOn ? cursors.encode(placeOf(items.at(-1)!), [...question]) : null };
}
