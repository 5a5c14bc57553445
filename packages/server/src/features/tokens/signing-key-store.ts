import type { JWK } from 'jose';
import type { Queryable, Statement } from '../../platform/database';

export interface SigningKeyRow {
  readonly id: string;
  readonly publicKey: JWK;
  readonly sealedKey: Buffer;
  readonly signsFrom: Date;
  readonly verifiesUntil: Date | undefined;
}

const current: Statement = {
  name: 'signing-keys-current',
  text: 'select id, public_key, private_key, signs_from, verifies_until from current_signing_keys($1) order by signs_from, id',
};

/** The keys whose tokens are or will be taken, the one that signs from the latest instant last. */
export async function listSigningKeys(across: Queryable, now: Date): Promise<SigningKeyRow[]> {
  const rows = await across.query<{
    id: string;
    public_key: JWK;
    private_key: Buffer;
    signs_from: Date;
    verifies_until: Date | null;
  }>(current, [now]);
  return rows.map((row) => ({
    id: row.id,
    publicKey: row.public_key,
    sealedKey: row.private_key,
    signsFrom: row.signs_from,
    verifiesUntil: row.verifies_until ?? undefined,
  }));
}

/** One process at a time makes keys. For the rest of the owner's transaction. */
export async function lockSigningKeys(owner: Queryable): Promise<void> {
  await owner.query({ text: 'lock table signing_keys in share row exclusive mode' });
}

export interface NewSigningKey {
  readonly id: string;
  readonly publicKey: JWK;
  readonly sealedKey: Buffer;
  readonly createdAt: Date;
  readonly signsFrom: Date;
}

export async function insertSigningKey(owner: Queryable, key: NewSigningKey): Promise<void> {
  const text = `insert into signing_keys (id, public_key, private_key, created_at, signs_from) values ($1, $2, $3, $4, $5)`;
  await owner.query({ text }, [
    key.id, JSON.stringify(key.publicKey), key.sealedKey, key.createdAt, key.signsFrom,
  ]); // prettier-ignore
}

/** Has the keys that go on for ever, but this one, end. Those that end already keep their end, unless it is later. */
export async function endOtherSigningKeys(owner: Queryable, id: string, verifiesUntil: Date): Promise<void> {
  const text = `update signing_keys set verifies_until = least(verifies_until, $2) where id <> $1`;
  await owner.query({ text }, [id, verifiesUntil]);
}

export async function deleteEndedSigningKeys(owner: Queryable, now: Date): Promise<void> {
  await owner.query({ text: 'delete from signing_keys where verifies_until <= $1' }, [now]);
}
