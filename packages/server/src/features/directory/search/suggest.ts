import type { components } from '../../../contract/generated/schema';
import { formatId } from '../../../platform/ids';
import type { Audience, Scope } from '../../../platform/scope';
import { keyOf } from '../text';
import { Lexemes } from './document';
import { lookUp } from './corrections';
import { askedWords, isHad, nameLevelCount } from './query';
import { findValues } from './store/values';
import { findByTiers } from './tiers';

type Suggestion = components['schemas']['Suggestion'];

export interface SuggestQuery {
  readonly audience: Audience;
  readonly q: string;
  readonly limit: number;
  /** Values that fewer people have are withheld. */
  readonly atLeast: number;
}

/** People whose name completes what is typed, then values that do; at least half of the places are for people. */
export async function suggest(scope: Scope, query: SuggestQuery): Promise<Suggestion[]> {
  const { audience, q, limit, atLeast } = query;
  if (!askedWords(q).length) return [];
  const [people, values] = await Promise.all([
    findPeople(scope, query),
    findValues(scope, { audience, key: keyOf(q), limit, atLeast }),
  ]);
  const shownValues = values.slice(0, Math.max(limit - people.length, Math.floor(limit / 2)));
  return [
    ...people.slice(0, limit - shownValues.length),
    ...shownValues.map(({ field, value, people: count }): Suggestion => ({
      kind: field as Suggestion['kind'],
      value,
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
  }));
}
