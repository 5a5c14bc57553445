import type { CallerKind, Operation } from '../contract/document';
import { Problem } from '../contract/problems';
import {
  kindOf,
  memberHas,
  type Permission,
  type PermissionTable,
  type PrincipalKind,
} from '../platform/permission';
import type { Principal } from '../platform/scope';
import { hasReferenceAnswer } from './answers';

const memberKinds: readonly PrincipalKind[] = ['unverified', 'student', 'alumnus', 'admin'];

/** The kinds of callers in the contract that a row of the table lets in at all. */
function callersOf(permission: Permission): CallerKind[] {
  const { publishable, secret, operator } = permission;
  // Beside a publishable key that suffices, a token counts for nothing unless the operation asks for it.
  const member = memberKinds.some((kind) => permission[kind]);
  return [
    ...(publishable ? (['publishable'] as const) : []),
    ...(member ? (['member'] as const) : []),
    ...(secret ? (['secret'] as const) : []),
    ...(operator ? (['operator'] as const) : []),
  ];
}

/**
 * The permission of an operation; undefined where it is open to all.
 * @throws {Error} where it names none, one that the table does not have, or lets in others than the table
 */
export function declaredPermission(operation: Operation, table: PermissionTable): Permission | undefined {
  const { operationId, callers, permission: name } = operation;
  const fault = (what: string) => new Error(`The operation ${operationId} ${what}.`);
  if (!callers.length) {
    if (name !== undefined) throw fault('is open to all and must not say x-permission');
    return undefined;
  }
  if (name === undefined) throw fault('must say x-permission');
  if (!Object.hasOwn(table, name)) throw fault(`has the unknown x-permission ${name}`);
  const permission = table[name]!;
  const allowed = callersOf(permission);
  const surplus = callers.filter((caller) => !allowed.includes(caller));
  if (surplus.length) throw fault(`lets in ${surplus.join(', ')}, whom ${name} does not allow`);
  const missing = allowed.filter((caller) => !callers.includes(caller));
  const needed = missing.filter((caller) => caller !== 'member' || !permission.publishable);
  if (needed.length) throw fault(`keeps out ${needed.join(', ')}, whom ${name} allows`);
  return permission;
}

/**
 * What it takes to see an operation's whole answer, where calling it does not suffice.
 * @throws {Error} where it names a permission that the table does not have, or has no other answer for callers without it
 */
export function declaredAnswerPermission(
  operation: Operation,
  table: PermissionTable,
): Permission | undefined {
  const { operationId, answerPermission: name } = operation;
  const fault = (what: string) => new Error(`The operation ${operationId} ${what}.`);
  if (hasReferenceAnswer(operation) !== (name !== undefined))
    throw fault('must say x-answer-permission if, and only if, it may answer with a Reference');
  if (name === undefined) return undefined;
  if (!Object.hasOwn(table, name)) throw fault(`has the unknown x-answer-permission ${name}`);
  return table[name];
}

/** Whether a caller has a permission. */
export function isPermitted(principal: Principal, name: string, permission: Permission): boolean {
  const kind = kindOf(principal);
  if (kind === 'system') return true;
  if (kind === 'visitor') return false;
  if (principal.kind === 'secret' && !principal.scopes.includes(name)) return false;
  return principal.kind === 'member' ? memberHas(principal, permission) : permission[kind];
}

/** @throws {Problem} missing_scope, missing_permission, key_kind_not_allowed */
export function permit(principal: Principal, name: string, permission: Permission): void {
  const kind = kindOf(principal);
  if (kind === 'system') return;
  if (kind === 'visitor') throw new Error(`Whoever has not signed in is asked for no permission (${name}).`);
  if (isPermitted(principal, name, permission)) return;
  if (principal.kind === 'secret' && !principal.scopes.includes(name))
    throw new Problem('missing_scope', `The key doesn’t have the scope ${name}.`);
  if (principal.kind !== 'member')
    throw new Problem('key_kind_not_allowed', `This kind of key can’t have the permission ${name}.`);
  if (permission[kind])
    throw new Problem(
      'missing_permission',
      `Only the member has the permission ${name}, not an operator who acts as them.`,
    );
  const why = kind === 'unverified' ? 'They aren’t verified yet.' : `They are ${kind}.`;
  throw new Problem('missing_permission', `The member doesn’t have the permission ${name}. ${why}`);
}
