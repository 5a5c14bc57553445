import type { Principal } from './scope';

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

/** What something allows, and to whom. A secret key also needs the scope of the permission's name. */
export type Permission = { readonly allows: string } & Readonly<Record<PrincipalKind, boolean>>;

export type PermissionTable = Readonly<Record<string, Permission>>;

/** The column that counts for a caller; role counts only once a member is verified. The command line may do everything. */
export function kindOf(principal: Principal): PrincipalKind | 'system' {
  if (principal.kind !== 'member') return principal.kind;
  return principal.status === 'unverified' ? 'unverified' : principal.role;
}

/** Whom an effect is noted for: the member rather than the key beside the token. */
export function principalIdOf(principal: Principal): string | undefined {
  if (principal.kind === 'system') return undefined;
  return principal.kind === 'member' ? principal.memberId : principal.keyId;
}
