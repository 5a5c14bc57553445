import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { MemberPrincipal } from '../../platform/scope';
import type { Session } from './store';

type Schemas = components['schemas'];

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
