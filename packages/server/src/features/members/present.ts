import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { Member } from './member';

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
