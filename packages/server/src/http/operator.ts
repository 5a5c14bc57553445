import type { Context } from 'koa';
import { Problem } from '../contract/problems';
import type { OperatorPrincipal } from '../platform/scope';
import { bearerOf, sentKeys } from './credentials';

/** Everything that only operators may call. No page may. */
export const operatorPath = '/v1/operator/';

/** Finds whose token a text is, by a look at the session itself. Throws invalid_token or session_ended. */
export type AuthenticateOperator = (token: string) => Promise<OperatorPrincipal>;

/**
 * Operators are of no institution: beside their token there is no key. Whatever comes from a page is refused, before it is looked at:
 * nothing that a browser keeps or runs should ever hold such a token.
 * @throws {Problem} origin_not_allowed, key_kind_not_allowed, missing_token, and what the authenticator throws
 */
export async function identifyOperator(
  ctx: Context,
  authenticate: AuthenticateOperator,
): Promise<OperatorPrincipal> {
  refusePages(ctx);
  if (sentKeys(ctx).length)
    throw new Problem(
      'key_kind_not_allowed',
      'This operation is for operators: send an operator’s token, without a key.',
    );
  const token = bearerOf(ctx);
  if (token === undefined)
    throw new Problem('missing_token', 'Send an operator’s token as Authorization: Bearer ….');
  return authenticate(token);
}

/** @throws {Problem} origin_not_allowed */
export function refusePages(ctx: Context): void {
  const origin = ctx.get('Origin');
  if (origin)
    throw new Problem('origin_not_allowed', 'Operators’ operations can’t be called from web pages.');
}
