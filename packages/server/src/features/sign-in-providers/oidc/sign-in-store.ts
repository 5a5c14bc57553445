import type { Statement } from '../../../platform/database';
import type { Scope } from '../../../platform/scope';

const own = 'institution_id = current_institution()';

export interface NewSignIn {
  readonly id: string;
  readonly providerId: string;
  readonly keyId: string;
  readonly browserDigest: Buffer;
  readonly challenge: Buffer;
  readonly returnTo: string;
  readonly expiresAt: Date;
}

const insert: Statement = {
  name: 'provider-sign-ins-insert',
  text: `insert into provider_sign_ins (institution_id, id, provider_id, key_id, browser_digest, challenge, return_to, created_at,
                                        expires_at)
         values (current_institution(), $1, $2, $3, $4, $5, $6, $7, $8)`,
};

export async function insertSignIn(tx: Scope, signIn: NewSignIn): Promise<void> {
  const { id, providerId, keyId, browserDigest, challenge, returnTo, expiresAt } = signIn;
  const values = [id, providerId, keyId, browserDigest, challenge, returnTo, tx.clock(), expiresAt];
  await tx.db.query(insert, values);
}

/** A sign-in that a provider has sent somebody back from. */
export interface BegunSignIn {
  readonly providerId: string;
  readonly keyId: string;
  readonly returnTo: string;
}

interface BegunRow {
  readonly provider_id: string;
  readonly key_id: string;
  readonly return_to: string;
}

const toBegun = (row: BegunRow): BegunSignIn => ({
  providerId: row.provider_id,
  keyId: row.key_id,
  returnTo: row.return_to,
});

const byId: Statement = {
  name: 'provider-sign-ins-by-id',
  text: `select provider_id, key_id, return_to from provider_sign_ins where ${own} and id = $1`,
};

export async function findSignIn(scope: Scope, id: string): Promise<BegunSignIn | undefined> {
  const [row] = await scope.db.query<BegunRow>(byId, [id]);
  return row && toBegun(row);
}

// Of several at once one finds it as it was. A foreign browser finds nothing, and uses nothing up.
const takeBack: Statement = {
  name: 'provider-sign-ins-take-back',
  text: `update provider_sign_ins set called_back_at = $3
         where ${own} and id = $1 and browser_digest = $2 and called_back_at is null and expires_at > $3 returning 1`,
};

/** Notes that the person is back. @returns whether it is the first time, in time, and in the browser that began it */
export async function takeBackSignIn(tx: Scope, id: string, browserDigest: Buffer): Promise<boolean> {
  return (await tx.db.query(takeBack, [id, browserDigest, tx.clock()])).length === 1;
}

const grant: Statement = {
  name: 'provider-sign-ins-grant',
  text: `update provider_sign_ins set member_id = $2, grant_digest = $3, grant_expires_at = $4 where ${own} and id = $1`,
};

export interface Grant {
  readonly memberId: string;
  readonly digest: Buffer;
  readonly expiresAt: Date;
}

export async function setGrant(tx: Scope, id: string, { memberId, digest, expiresAt }: Grant): Promise<void> {
  await tx.db.query(grant, [id, memberId, digest, expiresAt]);
}

const redeem: Statement = {
  name: 'provider-sign-ins-redeem',
  text: `update provider_sign_ins set redeemed_at = $4
         where ${own} and id = $1 and grant_digest = $2 and challenge = $3 and redeemed_at is null and grant_expires_at > $4
           and exists (select from sign_in_providers p where (p.institution_id, p.id) = (current_institution(), provider_id)
                         and p.enabled and p.deleted_at is null)
         returning member_id`,
};

/** Uses a grant up. @returns whose session it opens; undefined where it is not good */
export async function takeGrant(
  tx: Scope,
  { id, digest, challenge }: { id: string; digest: Buffer; challenge: Buffer },
): Promise<string | undefined> {
  const [row] = await tx.db.query<{ member_id: string }>(redeem, [id, digest, challenge, tx.clock()]);
  return row?.member_id;
}
