import type { components } from '@homecoming/contract';
import type { ProblemCode } from '../../contract/problems';
import { formatId } from '../../platform/ids';
import type { BulkAction, BulkCounts, BulkItem } from './bulk-action';

type Schemas = components['schemas'];

export function presentAction(action: BulkAction, counts: BulkCounts): Schemas['BulkAction'] {
  const { id, work, dryRun, dryRunOf, status, createdAt, finishedAt } = action;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    id: formatId('bulkAction', id),
    kind: work.kind,
    dryRun,
    ...(dryRunOf && { dryRunOf: formatId('bulkAction', dryRunOf) }),
    ...(work.kind === 'updateMembers' && { update: work.change }),
    status,
    counts: { total, ...counts },
    createdAt: createdAt.toISOString(),
    ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
  };
}

export function presentResult({ subject, outcome, code }: BulkItem): Schemas['BulkResult'] {
  return {
    ...('memberId' in subject
      ? { memberId: formatId('member', subject.memberId) }
      : { email: subject.invitation.email }),
    outcome,
    ...(code !== undefined && { code: code as ProblemCode }),
  };
}
