import { Problem } from '../../contract/problems';
import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { deleteIdentity } from './identity-store';

/** @throws {Problem} not_found where it is not one of the member's */
export async function unlinkIdentity(scope: Scope, id: string, memberId: string): Promise<void> {
  await scope.transaction(async (tx) => {
    const providerId = await deleteIdentity(tx, id, memberId);
    if (!providerId) throw new Problem('not_found', 'No such linked account.');
    tx.audit.add({
      action: 'identity.unlinked',
      subject: { kind: 'identity', id },
      before: { member: formatId('member', memberId), provider: formatId('signInProvider', providerId) },
    });
  });
}
