import type { LastStatement, Statement } from '../../platform/database';
import type { Audience } from '../../platform/scope';
import type { Value } from './projection';

// Rows are locked in one order by every transaction, so that none waits for another that waits for it. A word or value
// that nobody has any more must be gone at once: it could be corrected towards, or suggested.
const addWords: Statement = {
  name: 'words-add',
  text: `insert into directory_words (institution_id, audience, word, people, name_people, company_people)
         select current_institution(), audience, word, people, name_people, company_people
         from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[])
           as delta(audience, word, people, name_people, company_people)
         order by audience, word collate "C"
         on conflict (institution_id, audience, word) do update set
           people = directory_words.people + excluded.people,
           name_people = directory_words.name_people + excluded.name_people,
           company_people = directory_words.company_people + excluded.company_people`,
};

const dropEmptyWords: Statement = {
  name: 'words-drop-empty',
  text: `delete from directory_words w using unnest($1::text[], $2::text[]) as delta(audience, word)
         where w.institution_id = current_institution() and w.audience = delta.audience and w.word = delta.word
           and w.people <= 0`,
};

export interface WordDelta {
  readonly audience: Audience;
  readonly word: string;
  readonly people: number;
  readonly namePeople: number;
  readonly companyPeople: number;
}

/** What adds to the counts of words; deltas may be negative. */
export function wordCounts(deltas: readonly WordDelta[]): LastStatement[] {
  if (!deltas.length) return [];
  const columns = (rows: readonly WordDelta[]) => [
    rows.map(({ audience }) => audience),
    rows.map(({ word }) => word),
  ];
  const counts = [
    deltas.map(({ people }) => people),
    deltas.map(({ namePeople }) => namePeople),
    deltas.map(({ companyPeople }) => companyPeople),
  ];
  const fewer = deltas.filter(({ people }) => people < 0);
  return [
    { ...addWords, values: [...columns(deltas), ...counts] },
    ...(fewer.length ? [{ ...dropEmptyWords, values: columns(fewer) }] : []),
  ];
}

const addValues: Statement = {
  name: 'values-add',
  text: `insert into directory_values (institution_id, audience, field, key, label, people)
         select current_institution(), audience, field, key, label, people
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) as delta(audience, field, key, label, people)
         order by audience, field collate "C", key collate "C", label collate "C"
         on conflict (institution_id, audience, field, key, label)
         do update set people = directory_values.people + excluded.people`,
};

const dropEmptyValues: Statement = {
  name: 'values-drop-empty',
  text: `delete from directory_values v
         using unnest($1::text[], $2::text[], $3::text[], $4::text[]) as delta(audience, field, key, label)
         where v.institution_id = current_institution() and v.audience = delta.audience and v.field = delta.field
           and v.key = delta.key and v.label = delta.label and v.people <= 0`,
};

export interface ValueDelta extends Value {
  readonly audience: Audience;
  readonly people: number;
}

/** What adds to the counts of values; deltas may be negative. */
export function valueCounts(deltas: readonly ValueDelta[]): LastStatement[] {
  if (!deltas.length) return [];
  const columns = (rows: readonly ValueDelta[]) => [
    rows.map(({ audience }) => audience),
    rows.map(({ field }) => field),
    rows.map(({ key }) => key),
    rows.map(({ label }) => label),
  ];
  const fewer = deltas.filter(({ people }) => people < 0);
  return [
    { ...addValues, values: [...columns(deltas), deltas.map(({ people }) => people)] },
    ...(fewer.length ? [{ ...dropEmptyValues, values: columns(fewer) }] : []),
  ];
}
