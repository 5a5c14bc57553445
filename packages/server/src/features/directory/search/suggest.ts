import type { components } from '@homecoming/contract';
import { formatId } from '../../../platform/ids';
import type { Audience, Scope } from '../../../platform/scope';
import { keyOf } from '../text';
import { lookUp } from './corrections';
import { Lexemes } from './document';
import { highlightsIn } from './highlight';
import { askedWords, isHad, nameLevelCount } from './query';
import { findValues, suggestedFields } from './store/values';
import { findByTiers } from './tiers';

type Suggestion = components['schemas']['Suggestion'];

export interface SuggestQuery {
  readonly audience: Audience;
  readonly q: string;
  readonly limit: number;
  /** Only these kinds; `undefined` for all. */
  readonly kinds: readonly Suggestion['kind'][] | undefined;
  /** Values that fewer people have are withheld. */
  readonly atLeast: number;
}

/** People whose name completes what is typed, then values that do; at least half of the places are for people. */
export async function suggest(scope: Scope, query: SuggestQuery): Promise<Suggestion[]> {
  const { audience, q, limit, atLeast, kinds } = query;
  const asked = askedWords(q);
  if (!asked.length) return [];
  const fields = suggestedFields.filter((field) => !kinds || kinds.includes(field));
  const [people, values] = await Promise.all([
    !kinds || kinds.includes('person') ? findPeople(scope, query) : [],
    fields.length ? findValues(scope, { audience, fields, key: keyOf(q), limit, atLeast }) : [],
  ]);
  const shownValues = values.slice(0, Math.max(limit - people.length, Math.floor(limit / 2)));
  return [
    ...people.slice(0, limit - shownValues.length),
    ...shownValues.map(({ field, value, people: count }): Suggestion => ({
      kind: field as Suggestion['kind'],
      value,
      highlights: highlightsIn(value, asked),
      count,
    })),
  ];
}

async function findPeople(scope: Scope, { audience, q, limit }: SuggestQuery): Promise<Suggestion[]> {
  const asked = await lookUp(scope, audience, askedWords(q), 'none');
  if (!asked.length || !asked.every(isHad)) return [];
  const lexemes = new Lexemes(scope.institution.number);
  const found = await findByTiers(
    scope,
    { audience, filters: {}, limit, after: undefined, tiers: nameLevelCount },
    asked,
    lexemes,
  );
  return found.rows.slice(0, limit).map((row) => ({
    kind: 'person',
    value: row.display_name,
    profileId: formatId('profile', row.profile_id),
    ...(row.batch_year && { batchYear: row.batch_year }),
    ...(row.company !== null && { company: row.company }),
    highlights: highlightsIn(row.display_name, asked),
  }));
}
