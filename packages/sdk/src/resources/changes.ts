import {
  acknowledgeChanges,
  deleteChangeConsumer,
  listChangeConsumers,
  listChanges,
  putChangeConsumer,
} from '../generated/routes/changes';
import { type Listing, listOf } from '../transport/listing';
import { persist } from '../transport/persist';
import type { Transport } from '../transport/transport';
import type {
  Change,
  ChangeBlock,
  ChangeConsumer,
  ChangeConsumerPage,
  ChangeConsumerWrite,
  ListChangeConsumersParams,
  ListChangesParams,
  MakeOptions,
  ReadChangesParams,
  RequestOptions,
} from '../types';

/**
 * Changes as they come, for ever. `for await` it for each change, or its `blocks()` for several at once. A block is
 * acknowledged when the loop asks for what follows it; left before, by `break` or by a failure, it comes again.
 */
export interface ChangeStream extends AsyncIterable<Change> {
  /** Block by block, each with at least one change. */
  blocks(): AsyncIterableIterator<ChangeBlock>;
}

/** Everything that has changed, in order. Needs a secret key with the scope `changes:read`, and the scopes of the types that it reads. */
export interface Changes {
  /**
   * Reads one block. Pass its `position` back as `after` to read on.
   * @throws ApiError 410 (`position_expired`) where reading on would skip changes: removed by age, or cut off by a restored backup
   */
  list(params?: ListChangesParams, options?: RequestOptions): Promise<ChangeBlock>;

  /**
   * Reads on for ever: waits where there is nothing yet, and outlasts failures of the network and of the service. With
   * `consumer` the service remembers how far the loop has come; it is made where there is none. The loop ends by `break`,
   * by the signal (with its reason), or with an error that no further try can help.
   */
  read(params?: ReadChangesParams): ChangeStream;

  /** Moves a consumer to the position of a block that you have processed; `read` does it by itself. */
  acknowledge(consumer: string, position: string, options?: MakeOptions): Promise<ChangeConsumer>;

  /** Readers whose position the service remembers. Each belongs to the key that created it, and to the keys that it is granted to. */
  readonly consumers: {
    /**
     * Creates it, or changes the types and grants of an existing one. A program can do this at every start.
     * @throws ApiError 403 (`consumer_not_granted`) where it belongs to another key
     */
    put(name: string, consumer?: ChangeConsumerWrite, options?: RequestOptions): Promise<ChangeConsumer>;
    /** Those that this key may use, each with how far it is behind: `await` for a page, `for await` for all. */
    list(params?: ListChangeConsumersParams, options?: RequestOptions): Listing<ChangeConsumerPage>;
    /** Deletes it and its position. @throws NotFoundError */
    delete(name: string, options?: RequestOptions): Promise<void>;
  };
}

const longestWaitSeconds = 30;
/** How much longer than it waits a try may take. */
const patienceMs = 10_000;
/** After so many empty blocks, about an hour, a consumer moves on over changes that it doesn't read, so that its position doesn't expire. */
const mostQuietBlocks = 120;

export function createChanges(transport: Transport): Changes {
  const list: Changes['list'] = async (query = {}, options = {}) => {
    const timeoutMs = options.timeoutMs ?? (query.wait ? query.wait * 1_000 + patienceMs : undefined);
    const deadlineMs = options.deadlineMs ?? (timeoutMs && timeoutMs * 3);
    return transport.send(listChanges, { query }, transport.begin({ ...options, timeoutMs, deadlineMs }));
  };
  const acknowledge: Changes['acknowledge'] = (consumer, position, options) =>
    transport.call(acknowledgeChanges, { consumer, body: { position } }, options);
  const put: Changes['consumers']['put'] = (consumer, body = {}, options) =>
    transport.call(putChangeConsumer, { consumer, body }, options);

  async function* blocks(params: ReadChangesParams): AsyncGenerator<ChangeBlock, void, undefined> {
    const { consumer, types, from, limit, signal } = params;
    let after = params.after;
    const untilDone = <T>(work: () => Promise<T>) => persist(transport.runtime, work, signal);
    if (consumer !== undefined) {
      const all = types === undefined ? undefined : [types].flat();
      await untilDone(() => put(consumer, { types: all, from }, { signal }));
    }
    for (let quietBlocks = 0; ;) {
      const place = consumer === undefined ? { after, types } : { consumer };
      const query = { ...place, limit, wait: longestWaitSeconds };
      const block = await untilDone(() => list(query, { signal }));
      if (block.data.length) yield block;
      // Reached when the loop asks for what follows: what it had is done with.
      quietBlocks = block.data.length || block.more ? 0 : quietBlocks + 1;
      if (consumer !== undefined && quietBlocks % mostQuietBlocks === 0) {
        await untilDone(() => acknowledge(consumer, block.position, { signal }));
      }
      after = block.position;
    }
  }

  return {
    list,
    acknowledge,
    read(params = {}) {
      const asked = { ...params };
      return {
        blocks: () => blocks(asked),
        async *[Symbol.asyncIterator]() {
          for await (const { data } of blocks(asked)) yield* data;
        },
      };
    },
    consumers: {
      put,
      list: (query, options) => listOf(transport, listChangeConsumers, { query }, options),
      delete: (consumer, options) => transport.call(deleteChangeConsumer, { consumer }, options),
    },
  };
}
