import type { Statement } from '../../../platform/database';
import type { Scope } from '../../../platform/scope';

const own = 'institution_id = current_institution()';

const variants: Statement = {
  name: 'sign-in-codes-count-variants',
  text: `select count(distinct email)::int as count from sign_in_codes
         where ${own} and mailbox = $1 and mailbox <> email and email <> $2 and created_at > $3`,
};

/** How many other variants of a mailbox codes were mailed to since then. */
export async function countVariants(
  tx: Scope,
  { email, mailbox, since }: { readonly email: string; readonly mailbox: string; readonly since: Date },
): Promise<number> {
  const [row] = await tx.db.query<{ count: number }>(variants, [mailbox, email, since]);
  return row!.count;
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
