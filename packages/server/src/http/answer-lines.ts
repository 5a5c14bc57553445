import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { Operation } from '../contract/document';
import { projection } from '../contract/serialization';
import { answerChecker } from '../contract/validation';
import { setCaching } from './answers';
import type { Caller } from './principal';

/** Newline-delimited JSON: one object a line. */
const lineFormat = 'application/x-ndjson';

type LineSender = (ctx: Context, items: AsyncIterable<unknown>, caller: Caller | undefined) => Promise<void>;

/**
 * Of an operation that answers with lines, what sends them as they come, each only as the contract declares it. Where one
 * fails the connection is cut, so that nobody takes a part for the whole.
 */
export function lineSender(operation: Operation, isChecked: boolean): LineSender | undefined {
  const schema = operation.responses['200']?.content?.[lineFormat]?.schema;
  if (!schema) return undefined;
  const project = projection(schema);
  const check = isChecked ? answerChecker(operation) : undefined;
  async function* linesOf(items: AsyncIterable<unknown>) {
    for await (const item of items) {
      const json = JSON.stringify(project(item));
      check?.(200, JSON.parse(json));
      yield `${json}\n`;
    }
  }
  return async (ctx, items, caller) => {
    const lines = Readable.from(await begun(linesOf(items)));
    lines.on('error', () => ctx.res.destroy());
    setCaching(ctx, caller, operation);
    ctx.type = lineFormat;
    ctx.body = lines;
  };
}

/** An iterable whose first item is there, or its end: what fails until then can still be answered as a problem. */
async function begun<T>(items: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const iterator = items[Symbol.asyncIterator]();
  let next = await iterator.next();
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (; !next.done; next = await iterator.next()) yield next.value;
      } finally {
        await iterator.return?.();
      }
    },
  };
}
