import { asOwner } from '../../../platform/owner';
import { testAuditKey } from '../../../testing/secret';
import type { TestInstitution, TestService } from '../../../testing/service';
import { verifyAudit, type Verdict, type VerifyOptions } from '../verify';

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
