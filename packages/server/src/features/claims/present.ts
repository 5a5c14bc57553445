import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import { displayNameOf } from '../directory';
import type { Claim } from './claim';
import type { Match } from './claims';

type Schemas = components['schemas'];

/** As its member and the institution see it: nothing in it comes from the register. */
export function presentClaim(claim: Claim): Schemas['Claim'] {
  const { id, memberId, email, status, name, externalId, batchYear, birthDate, evidence } = claim;
  const { profileId, reason, decidedBy, createdAt, decidedAt } = claim;
  return {
    id: formatId('claim', id),
    memberId: formatId('member', memberId),
    ...{ email, status, name },
    ...(externalId !== undefined && { externalId }),
    ...(batchYear !== undefined && { batchYear }),
    ...(birthDate !== undefined && { birthDate }),
    ...(evidence !== undefined && { evidence }),
    ...(profileId && { profileId: formatId('profile', profileId) }),
    ...(reason !== undefined && { reason }),
    ...(decidedBy && { decidedBy }),
    createdAt: createdAt.toISOString(),
    ...(decidedAt && { decidedAt: decidedAt.toISOString() }),
  };
}

export function presentMatch({
  profile,
  memberId,
  confidence,
  agrees,
  disagrees,
  registrarAgrees,
}: Match): Schemas['ClaimMatch'] {
  return {
    profileId: formatId('profile', profile.id),
    displayName: displayNameOf(profile),
    batchYears: [...new Set(profile.degrees.map(({ batchYear }) => batchYear))],
    confidence,
    agrees: [...agrees],
    disagrees: [...disagrees],
    ...(registrarAgrees && { registrarAgrees }),
    ...(memberId && { memberId: formatId('member', memberId) }),
  };
}
