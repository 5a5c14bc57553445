import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { MemberPrincipal, Scope } from '../../platform/scope';
import type { Member } from './member';
import type { MemberServices } from './services';
import { authenticatedAtOf } from './sessions/recent';
import type { SignedInMember } from './sessions/sessions';
import type { Session } from './sessions/store';

type Schemas = components['schemas'];

export function presentMember(member: Member): Schemas['Member'] {
  const { id, email, role, status, profileId, passwordHash, createdAt, lastActiveAt } = member;
  return {
    id: formatId('member', id),
    email,
    role,
    status,
    ...(profileId && { profileId: formatId('profile', profileId) }),
    hasPassword: passwordHash !== undefined,
    createdAt: createdAt.toISOString(),
    ...(lastActiveAt && { lastActiveAt: lastActiveAt.toISOString() }),
  };
}

export function presentSession(session: Session, { sessionId }: MemberPrincipal): Schemas['Session'] {
  const { id, method, deviceName, signedInAt, rotatedAt, expiresAt } = session;
  return {
    id: formatId('session', id),
    current: id === sessionId,
    method,
    ...(deviceName !== undefined && { deviceName }),
    signedInAt: signedInAt.toISOString(),
    lastUsedAt: rotatedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** The tokens of a session, made for the key that asked for them. */
export async function presentSignedIn(
  { institution, principal }: Scope,
  { accessTokens, refreshTokens }: MemberServices,
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
