import type { Context } from 'koa';
import type { Operation } from '../contract/document';
import { Problem } from '../contract/problems';
import { platformItself } from '../platform/platform-itself';
import type { Institution, MemberPrincipal, Principal } from '../platform/scope';
import { bearerOf, keysInQuery, sentKeys } from './credentials';
import { type AuthenticateOperator, identifyOperator } from './operator';

/** Who calls, and whose rows they may reach. */
export interface Caller {
  readonly institution: Institution;
  readonly principal: Principal;
}

/** Finds whose key a text is; throws invalid_key or expired_key. */
export type Authenticate = (key: string) => Promise<Caller>;

export interface KeyAuthenticator {
  readonly authenticate: Authenticate;
  /** Whether a key was good a while ago: then looking it up again is no guess. */
  readonly remembers: (key: string) => boolean;
}

/** Finds whose access token a text is, at the institution of the key beside it. Throws as the token deserves. */
export type AuthenticateMember = (
  token: string,
  beside: { readonly institution: Institution; readonly keyId: string },
) => Promise<MemberPrincipal>;

export interface Identifying {
  readonly authenticate: Authenticate;
  readonly authenticateMember: AuthenticateMember;
  readonly authenticateOperator: AuthenticateOperator;
  /** Told of a secret key, a good one or not, that came from a page. */
  readonly reportExposure: (key: string, origin: string) => Promise<void>;
}

/** Somebody at the platform who has not signed in. */
export const visitor: Caller = { institution: platformItself, principal: { kind: 'visitor' } };

/**
 * The caller of an operation, of a kind that it takes; whether they may call it is not asked yet.
 * @throws {Problem} missing_key, invalid_key, expired_key, key_kind_not_allowed, secret_key_in_browser, origin_not_allowed,
 * missing_token, and what the authenticators throw
 */
export async function identify(
  ctx: Context,
  operation: Operation,
  { authenticate, authenticateMember, authenticateOperator, reportExposure }: Identifying,
): Promise<Caller> {
  if (operation.callers.includes('operator')) {
    return { institution: platformItself, principal: await identifyOperator(ctx, authenticateOperator) };
  }
  const key = keyOf(ctx);
  // Refused whatever it may do: a secret key that a page sends is no secret any more.
  const origin = ctx.get('Origin');
  if (key.startsWith('sk_') && origin) {
    await reportExposure(key, origin);
    throw new Problem(
      'secret_key_in_browser',
      `A page at ${origin} sent a secret key. Replace the key, and use a publishable key (pk_…) in pages.`,
    );
  }
  let caller = await authenticate(key);
  refuseKind(caller.principal, operation, bearerOf(ctx));
  if (caller.principal.kind === 'publishable') {
    refuseOrigin(caller.principal.origins, origin);
    const token = operation.callers.includes('member') ? bearerOf(ctx) : undefined;
    if (token !== undefined) {
      const { institution } = caller;
      const { keyId } = caller.principal;
      caller = { institution, principal: await authenticateMember(token, { institution, keyId }) };
    } else if (!operation.callers.includes('publishable')) {
      const token = 'the access token of a signed-in member as Authorization: Bearer …';
      throw new Problem(
        'missing_token',
        operation.callers.includes('secret')
          ? `Send ${secretKeyFor(operation)} or, from a page, ${token} with the publishable key.`
          : `Send ${token} with the publishable key.`,
      );
    }
  }
  return caller;
}

const secretKeyFor = ({ permission }: Operation) =>
  `a secret key (sk_…) with the scope ${permission}, from a server`;

function refuseKind({ kind }: Principal, operation: Operation, token: string | undefined): void {
  const { callers } = operation;
  if (kind === 'publishable' && callers.every((caller) => caller === 'secret'))
    throw new Problem('key_kind_not_allowed', `This operation needs ${secretKeyFor(operation)}.`);
  if (kind === 'secret' && !callers.includes('secret'))
    throw new Problem('key_kind_not_allowed', 'This operation needs a publishable key (pk_…).');
  if (kind === 'secret' && token !== undefined)
    throw new Problem('key_kind_not_allowed', 'Send a member’s token with a publishable key (pk_…).');
}

function refuseOrigin(origins: readonly string[], origin: string): void {
  if (!origin || isAllowedOrigin(origin, origins)) return;
  throw new Problem(
    'origin_not_allowed',
    `This key can’t be used from ${origin}. Add that origin to the key's allowed origins.`,
  );
}

function keyOf(ctx: Context): string {
  const inQuery = keysInQuery(ctx);
  const given = sentKeys(ctx);
  if (!given.length) throw new Problem('missing_key', 'Send a key in the Homecoming-Key header.');
  if (new Set(given).size > 1) throw new Problem('invalid_key', 'The request has several different keys.');
  if (inQuery.length && (!inQuery[0]!.startsWith('pk_') || (ctx.method !== 'GET' && ctx.method !== 'HEAD'))) {
    throw new Problem(
      'invalid_key',
      'Only a publishable key (pk_…) can be sent in the URL, and only with GET.',
    );
  }
  return given[0]!;
}

/** Whether an origin is one of those that a key is allowed. */
export const isAllowedOrigin = (origin: string, origins: readonly string[]) =>
  origins.some((allowed) => isAllowed(origin, allowed));

/** Allowed origins are exact, or have one `*` for the labels of a host (`https://*.example.edu`) or a port (`http://localhost:*`). */
function isAllowed(origin: string, allowed: string): boolean {
  if (allowed === origin) return true;
  const [before, after, ...rest] = allowed.split('*');
  if (after === undefined || rest.length) return false;
  const middle = origin.slice(before!.length, origin.length - after.length);
  return (
    origin.length > before!.length + after.length &&
    origin.startsWith(before!) &&
    origin.endsWith(after) &&
    (after === '' ? /^\d+$/.test(middle) : /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(middle))
  );
}
