import type { PropertyDeclarations } from 'lit';
import { type FacetName, isFacetName } from './model';

export const defaultFacets: readonly FacetName[] = ['batchYear', 'department', 'company', 'city'];

export const defaultLimit = 20;

/** A value as the element uses it, with the parts of it that it doesn't know. */
export interface ReadValue<Value> {
  readonly value: Value;
  readonly unknown: readonly string[];
}

/**
 * `batchYear, company` (commas or spaces), or a list, as a list. Names that are no facet are left out, so that a newer
 * page does an older script no harm.
 */
export function readFacets(
  given: string | readonly string[] | null | undefined,
): ReadValue<readonly FacetName[]> {
  if (given === null || given === undefined) return { value: defaultFacets, unknown: [] };
  const names = [...new Set(typeof given === 'string' ? given.split(/[\s,]+/) : given)].filter(Boolean);
  return { value: names.filter(isFacetName), unknown: names.filter((name) => !isFacetName(name)) };
}

/** People to a page, within what the contract allows (1 to 100). */
export function readLimit(given: string | number | null | undefined): ReadValue<number> {
  if (given === null || given === undefined) return { value: defaultLimit, unknown: [] };
  const limit = given === '' ? NaN : Number(given);
  const value = Math.min(100, Math.max(1, Math.trunc(limit) || defaultLimit));
  return { value, unknown: value === limit ? [] : [String(given)] };
}

/** The element's attributes and properties. `facets` and `limit` have accessors, which read an attribute's text. */
export const properties: PropertyDeclarations = {
  limit: { noAccessor: true },
  facets: { noAccessor: true },
  locale: {},
  profileUrl: { attribute: 'profile-url' },
  urlState: { attribute: 'url-state' },
  filtersOpen: { state: true },
  expanded: { state: true },
};
