import type { Context } from 'koa';

/** Aborts when the connection of a call closes before it is answered. */
export function goneSignal({ res }: Context): AbortSignal {
  const gone = new AbortController();
  if (res.closed || res.destroyed) gone.abort();
  else res.once('close', () => gone.abort());
  return gone.signal;
}
