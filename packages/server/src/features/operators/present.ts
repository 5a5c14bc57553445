import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { OperatorPrincipal } from '../../platform/scope';
import type { InstitutionRecord } from '../institutions';
import type { StartedImpersonation } from './impersonations/impersonate';
import type { Impersonation } from './impersonations/store';
import { endsAtOf } from './session';
import type { OperatorSession } from './store';

type Schemas = components['schemas'];

export function presentInstitution({
  institution,
  contactEmail,
  createdAt,
}: InstitutionRecord): Schemas['Institution'] {
  const { id, slug, name, mode } = institution;
  return {
    id: formatId('institution', id),
    ...{ slug, name, mode },
    ...(contactEmail !== undefined && { contactEmail }),
    createdAt: createdAt.toISOString(),
  };
}

export function presentImpersonation(impersonation: Impersonation): Schemas['Impersonation'] {
  const { id, institutionId, memberId, operatorId, reason, startedAt, endsAt } = impersonation;
  return {
    id: formatId('impersonation', id),
    institutionId: formatId('institution', institutionId),
    memberId: formatId('member', memberId),
    operatorId: formatId('operator', operatorId),
    reason,
    startedAt: startedAt.toISOString(),
    endsAt: endsAt.toISOString(),
  };
}

export function presentStarted({
  impersonation,
  accessToken,
  publishableKey,
}: StartedImpersonation): Schemas['StartedImpersonation'] {
  return {
    ...presentImpersonation(impersonation),
    accessToken,
    ...(publishableKey !== undefined && { publishableKey }),
  };
}

export function presentSession(
  session: OperatorSession,
  { sessionId }: OperatorPrincipal,
): Schemas['OperatorSession'] {
  const { id, signedInAt, lastUsedAt } = session;
  return {
    id: formatId('operatorSession', id),
    signedInAt: signedInAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    endsAt: endsAtOf(session).toISOString(),
    current: id === sessionId,
  };
}
