/** A list that is read page by page. A place is anything that JSON holds. */
export interface PagedList<Item, Place> {
  /** Finds at most so many, beginning behind a place; without one, from the beginning. */
  readonly find: (after: Place | undefined, limit: number) => Promise<readonly Item[]>;
  /** The place of an item: the next page begins behind that of the last. */
  readonly cursorOf: (item: Item) => Place;
  /** What its cursors belong to in place of the query; see `CursorOf`. */
  readonly of?: unknown;
}

export interface FoundPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Reads one page, from the `cursor` of the call on and as long as its `limit`. @throws {Problem} invalid_cursor */
export type ReadPage = <Item, Place>(list: PagedList<Item, Place>) => Promise<FoundPage<Item>>;

/** The cursor of a call, for a list that finds its next page in a way of its own. */
export interface CallCursor<Place> {
  /** Where the call's page begins; undefined for the first page. @throws {Problem} invalid_cursor */
  readonly read: () => Place | undefined;
  /** The cursor of the page that begins at a place. */
  readonly write: (place: Place) => string;
}

/**
 * Opens the call's cursor. It is good only for the same operation, institution and path, and the same parameters.
 * @param of what it belongs to in place of the query, such as the query with equal values written equally
 */
export type CursorOf = <Place>(of?: unknown) => CallCursor<Place>;
