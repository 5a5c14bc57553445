import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What makes and checks the hashes of audit logs. The database never sees it, so who alters rows there cannot hide it. */
export interface AuditKey {
  readonly entries: KeyObject;
  readonly details: KeyObject;
  readonly heads: KeyObject;
}

/** Derived from the service's secret (HKDF, RFC 5869), apart from all else that the secret is for. */
export function auditKeyOf(secret: string): AuditKey {
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `homecoming audit ${purpose}`, 32)));
  return { entries: derive('entries'), details: derive('details'), heads: derive('heads') };
}

/** All of an entry that its hash covers, next to the hash before it. */
export interface ChainedEntry {
  readonly institutionId: string;
  readonly number: number;
  /** Milliseconds since 1970, as decimal text. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly onBehalfOfKind: string | null;
  readonly onBehalfOfId: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly requestId: string | null;
  readonly erases: readonly number[] | null;
  readonly detailDigest: Buffer;
}

/** What the first entry of a chain follows. */
export const beforeAll = Buffer.alloc(32);

/** HMAC-SHA256 over the hash before and every field, in an order that is never changed. */
export function entryHash(key: AuditKey, previous: Buffer, entry: ChainedEntry): Buffer {
  const { institutionId, number, at, action, actorKind, actorId, onBehalfOfKind, onBehalfOfId } = entry;
  const { subjectKind, subjectId, requestId, erases, detailDigest } = entry;
  const fields = [institutionId, number, at, action, actorKind, actorId, onBehalfOfKind, onBehalfOfId];
  fields.push(subjectKind, subjectId, requestId, erases && erases.join(), detailDigest.toString('hex'));
  return createHmac('sha256', key.entries).update(previous).update(JSON.stringify(fields)).digest();
}

/** The digest of a detail: without the salt, which goes with the detail, nobody can try contents on it. */
export function detailDigest(key: AuditKey, salt: Buffer, detail: string): Buffer {
  return createHmac('sha256', key.details).update(salt).update(detail).digest();
}

/** The seal of a chain's end. Unlike the hash it is kept for the newest entry only. */
export function headSeal(key: AuditKey, institutionId: string, number: number, hash: Buffer): Buffer {
  return createHmac('sha256', key.heads)
    .update(JSON.stringify([institutionId, number, hash.toString('hex')]))
    .digest();
}

export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
