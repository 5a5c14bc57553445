import type { Reference } from '../../../platform/audit';
import { asOwner } from '../../../platform/owner';
import { testAuditKey } from '../../../testing/secret';
import type { TestInstitution, TestService } from '../../../testing/service';
import { eraseAuditDetails } from '../erase';
import { type Verdict, verifyAudit, type VerifyOptions } from '../verify';

/** Erases what an institution's log holds of a subject. */
export const eraseAs = (
  { ownerUrl, clock }: TestService,
  { institution }: TestInstitution,
  subject: Reference,
) => eraseAuditDetails({ ownerUrl, clock, auditKey: testAuditKey }, institution.id, subject);

/** What verifying says of one institution's log. */
export async function verifyOne(
  { ownerUrl }: TestService,
  { institution }: TestInstitution,
  options: Partial<VerifyOptions> = {},
): Promise<Verdict> {
  return asOwner(ownerUrl, async (owner) => {
    const keys = [testAuditKey];
    for await (const verdict of verifyAudit(owner, { keys, slug: institution.slug, ...options }))
      return verdict;
    throw new Error(`There is no institution ${institution.slug}.`);
  });
}
