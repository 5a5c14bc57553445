import type { Database, Queryable, Statement } from '../../platform/database';
import type { Audience, Institution, Scope } from '../../platform/scope';
import { shownName } from './name';

export interface InstitutionRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly mode: Institution['mode'];
  readonly number: number;
  readonly audience_defaults: Record<string, Audience>;
  readonly public_count_threshold: number;
}

export const institutionColumns = (table: string) =>
  ['id', 'slug', 'name', 'mode', 'number', 'audience_defaults', 'public_count_threshold']
    .map((column) => `${table}.${column}`)
    .join(', ');

export function toInstitution(row: InstitutionRow): Institution {
  return {
    id: row.id,
    slug: row.slug,
    name: shownName(row.name),
    mode: row.mode,
    number: row.number,
    audienceDefaults: row.audience_defaults,
    publicCountThreshold: row.public_count_threshold,
  };
}

const bySlug: Statement = {
  text: `select ${institutionColumns('i')} from institutions i where slug = $1 and deleted_at is null`,
};

/** As the owner: an operator's look-up, across institutions. */
export async function findInstitution(owner: Queryable, slug: string): Promise<Institution | undefined> {
  const [row] = await owner.query<InstitutionRow>(bySlug, [slug]);
  return row && toInstitution(row);
}

const own: Statement = {
  name: 'institution-own',
  text: `select ${institutionColumns('i')} from institutions i where id = current_institution() and deleted_at is null`,
};

/** By its id, as the application. */
export async function findInstitutionById(database: Database, id: string): Promise<Institution | undefined> {
  const [row] = await database.of(id).query<InstitutionRow>(own);
  return row && toInstitution(row);
}

/** What is set of an institution besides its own columns: who is written to about its affairs, and where its people sign in. */
export type InstitutionSetting = 'contactEmail' | 'signInUrl';

const settingColumns = { contactEmail: 'contact_email', signInUrl: 'sign_in_url' } as const;

const update = (setting: InstitutionSetting): Statement => ({
  text: `update institutions as i set ${settingColumns[setting]} = $2, updated_at = now()
         from (select id, ${settingColumns[setting]} as value from institutions
               where slug = $1 and deleted_at is null for update) was
         where i.id = was.id
         returning ${institutionColumns('i')}, was.value is distinct from $2 as is_changed`,
});

/** As the owner. `undefined` clears. @returns undefined where there is no such institution */
export async function updateSetting(
  owner: Queryable,
  slug: string,
  setting: InstitutionSetting,
  value: string | undefined,
): Promise<{ readonly institution: Institution; readonly isChanged: boolean } | undefined> {
  const values = [slug, value ?? null];
  const [row] = await owner.query<InstitutionRow & { is_changed: boolean }>(update(setting), values);
  return row && { institution: toInstitution(row), isChanged: row.is_changed };
}

const insert: Statement = {
  text: `insert into institutions as i (id, slug, name, mode, audience_defaults, public_count_threshold)
         values ($1, $2, $3, $4, $5, $6) on conflict (slug) do nothing returning ${institutionColumns('i')}`,
};

export async function insertInstitution(
  owner: Queryable,
  institution: Omit<Institution, 'number'>,
): Promise<Institution | undefined> {
  const { id, slug, name, mode, audienceDefaults, publicCountThreshold } = institution;
  const values = [id, slug, name, mode, JSON.stringify(audienceDefaults), publicCountThreshold];
  const [row] = await owner.query<InstitutionRow>(insert, values);
  return row && toInstitution(row);
}

const make: Statement = {
  text: 'select number, created_at from create_institution($1, $2, $3, $4, $5)',
};

/** Makes the institution whose scope the transaction is in. @returns undefined where the slug is taken */
export async function makeInstitution(
  tx: Scope,
): Promise<{ readonly made: Institution; readonly createdAt: Date } | undefined> {
  const { slug, name, mode, audienceDefaults, publicCountThreshold } = tx.institution;
  const values = [slug, name, mode, JSON.stringify(audienceDefaults), publicCountThreshold];
  const [row] = await tx.db.query<{ number: number; created_at: Date }>(make, values);
  return row && { made: { ...tx.institution, number: row.number }, createdAt: row.created_at };
}

const ofOperators: Statement = {
  text: `select ${institutionColumns('i')}, i.contact_email, i.created_at from operator_institutions($1, $2, $3, $4) i`,
};

/** What operators see of an institution. */
export interface InstitutionRecord {
  readonly institution: Institution;
  readonly contactEmail: string | undefined;
  readonly createdAt: Date;
}

/** The newest first; from the platform's own scope only. */
export async function listInstitutions(
  platform: Scope,
  { id, slug, before, limit }: { id?: string; slug?: string; before?: string | undefined; limit: number },
): Promise<InstitutionRecord[]> {
  const rows = await platform.db.query<
    InstitutionRow & { readonly contact_email: string | null; readonly created_at: Date }
  >(ofOperators, [id ?? null, slug ?? null, before ?? null, limit]);
  return rows.map((row) => ({
    institution: toInstitution(row),
    contactEmail: row.contact_email ?? undefined,
    createdAt: row.created_at,
  }));
}

const enter: Statement = { text: `select set_config('app.institution_id', $1, true)` };

/** What the owner does from here to the end of its transaction is within one institution. */
export async function enterInstitution(owner: Queryable, id: string): Promise<void> {
  await owner.query(enter, [id]);
}

const contact: Statement = {
  name: 'institution-contact',
  text: 'select contact_email from institutions where id = current_institution()',
};

/** Who gets mail about the institution's own affairs. */
export async function findContactEmail(scope: Scope): Promise<string | undefined> {
  const [row] = await scope.db.query<{ contact_email: string | null }>(contact);
  return row?.contact_email ?? undefined;
}

const signInUrl: Statement = {
  text: 'select sign_in_url from institutions where id = current_institution()',
};

/** Where the institution's people sign in, as the institution has said; never what a request says. */
export async function findSignInUrl(scope: Scope): Promise<string | undefined> {
  const [row] = await scope.db.query<{ sign_in_url: string | null }>(signInUrl);
  return row?.sign_in_url ?? undefined;
}
