import type { Statement } from '../../platform/database';
import type { Scope } from '../../platform/scope';

const own = 'institution_id = current_institution()';

const variants: Statement = {
  name: 'mailbox-count-variants',
  text: `select count(distinct email) filter (where email <> $2)::int as others,
                count(*) filter (where network = $4)::int as "ofNetwork"
         from (select email, network from sign_in_codes
               where ${own} and mailbox = $1 and mailbox <> email and created_at > $3
               union all
               select email, null from email_changes
               where ${own} and mailbox = $1 and mailbox <> email and created_at > $3 and is_mailed) as mailed`,
};

export interface VariantCount {
  /** Variants of the mailbox but this one that codes were asked for, by anyone. */
  readonly others: number;
  /** Codes that one network has asked for, at any variant of the mailbox. */
  readonly ofNetwork: number;
}

export async function countVariants(
  tx: Scope,
  asked: { readonly email: string; readonly mailbox: string; readonly network: Buffer; readonly since: Date },
): Promise<VariantCount> {
  const { email, mailbox, network, since } = asked;
  const [row] = await tx.db.query<VariantCount>(variants, [mailbox, email, since, network]);
  return row!;
}

const ofDomain: Statement = {
  name: 'sign-in-codes-count-of-domain',
  text: `select count(*)::int as others, min(first_at) as free_at
         from (select min(created_at) as first_at from sign_in_codes
               where ${own} and network = $1 and created_at > $2 and email <> $3
                 and right(email, length($4::text) + 1) = '@' || $4
               group by email) as each`,
};

/** To how many other addresses of a domain a network has had codes mailed since then, and when the first of them was. */
export async function countOfDomain(
  tx: Scope,
  asked: { readonly email: string; readonly domain: string; readonly network: Buffer; readonly since: Date },
): Promise<{ readonly others: number; readonly freeAt: Date }> {
  const { email, domain, network, since } = asked;
  const [row] = await tx.db.query<{ others: number; free_at: Date | null }>(ofDomain, [
    network, since, email, domain,
  ]); // prettier-ignore
  return { others: row!.others, freeAt: row!.free_at ?? since };
}
