import { isImpersonated, type MemberPrincipal, type Principal } from './scope';

/** The columns of the table of permissions: every kind of caller there is. */
export const principalKinds = [
  'publishable',
  'secret',
  'unverified',
  'student',
  'alumnus',
  'admin',
  'operator',
  'impersonated',
] as const;

export type PrincipalKind = (typeof principalKinds)[number];

/** Who has a permission. A secret key also needs the scope of the permission's name. */
export type Permission = Readonly<Record<PrincipalKind, boolean>>;

export type PermissionTable = Readonly<Record<string, Permission>>;

/** The column that counts for a caller; role counts only once a member is verified. The command line may do everything. */
export function kindOf(principal: Principal): PrincipalKind | 'system' | 'visitor' {
  if (principal.kind !== 'member') return principal.kind;
  return principal.status === 'unverified' ? 'unverified' : principal.role;
}

/** Whether a member has a permission: an operator who acts as one needs it as such, too. */
export function memberHas(member: MemberPrincipal, permission: Permission): boolean {
  const kind = member.status === 'unverified' ? 'unverified' : member.role;
  return permission[kind] && (!member.impersonation || permission.impersonated);
}

/** Whom an effect is noted for: the member rather than the key beside the token. */
export function principalIdOf(principal: Principal): string | undefined {
  switch (principal.kind) {
    case 'system':
    case 'visitor':
      return undefined;
    case 'member':
      return principal.memberId;
    case 'operator':
      return principal.operatorId;
    default:
      return principal.keyId;
  }
}

/** Who is told apart from all others, in limits and repetitions: an operator who acts as a member is not the member. */
export function callerIdOf(principal: Principal): string | undefined {
  return isImpersonated(principal) ? principal.impersonation.id : principalIdOf(principal);
}

/** The operator who calls, in their own name or in a member's. */
export function operatorIdOf(principal: Principal): string | undefined {
  if (principal.kind === 'operator') return principal.operatorId;
  return isImpersonated(principal) ? principal.impersonation.operatorId : undefined;
}
