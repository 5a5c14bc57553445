import type { Context } from 'koa';
import { queryOf } from './query';

function anyBearer({ req }: Context): string | undefined {
  const { authorization } = req.headers;
  return authorization === undefined ? undefined : /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
}

const isSecretKey = (text: string | undefined) => text?.startsWith('sk_') === true;

/** A bearer that is no secret key. */
export function bearerOf(ctx: Context): string | undefined {
  const bearer = anyBearer(ctx);
  return isSecretKey(bearer) ? undefined : bearer;
}

/** The keys in the address: any number. */
export const keysInQuery = (ctx: Context) => queryOf(ctx).getAll('key');

/** Every key that was sent, wherever it stands. */
export function sentKeys(ctx: Context): string[] {
  const bearer = anyBearer(ctx);
  const given = [ctx.get('Homecoming-Key'), isSecretKey(bearer) ? bearer : undefined, ...keysInQuery(ctx)];
  return given.filter((key): key is string => key !== undefined && key !== '');
}
