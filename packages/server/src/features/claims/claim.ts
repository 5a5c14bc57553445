export type ClaimStatus = 'pending' | 'approved' | 'rejected';

/** What a member says about themselves as the register would know them. */
export interface Statement {
  readonly name: string;
  readonly externalId?: string | undefined;
  readonly batchYear?: number | undefined;
  /** A day of the calendar: `1867-11-07`. */
  readonly birthDate?: string | undefined;
  /** Anything else, for whoever decides. */
  readonly evidence?: string | undefined;
}

/** A member's claim to be somebody in the register. */
export interface Claim extends Statement {
  readonly id: string;
  readonly memberId: string;
  /** The member's address. */
  readonly email: string;
  readonly status: ClaimStatus;
  /** Of an approved claim. */
  readonly profileId: string | undefined;
  /** Of a rejected one: what the member is told. */
  readonly reason: string | undefined;
  readonly decidedBy: 'rule' | 'institution' | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly decidedAt: Date | undefined;
}
