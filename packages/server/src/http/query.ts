import type { Context } from 'koa';

const parsed = new WeakMap<object, URLSearchParams>();
const none = new URLSearchParams();

/** The parameters of a call's address, read once however many ask. Nobody may change them. */
export function queryOf({ req, querystring }: Pick<Context, 'req' | 'querystring'>): URLSearchParams {
  if (querystring === '') return none;
  let query = parsed.get(req);
  if (!query) parsed.set(req, (query = new URLSearchParams(querystring)));
  return query;
}
