import { Problem } from '../../contract/problems';
import { type AuditDraft, AuditTrail } from '../../platform/audit';
import type { AuditKey } from '../../platform/audit-chain';
import type { Queryable } from '../../platform/database';
import { newId } from '../../platform/ids';
import { asOwnerInTransaction } from '../../platform/owner';
import type { Institution, Scope } from '../../platform/scope';
import { checkedName } from './name';
import {
  enterInstitution,
  insertInstitution,
  type InstitutionSetting,
  makeInstitution,
  updateSetting,
} from './store';

/** What whoever runs the platform does to institutions with: the database's owner, and the seal of their audit logs. */
export interface OperatorTools {
  readonly ownerUrl: string;
  readonly auditKey: AuditKey;
  readonly clock: () => Date;
}

export type NewInstitution = Omit<Institution, 'id' | 'number'>;

/**
 * Makes an institution. Its making is the first entry of its audit log.
 * @returns undefined where the slug is taken
 * @throws {Problem} invalid_request
 */
export async function createInstitution(
  tools: OperatorTools,
  draft: NewInstitution,
): Promise<Institution | undefined> {
  return asOwnerInTransaction(tools.ownerUrl, async (owner) => {
    const made = await insertInstitution(owner, { id: newId(), ...draft, name: checkedName(draft.name) });
    if (!made) return undefined;
    await note(owner, tools, made, { action: 'institution.created', after: settingsOf(made) });
    return made;
  });
}

/** What the audit log keeps of how an institution was made. */
export const settingsOf = ({ slug, name, mode, audienceDefaults, publicCountThreshold }: NewInstitution) => ({
  slug,
  name,
  mode,
  audienceDefaults,
  publicCountThreshold,
});

/**
 * The same as an operator who is signed in, with what else belongs to its beginning, all in one transaction.
 * @throws {Problem} slug_taken, invalid_request
 */
export async function createInstitutionAsOperator<T>(
  scope: Scope,
  draft: NewInstitution,
  begin: (tx: Scope) => Promise<T>,
): Promise<{ readonly made: Institution; readonly createdAt: Date; readonly begun: T }> {
  const id = newId();
  return scope.at({ ...draft, name: checkedName(draft.name), id, number: 0 }).transaction(async (tx) => {
    const row = await makeInstitution(tx);
    if (!row) throw new Problem('slug_taken', `An institution with the slug ${draft.slug} already exists.`);
    const { made, createdAt } = row;
    const subject = { kind: 'institution', id } as const;
    tx.audit.add({ action: 'institution.created', subject, after: settingsOf(made) });
    return { made, createdAt, begun: await begin(tx) };
  });
}

const settingActions = {
  contactEmail: 'institution.contact_changed',
  signInUrl: 'institution.sign_in_page_changed',
} as const;

/**
 * Says who is written to about the institution's own affairs, or where its people sign in; undefined: nobody, nowhere.
 * @returns undefined where there is no such institution
 */
export async function changeSetting(
  tools: OperatorTools,
  slug: string,
  setting: InstitutionSetting,
  value: string | undefined,
): Promise<Institution | undefined> {
  return asOwnerInTransaction(tools.ownerUrl, async (owner) => {
    const updated = await updateSetting(owner, slug, setting, value);
    const after = { [setting]: value ?? null };
    if (updated?.isChanged)
      await note(owner, tools, updated.institution, { action: settingActions[setting], after });
    return updated?.institution;
  });
}

/** Last in the transaction, as everywhere: from here to its end it holds the log's head. */
async function note(
  owner: Queryable,
  { auditKey, clock }: OperatorTools,
  { id }: Institution,
  draft: Omit<AuditDraft, 'subject'>,
): Promise<void> {
  await enterInstitution(owner, id);
  const audit = new AuditTrail({ key: auditKey, institutionId: id, actor: { kind: 'system' }, clock });
  audit.add({ ...draft, subject: { kind: 'institution', id } });
  await audit.write(owner);
}
