import { Problem } from '../../contract/problems';
import { formatId, newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { dayMs } from '../../platform/time';
import { proofsOfRegistrar } from '../degree-lists';
import {
  compare,
  type Comparison,
  confidences,
  contradicts,
  createProfile,
  findCandidates,
  findProfileIdsByEmail,
  findProfiles,
  type Profile,
  type ProfileCreate,
  registeredProfile,
} from '../directory';
import { type Member, ownersOf } from '../members';
import { lockClaimant, verifyMember } from '../profile-ownership';
import type { Revocations } from '../tokens';
import type { Claim, Statement } from './claim';
import { isOfDomains } from './domains';
import { type Gift, giveProfile } from './give-profile';
import { mailApproved, mailRejected } from './mails';
import { findClaim, insertClaim, selectClaimsOf, selectDomains, setRejected } from './store';

const most = 5;
const withinMs = 30 * dayMs;

/**
 * A member says who they are. What the register proves is decided at once: a proven address that is one profile's, unless what
 * is stated contradicts it. All else waits for the institution, and nothing of the answer depends on what the register holds of
 * people with other addresses: there is nothing to be learned from guesses.
 * @throws {Problem} not_claimable, claim_pending, too_many_requests
 */
export async function makeClaim(
  scope: Scope,
  revocations: Revocations,
  memberId: string,
  statement: Statement,
): Promise<Claim> {
  return scope.transaction(async (tx) => {
    const member = await lockClaimant(tx, memberId);
    refuseTooMany(await selectClaimsOf(tx, memberId), tx.clock());
    const id = newId();
    await insertClaim(tx, { ...statement, id, memberId });
    tx.changes.add({ type: 'claim.created', subjectId: id, version: 1, audience: 'private' });
    const profileId = await provenProfile(tx, member, statement);
    if (profileId) {
      await approve(tx, revocations, id, member, { profileId, decidedBy: 'rule' });
    } else if (member.hasProvenEmail && isOfDomains(member.email, await selectDomains(tx))) {
      await verifyMember(tx, revocations, memberId);
    }
    return (await findClaim(tx, id))!;
  });
}

function refuseTooMany(earlier: readonly Claim[], now: Date): void {
  if (earlier.some(({ status }) => status === 'pending'))
    throw new Problem('claim_pending', 'You already have a claim that the institution hasn’t decided yet.');
  const recent = earlier.filter(({ createdAt }) => now.getTime() - createdAt.getTime() < withinMs);
  if (recent.length < most) return;
  const waitMs = recent[most - 1]!.createdAt.getTime() + withinMs - now.getTime();
  throw new Problem('too_many_requests', `You can make ${most} claims in 30 days.`, {
    headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) },
  });
}

/**
 * The profile that a proven address proves: the only one that has it, nobody's yet, and not of somebody else who shares the address,
 * as couples and families do.
 */
async function provenProfile(
  tx: Scope,
  { email, hasProvenEmail, wasTakenProfile }: Member,
  statement: Statement,
): Promise<string | undefined> {
  if (!hasProvenEmail || wasTakenProfile) return undefined;
  const [id, ...more] = await findProfileIdsByEmail(tx, email);
  if (!id || more.length) return undefined;
  const [profile] = await findProfiles(tx, [id]);
  if (!profile || contradicts(statement, registeredProfile(profile))) return undefined;
  return (await ownersOf(tx, [id])).size ? undefined : id;
}

/** What the institution finds: a profile of the register, or that there is none and one is to be made of what was stated. */
export type Finding =
  { readonly profileId: string } | { readonly newProfile: true; readonly externalId: string | undefined };

/** @throws {Problem} not_found, claim_decided, not_claimable, profile_taken, external_id_taken, invalid_request */
export async function approveClaim(
  scope: Scope,
  revocations: Revocations,
  id: string,
  finding: Finding,
): Promise<Claim> {
  return scope.transaction(async (tx) => {
    const claim = await pendingClaim(tx, id);
    const member = await lockClaimant(tx, claim.memberId);
    const profileId =
      'profileId' in finding ? finding.profileId : (await createStated(tx, claim, finding)).id;
    await approve(tx, revocations, id, member, { profileId, decidedBy: 'institution' });
    return (await findClaim(tx, id))!;
  });
}

/** @throws {Problem} not_found, claim_decided */
export async function rejectClaim(scope: Scope, id: string, reason: string): Promise<Claim> {
  return scope.transaction(async (tx) => {
    const claim = await pendingClaim(tx, id);
    await reject(tx, claim, reason);
    return (await findClaim(tx, id))!;
  });
}

async function approve(
  tx: Scope,
  revocations: Revocations,
  id: string,
  member: Member,
  gift: Gift,
): Promise<void> {
  const approved = await giveProfile(tx, revocations, member, gift);
  // It was decided while this waited for the member.
  if (approved !== id) throw decided();
  await mailApproved(tx, member.email);
}

async function reject(tx: Scope, { id, memberId, email, version }: Claim, reason: string): Promise<void> {
  if (!(await setRejected(tx, id, reason))) throw decided();
  const member = formatId('member', memberId);
  tx.changes.add({ type: 'claim.rejected', subjectId: id, version: version + 1, audience: 'private' });
  tx.audit.add({
    action: 'claim.rejected',
    subject: { kind: 'claim', id },
    after: { decidedBy: 'institution', member, reason },
  });
  await mailRejected(tx, email, reason);
}

async function pendingClaim(tx: Scope, id: string): Promise<Claim> {
  const claim = await getClaim(tx, id);
  if (claim.status !== 'pending') throw decided();
  return claim;
}

const decided = () => new Problem('claim_decided', 'The claim was already decided.');

/** @throws {Problem} not_found */
export async function getClaim(scope: Scope, id: string): Promise<Claim> {
  const claim = await findClaim(scope, id);
  if (!claim) throw new Problem('not_found', 'No such claim.');
  return claim;
}

/** Its external id is what the institution names: a number that somebody has stated proves nothing, and would prove degrees. */
async function createStated(
  tx: Scope,
  { name, batchYear, birthDate }: Claim,
  { externalId }: Pick<ProfileCreate, 'externalId'>,
): Promise<Profile> {
  const draft: ProfileCreate = {
    displayName: name,
    ...(externalId !== undefined && { externalId }),
    ...(birthDate !== undefined && { birthDate }),
    ...(batchYear !== undefined && { degrees: [{ batchYear }] }),
  };
  return createProfile(tx, draft);
}

export interface Match extends Comparison {
  readonly profile: Profile;
  /** Whose it is already. */
  readonly memberId: string | undefined;
  /** Whether a row of a registrar's list that is of this profile proves what the member states as well. */
  readonly registrarAgrees: boolean;
}

/** The profiles that a claim may mean, the likeliest first: for whoever decides, never for who claims. */
export async function matchesOf(scope: Scope, claim: Claim): Promise<Match[]> {
  const candidates = await findCandidates(scope, claim);
  const ids = candidates.map(({ id }) => id);
  const owners = await ownersOf(scope, ids);
  const { email: _, ...stated } = claim;
  const proven = await proofsOfRegistrar(scope, stated, ids);
  return candidates
    .map((profile) => ({
      profile,
      memberId: owners.get(profile.id),
      registrarAgrees: proven.has(profile.id),
      ...compare(claim, registeredProfile(profile)),
    }))
    .sort(
      (a, b) =>
        confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
        b.agrees.length - a.agrees.length,
    );
}
