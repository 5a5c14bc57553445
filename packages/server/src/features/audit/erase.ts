import type { Reference } from '../../platform/audit';
import type { Scope } from '../../platform/scope';
import { listNumbersWithDetail } from './store';

/**
 * Takes out of the audit log what it holds of a subject beyond that something was done: addresses, what was before and after.
 * The entries stay, the chain stays whole, and an entry says what was erased. To be called by what erases the subject, within its
 * transaction, with the subject locked.
 */
export async function eraseAuditDetails(tx: Scope, subject: Reference): Promise<void> {
  const erases = await listNumbersWithDetail(tx, subject);
  if (erases.length) tx.audit.add({ action: 'audit_log.details_erased', subject, erases });
}
