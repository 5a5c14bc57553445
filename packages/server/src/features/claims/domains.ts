import { domainToASCII } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { invalidField } from '../../contract/problems';
import { isPublicSuffix } from '../../platform/public-suffix';
import type { Scope } from '../../platform/scope';
import { replaceDomains } from './store';

/** Whether the address is of one of the domains, or of one under them. */
export function isOfDomains(email: string, domains: readonly string[]): boolean {
  const host = email.slice(email.lastIndexOf('@') + 1);
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** @throws {Problem} invalid_request where one is no domain */
export async function putDomains(scope: Scope, given: readonly string[]): Promise<string[]> {
  const domains = [...new Set(given.map(normalized))].sort();
  await scope.transaction(async (tx) => {
    const before = await replaceDomains(tx, domains);
    if (isDeepStrictEqual(before, domains)) return;
    tx.audit.add({
      action: 'institution.address_domains_changed',
      subject: { kind: 'institution', id: tx.institution.id },
      before: { addressDomains: before },
      after: { addressDomains: domains },
    });
  });
  return domains;
}

const domainPattern = /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/;

function normalized(domain: string, place: number): string {
  const ascii = domainToASCII(domain.trim());
  const isDomain = domainPattern.test(ascii) && ascii.length <= 253 && !/^[\d.]+$/.test(ascii);
  if (isDomain && !isPublicSuffix(ascii)) return ascii;
  const message = isDomain
    ? 'must be the institution’s own: anyone can register names under it'
    : 'must be a domain with a dot, such as example.edu';
  throw invalidField(`/domains/${place}`, message, { detail: `${domain} ${message}.` });
}
