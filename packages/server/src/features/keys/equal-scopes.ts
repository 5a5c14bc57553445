import { permissions } from '../../contract/generated/permissions';
import type { PrincipalKind } from '../../platform/permission';
import type { KeyScope } from './scopes';

type Name = keyof typeof permissions;

/** What a secret key needs to do the same to somebody’s account as they do themselves. */
const ofOneself: Partial<Record<Name, readonly KeyScope[]>> = {
  'sessions:open': [],
  'own:read': ['members:read', 'directory:private'],
  'own:write': ['directory:write'],
  'own:claim': ['claims:decide'],
  'own:secure': ['members:write'],
};

/** The scopes of a secret key that may do whatever a member of this kind may. */
export function equalScopes(kind: PrincipalKind): readonly KeyScope[] {
  const names = Object.keys(permissions) as Name[];
  const held = names.filter((name) => permissions[name][kind]);
  return [...new Set(held.flatMap((name) => ofOneself[name] ?? [name as KeyScope]))];
}
