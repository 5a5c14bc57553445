import type { Audience } from '../../../platform/scope';
import type { FacetField } from './document';
import type { Filters } from './query';
import type { Order, Place } from './store/pages';

export interface SearchQuery {
  readonly audience: Audience;
  readonly q: string;
  /** Whether the words are taken as typed, even when no one matches. */
  readonly isLiteral?: boolean;
  readonly filters: Filters;
  readonly order: Order | undefined;
  readonly facets: readonly FacetField[];
  readonly limit: number;
  readonly after: SearchPlace | undefined;
  /** Facet counts below it are withheld. */
  readonly atLeast: number;
}

/** From where the next page goes on. */
export interface SearchPlace extends Place {
  readonly way: 'ranked' | 'ordered' | 'tiers';
  readonly tier: number;
  /** Whether corrections were in use: a page must read the words as the one before did. */
  readonly corrected: boolean;
  readonly total: Total;
}

export interface Total {
  readonly value: number;
  readonly relation: 'exact' | 'atLeast';
}
