import { ConnectionError } from '../errors';
import type { RequestOptions } from '../types';
import { readAnswer } from './answer';
import { describeBreak } from './messages';
import type { Input } from './request';
import type { Route } from './route';
import type { Transport } from './transport';

/**
 * The lines of newline-delimited JSON, as they arrive. The limits of time are those of the first; after that it lasts as long as it is read.
 * @throws HomecomingError, TypeError, or the reason of the call's signal
 */
export async function* readLines<Line>(
  transport: Transport,
  route: Route,
  input: Input,
  options: RequestOptions | undefined,
): AsyncGenerator<Line, void, undefined> {
  const call = transport.begin(options);
  const { reader, name } = await transport.request(route, input, call, async (response, name) => {
    if (!response.ok || !response.body) throw await readAnswer(response, name);
    return { reader: response.body.getReader(), name };
  });
  const stop = () => void reader.cancel().catch(() => {});
  call.signal?.addEventListener('abort', stop);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new ConnectionError(describeBreak(name, error), { cause: error });
      });
      call.signal?.throwIfAborted();
      if (done) break;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop()!;
      for (const line of lines) yield JSON.parse(line) as Line;
    }
    // A whole answer ends with the end of a line.
    if (rest) throw new ConnectionError(describeBreak(name, new Error('The answer ends within a line')));
  } finally {
    call.signal?.removeEventListener('abort', stop);
    // Who leaves the loop wants no more of it.
    stop();
  }
}
