import type { Audience, Institution } from '../../platform/scope';
import { displayNameOf, sortNameOf, type Profile } from './profile';
import { documentText, facetsOfPerson, Lexemes, searchedWords, sharedLexemes } from './search/document';
import { keyOf, sortKeyOf } from './text';
import { audiences, visibleTo } from './visibility';

/** A row of directory_entries, by column. */
export type EntryRow = Readonly<Record<string, unknown>> & { readonly profile_id: string; readonly audience: Audience };

/** A row of directory_terms, without its count. `label` is '' where all spellings are counted together. */
export interface Term {
  readonly audience: Audience;
  readonly field: string;
  readonly key: string;
  readonly label: string;
}

/** What the directory keeps of a profile for one audience. */
export interface Projection {
  readonly audience: Audience;
  readonly entries: readonly EntryRow[];
  readonly terms: readonly Term[];
}

/** What every audience that may see the profile finds of it. Pure: the same profile gives the same rows. */
export function project(profile: Profile, institution: Institution): Projection[] {
  const projections: Projection[] = [];
  for (const audience of audiences) {
    const visible = visibleTo(profile, audience, institution.audienceDefaults);
    if (!visible) continue;
    projections.push({
      audience,
      entries: entriesOf(visible, audience, institution),
      terms: termsOf(visible, audience),
    });
  }
  return projections;
}

function entriesOf(profile: Profile, audience: Audience, institution: Institution): EntryRow[] {
  const lexemes = new Lexemes(institution.number);
  const shared = sharedLexemes(profile, lexemes);
  const optionalKey = (value: string | undefined) => (value === undefined ? null : keyOf(value));
  const person = {
    institution_id: institution.id,
    audience,
    profile_id: profile.id,
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
    if (degree?.department !== undefined) document.set(lexemes.facet('department', keyOf(degree.department)), new Set());
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

/** Each word and value once a person, however often it stands there. */
function termsOf(profile: Profile, audience: Audience): Term[] {
  const terms = new Map<string, Term>();
  const add = (field: string, key: string, label: string) =>
    terms.set(`${field}\0${key}\0${label}`, { audience, field, key, label });
  const addValue = (field: string, key: string, label: string) => {
    add(field, key, '');
    add(field, key, label);
  };
  const words = searchedWords(profile);
  for (const word of words.any) add('word', word, '');
  for (const word of words.name) add('nameWord', word, '');
  for (const word of words.company) add('companyWord', word, '');
  for (const [field, key, label] of facetsOfPerson(profile)) addValue(field, key, label);
  for (const degree of profile.degrees) {
    add('batchYear', String(degree.batchYear), '');
    add('batch', degree.batchId, '');
    if (degree.department !== undefined) addValue('department', keyOf(degree.department), degree.department);
  }
  add('people', '', '');
  return [...terms.values()];
}
