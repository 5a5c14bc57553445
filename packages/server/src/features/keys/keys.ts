import { Problem } from '../../contract/problems';
import { formatId, newId } from '../../platform/ids';
import type { Scope } from '../../platform/scope';
import { digestOf, type KeyKind, newKeyText } from './key-text';
import type { KeyScope } from './policy';
import { checkEnd, checkGrant, checkKind, checkNarrowing, checkWhole, managingScope } from './policy';
import {
  findKeyById,
  findKeyIdByText,
  insertKey,
  type Key,
  lockKey,
  lockKeysWithScope,
  updateKey as writeKey,
} from './store';

export interface NewKey {
  readonly kind: KeyKind;
  readonly name: string;
  /** Of a secret key: what it may do. */
  readonly scopes?: readonly KeyScope[];
  /** Of a publishable key: the pages that it may be used from. */
  readonly origins?: readonly string[];
  /** It has no end where this is left out. */
  readonly expiresAt?: Date;
}

/** A key that was just made: the text of a secret key is known this once. */
export interface MadeKey {
  readonly key: Key;
  readonly text: string;
}

/** Says what was done to a key, in the log of changes. */
const told = ({ id, version }: Key, what: 'created' | 'updated' | 'revoked' | 'rotated') =>
  ({ type: `key.${what}`, subjectId: id, version, audience: 'private' }) as const;

/** What the audit log keeps of a key: its rights, never its text. */
const rightsOf = ({ kind, name, scopes, origins, expiresAt }: Key) => ({
  kind,
  name,
  scopes,
  origins,
  expiresAt,
});

/** @throws {Problem} invalid_request, missing_scope */
export async function createKey(scope: Scope, draft: NewKey): Promise<MadeKey> {
  checkWhole(draft.kind, draft);
  checkEnd(scope.clock(), draft.expiresAt);
  return scope.transaction(async (tx) => {
    const { grantable } = await manage(tx);
    checkGrant(grantable, draft.scopes ?? []);
    const made = await insertNewKey(tx, draft);
    tx.changes.add(told(made.key, 'created'));
    return made;
  });
}

/** Writes a new key, and that into the audit log: its callers have checked it, and tell of it. */
export async function insertNewKey(
  tx: Scope,
  {
    kind,
    name,
    scopes = [],
    origins = [],
    expiresAt,
  }: Omit<NewKey, 'scopes'> & { scopes?: readonly string[] },
): Promise<MadeKey> {
  const text = newKeyText(tx.institution, kind);
  const key = await insertKey(tx, {
    id: newId(),
    kind,
    name,
    digest: digestOf(text),
    text: kind === 'publishable' ? text : null,
    ending: text.slice(-4),
    scopes,
    origins,
    expiresAt,
  });
  tx.audit.add({ action: 'key.created', subject: { kind: 'key', id: key.id }, after: rightsOf(key) });
  return { key, text };
}

/** Also of one that was revoked. @throws {Problem} not_found */
export async function getKey(scope: Scope, id: string): Promise<Key> {
  const key = await findKeyById(scope, id);
  if (!key) throw noSuchKey();
  return key;
}

export interface KeyChanges {
  readonly name?: string;
  readonly scopes?: readonly string[];
  readonly origins?: readonly string[];
  readonly expiresAt?: Date;
}

/**
 * Renames or restricts a key; only origins may also be widened.
 * @throws {Problem} not_found, invalid_request, last_managing_key
 */
export async function updateKey(scope: Scope, id: string, changes: KeyChanges): Promise<Key> {
  return scope.transaction(async (tx) => {
    const key = await changeable(tx, id, (before) => {
      checkKind(before.kind, changes);
      checkNarrowing(before.scopes, changes.scopes);
      checkEnd(tx.clock(), changes.expiresAt, before.expiresAt);
      return changes.scopes !== undefined && !changes.scopes.includes(managingScope);
    });
    const wanted = { ...key, ...changes };
    if (JSON.stringify(wanted) === JSON.stringify(key)) return key;
    const changed = await writeKey(tx, wanted);
    tx.changes.add(told(changed, 'updated'));
    const subject = { kind: 'key', id } as const;
    tx.audit.add({ action: 'key.updated', subject, before: rightsOf(key), after: rightsOf(changed) });
    return changed;
  });
}

/**
 * Ends a key: within a second everywhere.
 * @throws {Problem} not_found, last_managing_key
 */
export async function revokeKey(scope: Scope, id: string): Promise<Key> {
  return scope.transaction(async (tx) => {
    const key = await changeable(tx, id, () => true);
    const revoked = await writeKey(tx, { ...key, revokedAt: tx.clock() });
    tx.changes.add(told(revoked, 'revoked'));
    tx.audit.add({ action: 'key.revoked', subject: { kind: 'key', id }, before: rightsOf(key) });
    return revoked;
  });
}

interface Management {
  /** The living keys that can manage keys, all held. */
  readonly managing: readonly Key[];
  /** What the caller may give away; undefined: anything. */
  readonly grantable: readonly string[] | undefined;
}

/**
 * Begins every change of keys: one at a time in an institution, and by a key as it is now. What is remembered of it is up to a
 * second old, in which one that was just revoked could make itself an heir.
 * @throws {Problem} missing_scope
 */
async function manage(tx: Scope): Promise<Management> {
  const { principal } = tx;
  const managing = await lockKeysWithScope(tx, managingScope);
  // An operator gives an institution that they make its first keys.
  if (principal.kind === 'system' || principal.kind === 'operator') return { managing, grantable: undefined };
  const caller = 'keyId' in principal ? managing.find(({ id }) => id === principal.keyId) : undefined;
  if (!caller)
    throw new Problem('missing_scope', `The calling key no longer has the scope ${managingScope}.`);
  return { managing, grantable: caller.scopes };
}

/**
 * A living key, held, after `judge` found nothing against the change. `judge` says whether the key can manage keys no more
 * afterwards: the last that can is refused, but not to the command line, which needs none.
 */
async function changeable(tx: Scope, id: string, judge: (key: Key) => boolean): Promise<Key> {
  const { managing } = await manage(tx);
  const key = await lockKey(tx, id);
  if (!key) throw noSuchKey();
  const ends = judge(key) && managing.some((each) => each.id === id);
  // One that was rotated is about to end, and is nobody to rely on.
  const isLast = !managing.some((each) => each.id !== id && !each.replacedById);
  if (ends && isLast && tx.principal.kind !== 'system')
    throw new Problem(
      'last_managing_key',
      `It is the last key with the scope ${managingScope} that doesn’t expire.`,
    );
  return key;
}

export interface Rotation {
  /** For how long the old key goes on. */
  readonly overlapSeconds: number;
  readonly expiresAt?: Date | undefined;
}

/**
 * Makes a key with the rights of another one, which ends after the overlap.
 * @throws {Problem} not_found, missing_scope, key_replaced, invalid_request
 */
export async function rotateKey(
  scope: Scope,
  id: string,
  { overlapSeconds, expiresAt }: Rotation,
): Promise<MadeKey> {
  return scope.transaction(async (tx) => {
    const now = tx.clock();
    const { grantable } = await manage(tx);
    const old = await lockKey(tx, id);
    if (!old) throw noSuchKey();
    if (old.replacedById) throw new Problem('key_replaced', 'Another key has already replaced this one.');
    if (old.expiresAt && old.expiresAt <= now)
      throw new Problem('expired_key', 'The key has expired. Create another one.');
    // Else a key could get itself the rights of a greater one.
    checkGrant(grantable, old.scopes);
    checkEnd(now, expiresAt);
    const { kind, name, scopes, origins } = old;
    const end = expiresAt ?? sameSpan(old, now);
    const made = await insertNewKey(tx, { kind, name, scopes, origins, ...(end && { expiresAt: end }) });
    const overlapEnds = new Date(now.getTime() + overlapSeconds * 1_000);
    const ends = old.expiresAt && old.expiresAt < overlapEnds ? old.expiresAt : overlapEnds;
    const rotated = await writeKey(tx, { ...old, expiresAt: ends, replacedById: made.key.id });
    tx.changes.add(told(made.key, 'created'), told(rotated, 'rotated'));
    tx.audit.add({
      action: 'key.rotated',
      subject: { kind: 'key', id },
      before: { expiresAt: old.expiresAt },
      after: { expiresAt: rotated.expiresAt, replacedById: formatId('key', made.key.id) },
    });
    return made;
  });
}

function sameSpan({ createdAt, expiresAt }: Key, now: Date): Date | undefined {
  return expiresAt && new Date(now.getTime() + expiresAt.getTime() - createdAt.getTime());
}

const noSuchKey = () => new Problem('not_found', 'No such key, or it was revoked.');

/** Binds a publishable key to other origins. @throws {Problem} not_found */
export async function updateKeyOrigins(
  scope: Scope,
  text: string,
  origins: readonly string[],
): Promise<void> {
  const id = await findKeyIdByText(scope, text);
  if (!id) throw noSuchKey();
  await updateKey(scope, id, { origins });
}
