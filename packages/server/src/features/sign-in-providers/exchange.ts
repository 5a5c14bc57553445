import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { openSession } from '../sessions';
import type { SignedInMember } from '../sign-in';
import { claimedIssuer, readHostToken } from './host-tokens';
import type { KeySets } from './key-sets';
import { type LinkServices, memberOf } from './link';
import { audienceOf } from './provider';
import { findHost, holdProvider } from './provider-store';
import { takeHostToken } from './used-token-store';

export interface TokenExchange {
  readonly token: string;
  readonly deviceName: string | undefined;
  /** The network that the call comes from. */
  readonly network: string;
}

export interface ExchangeTools {
  readonly signIn: LinkServices;
  readonly keySets: KeySets;
  /** The service's public address. */
  readonly issuer: string;
}

/**
 * Trades a host site's token for a session (RFC 8693). However many bring the same one at once, one of them gets in.
 * @throws {Problem} invalid_subject_token, email_not_verified, link_code_needed, member_banned, sign_in_provider_failed
 */
export async function exchangeToken(
  scope: Scope,
  { signIn, keySets, issuer: service }: ExchangeTools,
  { token, deviceName, network }: TokenExchange,
): Promise<SignedInMember> {
  const issuer = claimedIssuer(token);
  const provider = await findHost(scope, issuer);
  if (!provider)
    throw new Problem('invalid_subject_token', 'The institution hasn’t registered the token’s issuer (iss).');
  const { digest, refusedFrom, ...assertion } = await readHostToken(token, {
    issuer,
    audience: audienceOf(service, scope.institution),
    keys: keySets.of(scope, provider),
    now: scope.clock(),
  });
  // What is refused here must also be committed: the token is used up.
  const outcome = await scope.transaction(async (tx): Promise<SignedInMember | Problem> => {
    if (!(await holdProvider(tx, provider)))
      return new Problem('invalid_subject_token', 'The issuer was changed during the sign-in.');
    const isFirst = await takeHostToken(tx, { providerId: provider.id, digest, expiresAt: refusedFrom });
    if (!isFirst)
      return new Problem('invalid_subject_token', 'The token was already used. Each token is valid once.');
    const member = await memberOf(tx, signIn, { provider, assertion, network });
    if (member instanceof Problem) return member;
    return { member, session: await openSession(tx, member.id, { method: 'host', deviceName }) };
  });
  if (outcome instanceof Problem) throw outcome;
  return outcome;
}
