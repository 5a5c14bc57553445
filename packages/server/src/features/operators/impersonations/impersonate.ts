import { Problem } from '../../../contract/problems';
import { formatId, newId } from '../../../platform/ids';
import { platformItself } from '../../../platform/platform-itself';
import { callingOperator, type Scope } from '../../../platform/scope';
import { minuteMs } from '../../../platform/time';
import { findPublishableKey } from '../../keys';
import { lockMember } from '../../members';
import { endOne } from '../end';
import { getInstitution } from '../institutions';
import type { OperatorServices } from '../services';
import { type Impersonation, insertImpersonation, listLivingImpersonations } from './store';

export interface ImpersonationDraft {
  readonly institutionId: string;
  readonly memberId: string;
  readonly reason: string;
  readonly minutes: number;
}

export interface StartedImpersonation {
  readonly impersonation: Impersonation;
  readonly accessToken: string;
  /** A publishable key of the institution, to send the token beside; undefined where it has none. */
  readonly publishableKey: string | undefined;
}

/**
 * Lets an operator act as a member, by a token that cannot be refreshed and ends with the limit, the operator's session, by idleness
 * too, or the operator. The institution's audit log tells who, as whom, why and until when.
 * @param stillMay throws where the operator has been stopped meanwhile
 * @throws {Problem} not_found, member_banned, and what `stillMay` throws
 */
export async function startImpersonation(
  platform: Scope,
  services: OperatorServices,
  { institutionId, memberId, reason, minutes }: ImpersonationDraft,
  stillMay: () => Promise<void>,
): Promise<StartedImpersonation> {
  const operator = callingOperator(platform);
  const { institution } = await getInstitution(platform, { id: institutionId });
  const begun = await platform.at(institution).transaction(async (tx) => {
    const member = await lockMember(tx, memberId);
    if (!member) throw new Problem('not_found', 'This institution has no such member.');
    const { role, status, version: memberVersion } = member;
    if (status === 'banned') throw new Problem('member_banned', 'You can’t act as a banned member.');
    const startedAt = tx.clock();
    const limit = Math.min(startedAt.getTime() + minutes * minuteMs, operator.endsAt.getTime());
    const impersonation: Impersonation = {
      ...{ institutionId, memberId, reason, startedAt },
      id: newId(),
      operatorId: operator.operatorId,
      operatorSessionId: operator.sessionId,
      endsAt: new Date(limit),
    };
    await insertImpersonation(tx, impersonation);
    tx.audit.add({
      action: 'impersonation.started',
      subject: { kind: 'member', id: memberId },
      after: {
        impersonationId: formatId('impersonation', impersonation.id),
        reason,
        endsAt: impersonation.endsAt,
      },
    });
    return {
      impersonation,
      subject: { role, status, memberVersion },
      publishableKey: await findPublishableKey(tx),
    };
  });
  const { impersonation, subject, publishableKey } = begun;
  await stillMay().catch(async (error: unknown) => {
    await endOne(platform, services, impersonation, 'signed_out');
    throw error;
  });
  const { id: impersonationId, operatorId, operatorSessionId, endsAt } = impersonation;
  return {
    impersonation,
    accessToken: await services.accessTokens.issueImpersonation(institution, {
      ...{ impersonationId, operatorId, operatorSessionId, memberId, endsAt, ...subject },
    }),
    publishableKey,
  };
}

/** Those that go on, of all institutions. That they were listed is in the platform's own log. */
export async function showImpersonations(platform: Scope): Promise<Impersonation[]> {
  return platform.transaction(async (tx) => {
    const subject = { kind: 'institution', id: platformItself.id } as const;
    tx.audit.add({ action: 'impersonation.listed', subject });
    return listLivingImpersonations(tx);
  });
}

/** Any operator may end what another one does. @throws {Problem} not_found where it is over */
export async function endImpersonation(
  platform: Scope,
  services: OperatorServices,
  id: string,
): Promise<void> {
  const found = (await listLivingImpersonations(platform)).find((each) => each.id === id);
  if (!found) throw new Problem('not_found', 'No such impersonation, or it has ended.');
  await endOne(platform, services, found, 'ended');
}
