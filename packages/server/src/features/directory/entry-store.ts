import { type Statement, together } from '../../platform/database';
import type { Audience, Scope } from '../../platform/scope';
import type { EntryRow } from './projection';

const deleteEntries: Statement = {
  name: 'entries-delete',
  text: `delete from directory_entries e using unnest($1::text[], $2::uuid[]) as gone(audience, profile_id)
         where e.institution_id = current_institution() and e.audience = gone.audience and e.profile_id = gone.profile_id`,
};

const entryColumns = [
  'institution_id', 'profile_id', 'position', 'projection', 'batch_year', 'document', 'sort_name', 'department_key', 'company_key',
  'industry_key', 'city_key', 'country_key', 'skill_keys', 'display_name', 'other_names', 'programme', 'department',
  'degree_kind', 'company', 'title', 'industry', 'city', 'country', 'skills', 'headline', 'photo_url',
].join(', '); // prettier-ignore

// What several audiences find alike is sent, and read, once.
const insertEntries: Statement = {
  name: 'entries-insert',
  text: `insert into directory_entries (audience, ${entryColumns})
         select seen.audience, ${entryColumns}
         from (select ${entryColumns}, row_number() over () as nth from json_populate_recordset(null::directory_entries, $1)) entry
         join unnest($2::text[], $3::int[]) as seen(audience, nth) using (nth)`,
};

/** Takes what the audiences found of these profiles out, and puts the new rows in, each for its audiences. */
export async function replaceEntries(
  scope: Scope,
  gone: readonly { readonly audience: Audience; readonly profileId: string }[],
  rows: ReadonlyMap<EntryRow, readonly Audience[]>,
): Promise<void> {
  const seen = [...rows.values()].flatMap((audiences, i) =>
    audiences.map((audience) => ({ audience, nth: i + 1 })),
  );
  await together(
    gone.length
      ? scope.db.query(deleteEntries, [
          gone.map(({ audience }) => audience),
          gone.map(({ profileId }) => profileId),
        ])
      : undefined,
    seen.length
      ? scope.db.query(insertEntries, [
          JSON.stringify([...rows.keys()]),
          seen.map(({ audience }) => audience),
          seen.map(({ nth }) => nth),
        ])
      : undefined,
  );
}
