import type { DirectoryEntry, FacetName, SearchParams, Suggestion } from '@homecoming/sdk';

export type { DirectoryEntry, FacetName, SearchParams, Suggestion };

/** Every facet that the contract knows, in the order in which a page would show them. */
export const facetNames = [
  'batchYear',
  'department',
  'company',
  'city',
  'country',
  'industry',
  'skill',
] as const satisfies readonly FacetName[];

/** Years are the one facet that is not searched for by words. */
export type WordFacet = Exclude<FacetName, 'batchYear'>;

/** A value to choose. */
export interface Choice {
  readonly value: string;
  readonly count: number | undefined;
  readonly chosen: boolean;
}

/** What a person can choose in the sort list; `undefined` leaves it to the service (best match with words, by name without). */
export type Sort = 'relevance' | 'name' | '-batchYear';

/** Whom a result or a suggestion leads to. */
export type Person = Pick<DirectoryEntry, 'id' | 'displayName' | 'photoUrl'>;

/** What a search shows: what everyone sees, or what verified members see. An `unverified` member sees what everyone does. */
export type View = 'public' | 'members' | 'unverified';

/** Chosen values by facet. A batch year is `1911` or a range, `1911..1920`. Never holds an empty list. */
export type Filters = { readonly [facet in FacetName]?: readonly string[] };

export function isFacetName(name: string): name is FacetName {
  return (facetNames as readonly string[]).includes(name);
}
