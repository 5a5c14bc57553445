import type { Actor } from '../../platform/audit';
import type { InvitationDraft } from '../invitations';
import type { AccessChange } from '../members';

/** What is done to each: a change to members, or an invitation of each person's own. */
export type BulkWork =
  { readonly kind: 'updateMembers'; readonly change: AccessChange } | { readonly kind: 'invite' };

export type BulkStatus = 'queued' | 'running' | 'done' | 'stopped';

export type BulkOutcome = 'waiting' | 'changed' | 'unchanged' | 'refused';

export type BulkCounts = Readonly<Record<BulkOutcome, number>>;

export interface BulkAction {
  readonly id: string;
  readonly work: BulkWork;
  /** Whether only to tell what would be done. */
  readonly dryRun: boolean;
  readonly dryRunOf: string | undefined;
  readonly status: BulkStatus;
  readonly actor: Actor & { readonly kind: 'member' | 'secretKey'; readonly id: string };
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
}

/** Whom it is done to: a member, or somebody who is to be invited. */
export type BulkSubject = { readonly memberId: string } | { readonly invitation: InvitationDraft };

export interface BulkItem {
  readonly position: number;
  readonly subject: BulkSubject;
  readonly outcome: BulkOutcome;
  /** Of the problem, where it was refused. */
  readonly code: string | undefined;
}
