import type { Scope } from '../../platform/scope';
import { listInstitutions } from '../institutions';
import { listLivingImpersonations, setImpersonationEnded, type Impersonation } from './impersonation-store';
import { formatId } from '../../platform/ids';
import type { OperatorServices } from './services';
import { setOperatorSessionsEnded } from './store';

/** What ends acting as a member before its time. */
export type EndReason = 'ended' | 'signed_out' | 'disabled' | 'reset';

/** Ends it, its token within a second, in the institution's own transaction. */
export async function endOne(
  platform: Scope,
  { revocations }: Pick<OperatorServices, 'revocations'>,
  { institutionId, id, memberId, operatorId }: Impersonation,
  why: EndReason,
): Promise<void> {
  const [found] = await listInstitutions(platform, { id: institutionId, limit: 1 });
  // Of an institution that is no more every key has ended, and with them its members' tokens.
  if (!found) return;
  await platform.at(found.institution).transaction(async (tx) => {
    if (!(await setImpersonationEnded(tx, id))) return;
    await revocations.revoke(tx, { sessionId: id, reason: 'ended' });
    tx.audit.add({
      action: 'impersonation.ended',
      subject: { kind: 'member', id: memberId },
      after: {
        impersonationId: formatId('impersonation', id),
        operatorId: formatId('operator', operatorId),
        why,
      },
    });
  });
}

export interface EndedSessions {
  readonly operatorId: string;
  /** One session; all of the operator's where it is left out. */
  readonly sessionId?: string;
  readonly why: Exclude<EndReason, 'ended'>;
}

/**
 * Ends sessions, with `also` in the same transaction. Tokens that were made in them name them, and are taken back with them at
 * once; what is then left is to write into each institution's log that it is over.
 */
export async function endSessions(
  platform: Scope,
  services: Pick<OperatorServices, 'revocations'>,
  { operatorId, sessionId, why }: EndedSessions,
  also: (tx: Scope) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await platform.transaction(async (tx) => {
    await also(tx);
    for (const id of await setOperatorSessionsEnded(tx, operatorId, sessionId)) {
      await services.revocations.revoke(tx, { sessionId: id, reason: 'ended' });
      tx.audit.add({
        action: 'operator_session.ended',
        subject: { kind: 'operatorSession', id },
        after: { operatorId: formatId('operator', operatorId), why },
      });
    }
  });
  for (const each of await listLivingImpersonations(platform)) {
    if (each.operatorId === operatorId && (sessionId === undefined || each.operatorSessionId === sessionId))
      await endOne(platform, services, each, why);
  }
}
