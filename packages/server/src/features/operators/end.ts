import { formatId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { listInstitutions } from '../institutions';
import { type ImpersonationEnd, tellImpersonationEnded } from './impersonations/end';
import { type Impersonation, listLivingImpersonations, setImpersonationEnded } from './impersonations/store';
import type { OperatorServices } from './services';
import { idleMs } from './session';
import { setOperatorSessionsEnded } from './store';

type Revoking = Pick<OperatorServices, 'revocations'>;

/** Ends it, its token within a second, in the institution's own transaction. */
export async function endOne(
  platform: Scope,
  { revocations }: Revoking,
  impersonation: Impersonation,
  why: ImpersonationEnd,
): Promise<void> {
  const { institutionId, id } = impersonation;
  const [found] = await listInstitutions(platform, { id: institutionId, limit: 1 });
  // Of an institution that is no more every key has ended, and with them its members' tokens.
  if (!found) return;
  await platform.at(found.institution).transaction(async (tx) => {
    if (!(await setImpersonationEnded(tx, id))) return;
    await revocations.revoke(tx, { sessionId: id, reason: 'ended' });
    tellImpersonationEnded(tx, impersonation, why);
  });
}

export interface EndedSessions {
  readonly operatorId: string;
  /** One session; all of the operator's where it is left out. */
  readonly sessionId?: string;
  /** One that goes on. */
  readonly exceptId?: string;
  readonly why: 'signed_out' | 'disabled' | 'reset' | 'password_changed';
}

/** Ends sessions, with `also` in the same transaction, and whatever is done in them in members' names. */
export async function endSessions(
  platform: Scope,
  services: Revoking,
  ended: EndedSessions,
  also: (tx: Scope) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await platform.transaction(async (tx) => {
    await also(tx);
    await takeSessionsBack(tx, services, ended);
  });
  await endActing(platform, services, ended);
}

/** Ends sessions. Members' tokens that were made in them name them, and are taken back with them at once. */
export async function takeSessionsBack(
  tx: Scope,
  { revocations }: Revoking,
  { operatorId, sessionId, exceptId, why }: EndedSessions,
): Promise<void> {
  const idleSince = new Date(tx.clock().getTime() - idleMs);
  for (const id of await setOperatorSessionsEnded(tx, operatorId, { sessionId, exceptId, idleSince })) {
    await revocations.revoke(tx, { sessionId: id, reason: 'ended' });
    tx.audit.add({
      action: 'operator_session.ended',
      subject: { kind: 'operatorSession', id },
      after: { operatorId: formatId('operator', operatorId), why },
    });
  }
}

/** What is left to do after that: to write into each institution's log that it is over. */
export async function endActing(
  platform: Scope,
  services: Revoking,
  { operatorId, sessionId, exceptId, why }: EndedSessions,
): Promise<void> {
  for (const each of await listLivingImpersonations(platform)) {
    const isOfOne = sessionId === undefined || each.operatorSessionId === sessionId;
    if (each.operatorId === operatorId && isOfOne && each.operatorSessionId !== exceptId)
      await endOne(platform, services, each, why);
  }
}
