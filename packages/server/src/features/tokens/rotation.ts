import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { Queryable } from '../../platform/database';
import { openKey, sealKey } from './sealed-key';
import {
  deleteEndedSigningKeys,
  endOtherSigningKeys,
  insertSigningKey,
  listSigningKeys,
  lockSigningKeys,
} from './signing-key-store';
import { clockToleranceMs, keyNoticeMs, longestTokenLifeMs } from './times';

export interface RotationOptions {
  readonly secret: string;
  readonly clock: () => Date;
}

/**
 * Makes a key that every process knows before it signs. Tokens of the ones before are taken until their last has ended:
 * nobody is signed out. As the owner, within a transaction.
 * @param atOnce somebody may have the old ones: they end now, and access tokens with them; sessions go on
 * @returns the new key's id
 */
export async function rotateSigningKeys(
  owner: Queryable,
  { secret, clock }: RotationOptions,
  { atOnce = false } = {},
): Promise<string> {
  await lockSigningKeys(owner);
  const now = clock();
  const signsFrom = atOnce ? now : new Date(now.getTime() + keyNoticeMs);
  const id = await insertNewKey(owner, secret, now, signsFrom);
  const lastTokenEnds = signsFrom.getTime() + longestTokenLifeMs + clockToleranceMs;
  await endOtherSigningKeys(owner, id, atOnce ? now : new Date(lastTokenEnds));
  await deleteEndedSigningKeys(owner, now);
  return id;
}

/** Makes the first key, where there is none yet that this secret opens. As the owner, within a transaction. */
export async function ensureSigningKey(owner: Queryable, { secret, clock }: RotationOptions): Promise<void> {
  await lockSigningKeys(owner);
  const now = clock();
  const keys = await listSigningKeys(owner, now);
  const isThere = keys.some(
    ({ id, sealedKey, verifiesUntil }) => !verifiesUntil && openKey(secret, id, sealedKey),
  );
  if (!isThere) await insertNewKey(owner, secret, now, now);
}

async function insertNewKey(
  owner: Queryable,
  secret: string,
  createdAt: Date,
  signsFrom: Date,
): Promise<string> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const publicKey = await exportJWK(pair.publicKey);
  const id = await calculateJwkThumbprint(publicKey);
  const sealedKey = sealKey(secret, id, await exportJWK(pair.privateKey));
  await insertSigningKey(owner, { id, publicKey, sealedKey, createdAt, signsFrom });
  return id;
}
