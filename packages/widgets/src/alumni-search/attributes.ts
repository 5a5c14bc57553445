import type { ComplexAttributeConverter, PropertyDeclarations } from 'lit';
import { isFacetName, type FacetName } from './model';

export const defaultFacets: readonly FacetName[] = ['batchYear', 'department', 'company', 'city'];

/** `batchYear, company` (commas or spaces) as a list; names that are no facet are left out, so a newer page does an older script no harm. */
export const facetsConverter: ComplexAttributeConverter<readonly FacetName[]> = {
  fromAttribute: (value) =>
    value === null ? defaultFacets : [...new Set(value.split(/[\s,]+/).filter(isFacetName))],
};

/** People to a page, within what the contract allows (1 to 100). */
export const limitConverter: ComplexAttributeConverter<number> = {
  fromAttribute: (value) => Math.min(100, Math.max(1, Math.trunc(Number(value)) || defaultLimit)),
};

export const defaultLimit = 20;

/** The element's attributes and properties. */
export const properties: PropertyDeclarations = {
  api: {},
  key: {},
  limit: { converter: limitConverter },
  heading: {},
  facets: { converter: facetsConverter },
  locale: {},
  profileUrl: { attribute: 'profile-url' },
  strings: { attribute: false },
  filtersOpen: { state: true },
  expanded: { state: true },
};
