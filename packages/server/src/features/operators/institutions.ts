import type { components } from '@homecoming/contract';
import type { ReadPage } from '../../contract/paging';
import { Problem } from '../../contract/problems';
import { platformItself } from '../../platform/platform-itself';
import type { Scope } from '../../platform/scope';
import { daysAfter } from '../../platform/time';
import { type AskedPage, auditLogPage } from '../audit';
import {
  createInstitutionAsOperator,
  type InstitutionRecord,
  listInstitutions,
  type NewInstitution,
} from '../institutions';
import { createKey, scopes } from '../keys';
import { findMemberByEmail, type Member, normalizedEmail } from '../members';

type Schemas = components['schemas'];

/** @throws {Problem} not_found */
export async function getInstitution(
  platform: Scope,
  by: { readonly id: string } | { readonly slug: string },
): Promise<InstitutionRecord> {
  const [found] = await listInstitutions(platform, { ...by, limit: 1 });
  if (!found) throw new Problem('not_found', 'No such institution.');
  return found;
}

/** The newest first. That they were listed is in the platform's own log. */
export async function showInstitutions(
  platform: Scope,
  asked: { readonly before: string | undefined; readonly limit: number },
): Promise<InstitutionRecord[]> {
  return platform.transaction(async (tx) => {
    const subject = { kind: 'institution', id: platformItself.id } as const;
    tx.audit.add({ action: 'institution.listed', subject });
    return listInstitutions(tx, asked);
  });
}

/** That it was looked at is in the institution's log. @throws {Problem} not_found */
export async function showInstitution(
  platform: Scope,
  by: { readonly id: string } | { readonly slug: string },
): Promise<InstitutionRecord> {
  const found = await getInstitution(platform, by);
  await platform.at(found.institution).transaction((tx) => {
    const subject = { kind: 'institution', id: found.institution.id } as const;
    return Promise.resolve(tx.audit.add({ action: 'institution.read', subject }));
  });
  return found;
}

/**
 * A page of an institution's log, which then says that it was read.
 * @throws {Problem} not_found, invalid_id, invalid_request, invalid_cursor
 */
export async function showAuditLog(
  platform: Scope,
  id: string,
  asked: AskedPage,
  readPage: ReadPage,
): Promise<Schemas['AuditPage']> {
  const { institution } = await getInstitution(platform, { id });
  return platform.at(institution).transaction(async (tx) => {
    const page = await auditLogPage(tx, asked, readPage);
    const { cursor: _, limit: __, ...filters } = asked;
    tx.audit.add({ action: 'audit_log.read', subject: { kind: 'institution', id }, after: filters });
    return page;
  });
}

/** The member of exactly this address. The institution's log says who was looked up. @throws {Problem} not_found, invalid_request */
export async function lookUpMember(
  platform: Scope,
  id: string,
  address: string,
): Promise<Member | undefined> {
  const email = normalizedEmail(address);
  const { institution } = await getInstitution(platform, { id });
  return platform.at(institution).transaction(async (tx) => {
    const member = await findMemberByEmail(tx, email);
    // Of somebody who is not there the log keeps no address.
    const subject = member
      ? ({ kind: 'member', id: member.id } as const)
      : ({ kind: 'institution', id } as const);
    tx.audit.add({ action: 'member.looked_up', subject });
    return member;
  });
}

export interface FirstKeys {
  /** With every scope: what the institution makes others with, until it ends. */
  readonly secretKey: string;
  readonly secretKeyExpiresAt: Date;
  /** Undefined where no origins were named. */
  readonly publishableKey: string | undefined;
}

/** An operator has seen the first secret key: so long the institution has to replace it by its own. */
const firstKeyDays = 14;

/**
 * Makes an institution with its first keys, all in one transaction.
 * @throws {Problem} slug_taken
 */
export async function foundInstitution(
  platform: Scope,
  draft: NewInstitution,
  origins: readonly string[],
): Promise<{ readonly record: InstitutionRecord; readonly keys: FirstKeys }> {
  const {
    made,
    createdAt,
    begun: keys,
  } = await createInstitutionAsOperator(platform, draft, async (tx): Promise<FirstKeys> => {
    const expiresAt = daysAfter(tx.clock(), firstKeyDays);
    const secret = await createKey(tx, { kind: 'secret', name: 'First key', scopes, expiresAt });
    const publishable = origins.length
      ? await createKey(tx, { kind: 'publishable', name: 'First pages', origins })
      : undefined;
    return { secretKey: secret.text, secretKeyExpiresAt: expiresAt, publishableKey: publishable?.text };
  });
  return { record: { institution: made, contactEmail: undefined, createdAt }, keys };
}
