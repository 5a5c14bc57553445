import { formatId } from '../../../platform/ids';
import type { Scope } from '../../../platform/scope';
import type { OnMemberRevoked } from '../../tokens';
import { type Impersonation, setExpired, setImpersonationsOfEnded } from './store';

/** What ends acting as a member: `signed_out` is the operator, `member_signed_out` the member. */
export type ImpersonationEnd =
  | 'ended'
  | 'signed_out'
  | 'password_changed'
  | 'disabled'
  | 'reset'
  | 'expired'
  | 'banned'
  | 'changed'
  | 'member_signed_out';

/** Says in the institution's log that it is over. */
export function tellImpersonationEnded(
  tx: Scope,
  { id, memberId, operatorId }: Pick<Impersonation, 'id' | 'memberId' | 'operatorId'>,
  why: ImpersonationEnd,
): void {
  tx.audit.add({
    action: 'impersonation.ended',
    subject: { kind: 'member', id: memberId },
    after: {
      impersonationId: formatId('impersonation', id),
      operatorId: formatId('operator', operatorId),
      why,
    },
  });
}

const ends = { banned: 'banned', changed: 'changed', ended: 'member_signed_out' } as const;

/** Whoever acts as this member does so no longer: called when the member's tokens are taken back. */
export const endImpersonationsOf: OnMemberRevoked = async (tx, memberId, reason) => {
  for (const each of await setImpersonationsOfEnded(tx, memberId))
    tellImpersonationEnded(tx, each, ends[reason]);
};

/** Says of those whose time is over that they are, and also of what a killed process has left. */
export async function expireImpersonations(tx: Scope): Promise<void> {
  for (const each of await setExpired(tx)) tellImpersonationEnded(tx, each, 'expired');
}
