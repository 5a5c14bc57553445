import type { components } from '@homecoming/contract';
import type { Handlers } from '../../contract/handler';
import { uuidOf } from '../../contract/ids';
import type { PresentSubjects } from '../../platform/present-subjects';
import { callingMember } from '../../platform/scope';
import type { Tokens } from '../tokens';
import { approveClaim, type Finding, getClaim, makeClaim, matchesOf, rejectClaim } from './claims';
import { putDomains } from './domains';
import { presentClaim, presentMatch } from './present';
import { findClaims, selectClaims, selectClaimsOf, selectDomains } from './store';

type ClaimOperation =
  | 'createClaim'
  | 'listOwnClaims'
  | 'listClaims'
  | 'getClaim'
  | 'approveClaim'
  | 'rejectClaim'
  | 'getAddressDomains'
  | 'putAddressDomains';

export interface ClaimServices {
  readonly tokens: Tokens;
}

export function claimHandlers({ tokens: { revocations } }: ClaimServices): Handlers<ClaimOperation> {
  return {
    createClaim: async ({ scope, body }) =>
      presentClaim(await makeClaim(scope, revocations, callingMember(scope).memberId, body)),

    listOwnClaims: async ({ scope }) => ({
      data: (await selectClaimsOf(scope, callingMember(scope).memberId)).map(presentClaim),
    }),

    listClaims: async ({ scope, query: { status }, page }) => {
      const { items, nextCursor } = await page({
        find: (after: string | undefined, most) =>
          selectClaims(scope, { status: status ?? 'pending', after, limit: most }),
        cursorOf: ({ id }) => id,
      });
      return { data: items.map(presentClaim), nextCursor };
    },

    getClaim: async ({ scope, path }) => {
      const claim = await getClaim(scope, uuidOf('claim', path.claimId));
      return { claim: presentClaim(claim), matches: (await matchesOf(scope, claim)).map(presentMatch) };
    },

    approveClaim: async ({ scope, path, body }) =>
      presentClaim(await approveClaim(scope, revocations, uuidOf('claim', path.claimId), findingOf(body))),

    rejectClaim: async ({ scope, path, body }) =>
      presentClaim(await rejectClaim(scope, uuidOf('claim', path.claimId), body.reason)),

    getAddressDomains: async ({ scope }) => ({ domains: await selectDomains(scope) }),

    putAddressDomains: async ({ scope, body }) => ({ domains: await putDomains(scope, body.domains) }),
  };
}

/** Claims as webhooks tell of them: to whoever sees what is private. */
export const presentClaims: PresentSubjects = async (scope, ids, audience) => {
  const claims = audience === 'private' ? await findClaims(scope, ids) : [];
  return new Map(claims.map((claim) => [claim.id, presentClaim(claim)]));
};

/** The contract asks for one of the two. */
function findingOf({ profileId, externalId }: components['schemas']['ClaimApproval']): Finding {
  return profileId === undefined
    ? { newProfile: true, externalId }
    : { profileId: uuidOf('profile', profileId) };
}
