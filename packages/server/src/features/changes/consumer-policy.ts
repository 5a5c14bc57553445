import { Problem } from '../../contract/problems';
import type { Scope } from '../../platform/scope';
import { findKeyLine, managingScope } from '../keys';
import type { Consumer } from './consumer-store';

/** Whose consumers a caller may use. */
export interface ConsumerUser {
  /** The caller's key, the keys that it has replaced, and those that replace it: rotated, a key stays the same owner. */
  readonly keyIds: readonly string[];
  /** May list, grant and delete all consumers, also those whose owner is revoked. */
  readonly managesAll: boolean;
}

export async function consumerUser(scope: Scope): Promise<ConsumerUser> {
  const { principal } = scope;
  if (principal.kind === 'system') return { keyIds: [], managesAll: true };
  if (principal.kind !== 'secret') throw new Error('The contract lets in secret keys only.');
  return {
    keyIds: await findKeyLine(scope, principal.keyId),
    managesAll: principal.scopes.includes(managingScope),
  };
}

/** Whether the caller may grant it to other keys, and delete it. */
export function owns({ keyIds, managesAll }: ConsumerUser, { ownerKeyId }: Consumer): boolean {
  return managesAll || ownerKeyId === undefined || keyIds.includes(ownerKeyId);
}

/** @throws {Problem} consumer_not_granted */
export function requireUse(user: ConsumerUser, consumer: Consumer): void {
  if (owns(user, consumer) || consumer.grantedKeyIds.some((id) => user.keyIds.includes(id))) return;
  throw new Problem(
    'consumer_not_granted',
    `The consumer ${consumer.name} belongs to another key. Use another name, or ask the owner to grant your key access.`,
  );
}

/** @throws {Problem} consumer_not_granted */
export function requireOwnership(user: ConsumerUser, consumer: Consumer): void {
  if (owns(user, consumer)) return;
  throw new Problem(
    'consumer_not_granted',
    `The consumer ${consumer.name} belongs to another key. Only its owner, or a key with ${managingScope}, can do this.`,
  );
}
