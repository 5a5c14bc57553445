import type { Scope } from '../../../platform/scope';
import { lookUp } from './corrections';
import { type FacetField, facetFields, Lexemes } from './document';
import { countFacets, type FacetCounts } from './facets';
import { type AskedWord, askedWords, type Filters, isHad, wholeQuery } from './query';
import type { SearchPlace, SearchQuery, Total } from './search-query';
import {
  countBound,
  countMatches,
  type EntryRow,
  findOrdered,
  findRanked,
  type Order,
  type Selection,
  type TotalQuery,
} from './store/pages';
import { countValuesOf, type FilterValue } from './store/values';
import { findByTiers } from './tiers';

export interface SearchResult {
  readonly rows: readonly EntryRow[];
  readonly asked: readonly AskedWord[];
  readonly next: SearchPlace | undefined;
  readonly total: Total;
  readonly facets: FacetCounts;
  /** Something was typed, but nothing that can be looked for: nobody is found. */
  readonly isUnsearchable?: true;
}

/** A page of rows, one more than asked for where there are more. */
interface Found {
  readonly rows: readonly EntryRow[];
  readonly way: SearchPlace['way'];
  /** Of each row, where found by tiers. */
  readonly tierOf?: (row: EntryRow) => number;
  readonly total: Total;
}

/** Searches or browses what one audience may see; `docs/search.md` defines matching, order and bounds. */
export async function searchDirectory(scope: Scope, query: SearchQuery): Promise<SearchResult> {
  if (isUnsearchable(query.q)) {
    const values = new Map(query.facets.map((field) => [field, []]));
    const nobody = { rows: [], asked: [], next: undefined, total: { value: 0, relation: 'exact' } } as const;
    return { ...nobody, facets: { values, counts: 'exact' }, isUnsearchable: true };
  }
  // Facets are counted beside the page, over another connection; never while one is held, or all might be held by those
  // who wait for a second one.
  return query.facets.length
    ? searchWithin(scope, query)
    : scope.reading((reader) => searchWithin(reader, query));
}

/** Whether a text is not blank, but has no letter and no digit. */
const isUnsearchable = (q: string) => q.trim() !== '' && !askedWords(q).length;

async function searchWithin(scope: Scope, query: SearchQuery): Promise<SearchResult> {
  const search = new Search(scope, query);
  const asked = await search.interpret();
  const result = await search.read(asked);
  if (result.rows.length || !asked.length || query.after) return result;
  const corrected = await search.correctedForWant(asked);
  return corrected ? search.read(corrected) : result;
}

const wordsOfAll = (asked: readonly AskedWord[], lexemes: Lexemes) =>
  asked.length ? wholeQuery(asked, lexemes) : '';

class Search {
  readonly lexemes: Lexemes;

  constructor(
    private readonly scope: Scope,
    private readonly query: SearchQuery,
  ) {
    this.lexemes = new Lexemes(scope.institution.number);
  }

  #allKnown = true;

  /** The words asked for; those that nobody has, as what they may have been meant as. */
  async interpret(): Promise<AskedWord[]> {
    const words = askedWords(this.query.q);
    if (!words.length) return words;
    const { audience, after, isLiteral } = this.query;
    const asked = await lookUp(this.scope, audience, words, isLiteral ? 'none' : 'unknown');
    const isKnown = (word: AskedWord) => word.phrase.length > 0 || (isHad(word) && !word.replacements.length);
    this.#allKnown = asked.every(isKnown);
    return this.#allKnown && after?.corrected ? lookUp(this.scope, audience, words, 'all') : asked;
  }

  /** Every word with corrections, where all are known but nobody has them together; undefined where that is not so. */
  async correctedForWant(asked: readonly AskedWord[]): Promise<AskedWord[] | undefined> {
    if (this.query.isLiteral || !this.#allKnown) return undefined;
    const corrected = await lookUp(this.scope, this.query.audience, asked, 'all');
    if (!corrected.some((word) => word.replacements.length)) return undefined;
    // Narrowing by a filter must not turn the words into others.
    const unfiltered: Selection = {
      audience: this.query.audience,
      filters: {},
      words: wholeQuery(asked, this.lexemes),
    };
    const filtered = Object.keys(this.query.filters).length > 0;
    return filtered && (await countMatches(this.scope, unfiltered, this.lexemes)) > 0 ? undefined : corrected;
  }

  /** The page and the counts of these words. */
  async read(asked: readonly AskedWord[]): Promise<SearchResult> {
    const [found, facets] = await Promise.all([
      this.#find(asked),
      countFacets(this.scope, this.query, asked),
    ]);
    return this.#result(found, asked, facets);
  }

  async #find(asked: readonly AskedWord[]): Promise<Found> {
    const { audience, filters, after, limit } = this.query;
    if (!asked.every(isHad)) return { rows: [], way: 'ranked', total: { value: 0, relation: 'exact' } };
    const order = this.#order(asked);
    const selection: Selection = { audience, filters, words: wordsOfAll(asked, this.lexemes) };
    const way = after?.way ?? (await this.#way(asked, filters, order));
    if (way === 'ranked') {
      // A later page goes on as the first began, also when more have come to match meanwhile.
      const bound = (asked.length ? countBound : await this.#fewPeople()) * (after ? 5 : 1);
      const { lexemes } = this;
      const found = await findRanked(this.scope, selection, {
        asked,
        lexemes,
        order,
        after,
        limit: limit + 1,
        bound,
      });
      const total = after?.total ?? { value: found.matched, relation: 'exact' };
      if (found.matched <= bound) return { rows: found.rows, way, total };
    }
    if (asked.length && order === 'relevance') {
      const { rows, tierOf, total } = await findByTiers(this.scope, this.query, asked, this.lexemes);
      return { rows, way: 'tiers', tierOf, total };
    }
    return this.#findInOrder(selection, order === 'relevance' ? 'name' : order);
  }

  /** Matches are collected and ranked; or, where nothing is ranked and many match, met on a walk through the names. */
  async #way(asked: readonly AskedWord[], filters: Filters, order: Order): Promise<SearchPlace['way']> {
    // Of one word the tiers are the ranks: where many may have it there is nothing to collect.
    const [only, ...more] = asked;
    const isCommon = only && !more.length && sum(only.people) > countBound && !Object.keys(filters).length;
    if (isCommon) return order === 'relevance' ? 'tiers' : 'ordered';
    if (asked.length) return 'ranked';
    if (isRangeOfIndex(filters)) return 'ordered';
    const [field, ...others] = Object.keys(filters) as FacetField[];
    if (others.length) return 'ranked';
    const people = await this.#count(filters[field!]!.map((key) => ({ field: field!, key })));
    return sum(people) <= (await this.#fewPeople()) ? 'ranked' : 'ordered';
  }

  /** By how many people each value is had; learns at once what number of people is few. */
  async #count(values: readonly FilterValue[]): Promise<number[]> {
    const counts = await countValuesOf(this.scope, this.query.audience, [
      ...values,
      { field: 'people', key: '' },
    ]);
    this.#few = Math.max(countBound, Math.round(Math.sqrt(20 * counts.pop()!)));
    return counts;
  }
  #few: number | undefined;

  /** Up to so many matches are sooner collected than met on a walk that ends when a page is full. */
  async #fewPeople(): Promise<number> {
    if (this.#few === undefined) await this.#count([]);
    return this.#few!;
  }

  #order(asked: readonly AskedWord[]): Order {
    const { order } = this.query;
    if (!asked.length) return order === '-batchYear' ? order : 'name';
    return order ?? 'relevance';
  }

  async #findInOrder(selection: Selection, order: Exclude<Order, 'relevance'>): Promise<Found> {
    const { after, limit } = this.query;
    const total = after ? 'none' : totalQuery(selection);
    const { lexemes } = this;
    const found = await findOrdered(this.scope, selection, {
      lexemes,
      order,
      after,
      limit: limit + 1,
      total,
    });
    return { rows: found.rows, way: 'ordered', total: after?.total ?? bounded(found.total, total) };
  }

  #result(found: Found, asked: readonly AskedWord[], facets: FacetCounts): SearchResult {
    const { limit } = this.query;
    const rows = found.rows.slice(0, limit);
    const last = rows.at(-1);
    const next: SearchPlace | undefined =
      last && found.rows.length > limit
        ? {
            way: found.way,
            score: last.score,
            batchYear: last.batch_year,
            sortName: last.sort_name,
            profileId: last.profile_id,
            tier: found.tierOf?.(last) ?? 0,
            corrected: asked.some((word) => word.replacements.length > 0),
            total: found.total,
          }
        : undefined;
    return { rows, asked, next, total: found.total, facets };
  }
}

/** Whether the filters are one range of an index in the order of names, so that nothing needs to be collected first. */
function isRangeOfIndex({ batchYear, company, ...others }: Filters): boolean {
  if (Object.keys(others).length) return false;
  if (!batchYear) return !company;
  return batchYear.length === 1 && (!company || company.length === 1);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** Everybody, and everybody with one value, is kept counted; the rest is counted up to the bound. */
function totalQuery({ filters, words }: Selection): TotalQuery {
  const [field, ...others] = facetFields.filter((each) => filters[each]);
  if (words || others.length || (field && filters[field]!.length > 1)) return 'count';
  return field ? { field, key: filters[field]![0]! } : { field: 'people', key: '' };
}

function bounded(total: number, how: TotalQuery): Total {
  return how === 'count' && total > countBound
    ? { value: countBound, relation: 'atLeast' }
    : { value: total, relation: 'exact' };
}
