import type { Audience, Institution } from '../../platform/scope';
import { displayNameOf, type Profile, sortNameOf } from './profile';
import {
  documentText,
  type FacetField,
  facetsOfPerson,
  Lexemes,
  type SearchedWords,
  searchedWords,
  sharedLexemes,
} from './search/document';
import { keyOf, sortKeyOf } from './text';
import { audiences, visibleTo } from './visibility';

/**
 * One higher with each release that makes other rows of the same profile, be it that it folds text differently or that an audience sees
 * less: rows of an earlier version are then made again (reprojection.ts).
 */
export const projectionVersion = 3;

/** A row of directory_entries, by column, without the audience: several may share it. */
export type EntryRow = Readonly<Record<string, unknown>> & { readonly profile_id: string };

/** A row of directory_values, without its count. `label` is '' where all spellings are counted together. */
export interface Value {
  readonly field: FacetField | 'batch' | 'people';
  readonly key: string;
  readonly label: string;
}

/** What the directory keeps of a profile for one audience. */
export interface Projection {
  readonly audience: Audience;
  readonly entries: readonly EntryRow[];
  readonly words: SearchedWords;
  readonly values: readonly Value[];
}

/** What every audience that may see the profile finds of it. Pure: the same profile gives the same rows. */
export function project(profile: Profile, institution: Institution): Projection[] {
  const projections: Projection[] = [];
  let last: { visible: Profile; projection: Projection } | undefined;
  for (const audience of audiences) {
    const visible = visibleTo(profile, audience, institution.audienceDefaults);
    if (!visible) continue;
    const projection =
      last && findsSame(last.visible, visible)
        ? { ...last.projection, audience }
        : projectionOf(visible, audience, institution);
    projections.push(projection);
    last = { visible, projection };
  }
  return projections;
}

function projectionOf(visible: Profile, audience: Audience, institution: Institution): Projection {
  const words = searchedWords(visible);
  return {
    audience,
    entries: entriesOf(visible, words, institution),
    words,
    values: valuesOf(visible),
  };
}

const unsearched: readonly (keyof Profile)[] = [
  'externalId',
  'bio',
  'links',
  'email',
  'birthDate',
  'audiences',
];

/** Whether two views of one profile differ, if at all, only in what the directory does not keep. */
function findsSame(a: Profile, b: Profile): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Profile>;
  return [...fields].every((field) => a[field] === b[field] || unsearched.includes(field));
}

function entriesOf(profile: Profile, words: SearchedWords, institution: Institution): EntryRow[] {
  const lexemes = new Lexemes(institution.number);
  const shared = sharedLexemes(profile, words, lexemes);
  const optionalKey = (value: string | undefined) => (value === undefined ? null : keyOf(value));
  const person = {
    institution_id: institution.id,
    profile_id: profile.id,
    projection: projectionVersion,
    sort_name: sortKeyOf(sortNameOf(profile)),
    display_name: displayNameOf(profile),
    other_names: profile.otherNames.length ? profile.otherNames : null,
    company: profile.company ?? null,
    title: profile.title ?? null,
    industry: profile.industry ?? null,
    city: profile.city ?? null,
    country: profile.country ?? null,
    skills: profile.skills.length ? profile.skills : null,
    headline: profile.headline ?? null,
    photo_url: profile.photoUrl ?? null,
    company_key: optionalKey(profile.company),
    industry_key: optionalKey(profile.industry),
    city_key: optionalKey(profile.city),
    country_key: optionalKey(profile.country),
    skill_keys: profile.skills.length ? [...new Set(profile.skills.map(keyOf))] : null,
  };
  const rows = profile.degrees.length ? profile.degrees : [undefined];
  return rows.map((degree, position) => {
    const document = new Map(shared);
    if (degree) document.set(lexemes.facet('batchYear', String(degree.batchYear)), new Set());
    if (degree?.department !== undefined)
      document.set(lexemes.facet('department', keyOf(degree.department)), new Set());
    return {
      ...person,
      position,
      batch_year: degree?.batchYear ?? 0,
      programme: degree?.programme ?? null,
      department: degree?.department ?? null,
      degree_kind: degree?.kind ?? null,
      department_key: optionalKey(degree?.department),
      document: documentText(document),
    };
  });
}

/** Each value once a person, however many degrees have it. */
function valuesOf(profile: Profile): Value[] {
  const values = new Map<string, Value>();
  const add = (field: Value['field'], key: string, label: string) =>
    values.set(`${field} ${key.length} ${key}${label}`, { field, key, label });
  const addSpelled = (field: FacetField, key: string, label: string) => {
    add(field, key, '');
    add(field, key, label);
  };
  for (const [field, key, label] of facetsOfPerson(profile)) addSpelled(field, key, label);
  for (const degree of profile.degrees) {
    add('batchYear', String(degree.batchYear), '');
    add('batch', degree.batchId, '');
    if (degree.department !== undefined)
      addSpelled('department', keyOf(degree.department), degree.department);
  }
  add('people', '', '');
  return [...values.values()];
}
