import type { components } from '@homecoming/contract';
import type { Scope } from '../../platform/scope';
import { presentMember } from '../members';
import { authenticatedAtOf } from '../sessions';
import type { SignedInMember } from './refresh';
import type { SignInServices } from './services';

type Schemas = components['schemas'];

/** The tokens of a session, made for the key that asked for them. */
export async function presentSignedIn(
  { institution, principal }: Scope,
  { accessTokens, refreshTokens }: SignInServices,
  { member, session }: SignedInMember,
): Promise<Schemas['SignedIn']> {
  if (principal.kind !== 'publishable') throw new Error('Only pages sign people in.');
  const { id: memberId, version: memberVersion, role, status } = member;
  if (status === 'banned') throw new Error('A banned member has no tokens.');
  const { id: sessionId } = session;
  const { keyId } = principal;
  const subject = { keyId, memberId, memberVersion, sessionId, role, status };
  return {
    accessToken: await accessTokens.issue(institution, {
      ...subject,
      authenticatedAt: authenticatedAtOf(session),
    }),
    expiresIn: accessTokens.lifeSeconds,
    refreshToken: refreshTokens.text(institution.id, session),
    member: presentMember(member),
  };
}
