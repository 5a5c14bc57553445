import type { MemberRole } from '../../platform/scope';

export type MemberStatus = 'unverified' | 'verified' | 'banned';

/** A person's account at one institution. */
export interface Member {
  readonly id: string;
  readonly email: string;
  /** Whether somebody has shown that mail to the address reaches them. */
  readonly hasProvenEmail: boolean;
  readonly role: MemberRole;
  readonly status: MemberStatus;
  readonly profileId: string | undefined;
  /** Whether the institution has once taken a profile back from them: then only the institution gives them one. */
  readonly wasTakenProfile: boolean;
  readonly passwordHash: string | undefined;
  /** Rises with whatever changes what the member may do. */
  readonly version: number;
  readonly createdAt: Date;
  readonly lastActiveAt: Date | undefined;
}

/** Whether somebody may run the institution. */
export const isActingAdmin = ({ role, status }: Pick<Member, 'role' | 'status'>) =>
  role === 'admin' && status === 'verified';
