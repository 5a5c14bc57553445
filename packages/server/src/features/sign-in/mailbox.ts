/** Providers that deliver to one mailbox however many dots an address has. */
const ignoringDots = new Set(['gmail.com', 'googlemail.com']);

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/**
 * The mailbox that an address is delivered to, as far as that can be told from it: what follows a plus is a label of the owner's
 * (RFC 5233), as are dots at some providers.
 * @param email as `normalizedEmail` has it
 */
export function mailboxOf(email: string): string {
  const domain = domainOf(email);
  const [local = ''] = email.slice(0, -domain.length - 1).split('+');
  // One that begins with a plus has no name before it.
  if (local === '') return email;
  if (!ignoringDots.has(domain)) return `${local}@${domain}`;
  return `${local.replaceAll('.', '')}@gmail.com`;
}
