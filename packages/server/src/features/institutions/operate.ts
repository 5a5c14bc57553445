import { AuditTrail, type AuditDraft } from '../../platform/audit';
import type { AuditKey } from '../../platform/audit-chain';
import type { Queryable } from '../../platform/database';
import { newId } from '../../platform/ids';
import { asOwnerInTransaction } from '../../platform/owner';
import type { Institution } from '../../platform/scope';
import { enterInstitution, insertInstitution, updateSetting, type InstitutionSetting } from './store';

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
 */
export async function createInstitution(
  tools: OperatorTools,
  draft: NewInstitution,
): Promise<Institution | undefined> {
  return asOwnerInTransaction(tools.ownerUrl, async (owner) => {
    const made = await insertInstitution(owner, { id: newId(), ...draft });
    if (!made) return undefined;
    const { slug, name, mode, audienceDefaults, publicCountThreshold } = made;
    const after = { slug, name, mode, audienceDefaults, publicCountThreshold };
    await note(owner, tools, made, { action: 'institution.created', after });
    return made;
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
    const changed = await updateSetting(owner, slug, setting, value);
    const after = { [setting]: value ?? null };
    if (changed) await note(owner, tools, changed, { action: settingActions[setting], after });
    return changed;
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
