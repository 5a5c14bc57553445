import type { MemberRole } from '../../platform/scope';

/** Whom to invite, as what. */
export interface InvitationDraft {
  readonly email: string;
  readonly role: MemberRole;
  /** The profile that will be theirs. */
  readonly profileId?: string | undefined;
  /** The institution's own words for the mail. */
  readonly message?: string | undefined;
}

/** A person whom the institution expects. */
export interface Invitation extends InvitationDraft {
  readonly id: string;
  readonly createdAt: Date;
  readonly mailedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | undefined;
  readonly acceptedAt: Date | undefined;
  /** Who has accepted it. */
  readonly memberId: string | undefined;
}

export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired';

export function statusOf(invitation: Invitation, now: Date): InvitationStatus {
  if (invitation.acceptedAt) return 'accepted';
  if (invitation.revokedAt) return 'revoked';
  return invitation.expiresAt <= now ? 'expired' : 'pending';
}
