import { AuditTrail, type Reference } from '../../platform/audit';
import { asOwnerInTransaction } from '../../platform/owner';
import { enterInstitution, type OperatorTools } from '../institutions';
import { listNumbersWithDetail } from './store';

/**
 * Takes out of an institution's audit log what it holds of a subject beyond that something was done: addresses, what was before
 * and after. The entries stay, the chain stays whole, and an entry says what was erased. It acts as the database's owner: the
 * application itself can't erase. Call it when the subject is gone; calling it again does no harm.
 */
export async function eraseAuditDetails(
  { ownerUrl, auditKey, clock }: OperatorTools,
  institutionId: string,
  subject: Reference,
): Promise<void> {
  await asOwnerInTransaction(ownerUrl, async (owner) => {
    await enterInstitution(owner, institutionId);
    const erases = await listNumbersWithDetail(owner, subject);
    if (!erases.length) return;
    const audit = new AuditTrail({ key: auditKey, institutionId, actor: { kind: 'system' }, clock });
    audit.add({ action: 'audit_log.details_erased', subject, erases });
    await audit.write(owner);
  });
}
