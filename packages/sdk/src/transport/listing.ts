import type { RequestOptions } from '../types';
import type { Input } from './request';
import type { Answer, ListedOperation, Route } from './route';
import type { Transport } from './transport';

/** One page of a list. */
export interface Page<Item = unknown> {
  readonly data: readonly Item[];
  /** Hand it back as `cursor` for the next page; `null` on the last. */
  readonly nextCursor: string | null;
}

/**
 * A list that is fetched as it is used. `await` it for its first page, `for await` it for every item of every page.
 * Nothing is sent before, and each `await` and each loop asks anew.
 */
export interface Listing<P extends Page> extends PromiseLike<P>, AsyncIterable<P['data'][number]> {
  /** Fetches the first page, with a handler for failure. */
  catch<Failure>(onRejected: (reason: unknown) => Failure | PromiseLike<Failure>): Promise<P | Failure>;
  /** Every page, each fetched when it is asked for. */
  pages(): AsyncIterableIterator<P>;
}

/** The list that an operation answers. `query.cursor` is where it begins. */
export function listOf<Id extends ListedOperation>(
  transport: Transport,
  route: Route<Id>,
  { query, ...input }: Input,
  options: RequestOptions | undefined,
): Listing<Answer<Id> & Page> {
  const first = { ...query };
  return createListing(
    async (cursor = first.cursor as string | undefined) =>
      (await transport.call(route, { ...input, query: { ...first, cursor } }, options)) as Answer<Id> & Page,
  );
}

/** A list of the pages that `fetchPage` gets: the one at this cursor or, without, the one that the list starts with. */
export function createListing<P extends Page>(fetchPage: (cursor?: string) => Promise<P>): Listing<P> {
  async function* pages(): AsyncGenerator<P, void, undefined> {
    let cursor: string | undefined;
    do {
      const page: P = await fetchPage(cursor);
      yield page;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }
  return {
    then: (onFulfilled, onRejected) => fetchPage().then(onFulfilled, onRejected),
    catch: (onRejected) => fetchPage().catch(onRejected),
    pages,
    [Symbol.asyncIterator]: () => itemsOf(pages()),
  };
}

async function* itemsOf<Item>(pages: AsyncIterable<Page<Item>>): AsyncGenerator<Item, void, undefined> {
  for await (const { data } of pages) for (const item of data) yield item;
}
