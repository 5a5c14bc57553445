import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

// Another transaction that takes the same at the same time is waited for: one of them gets it.
const take: Statement = {
  name: 'used-host-tokens-take',
  text: `insert into used_host_tokens (institution_id, provider_id, digest, expires_at) values (current_institution(), $1, $2, $3)
         on conflict do nothing returning 1`,
};

/** Uses a host's token up. @returns false where it has been before */
export async function takeHostToken(
  tx: Scope,
  { providerId, digest, expiresAt }: { providerId: string; digest: Buffer; expiresAt: Date },
): Promise<boolean> {
  return (await tx.db.query(take, [providerId, digest, expiresAt])).length === 1;
}
