import type { DirectoryPage } from '@homecoming/sdk';
import type { Problem } from '../shared/problem';
import { type Criteria, everybody } from './criteria';
import type { DirectoryEntry } from './model';

/** What is shown: the pages of one search, joined. */
export interface Answer {
  readonly criteria: Criteria;
  readonly people: readonly DirectoryEntry[];
  /** How many of them came with the latest page. */
  readonly added: number;
  readonly nextCursor: string | null;
  readonly total: DirectoryPage['total'];
  readonly facets: DirectoryPage['facets'];
  readonly facetCounts: DirectoryPage['facetCounts'];
  readonly corrections: DirectoryPage['corrections'];
  /** Why nobody was looked for. */
  readonly hint: DirectoryPage['hint'];
}

/**
 * The state of a search, changed by the pure functions below only. Each request bears a number; an answer counts only
 * if it bears the latest, so that a slow answer can't replace a newer one, however the network reorders them.
 */
export interface SearchState {
  readonly criteria: Criteria;
  readonly request: number;
  readonly activity: 'idle' | 'searching' | 'paging';
  readonly answer: Answer | undefined;
  readonly problem: Problem | undefined;
  /** What the problem has kept from happening, to be tried again. */
  readonly interrupted: 'searching' | 'paging' | undefined;
}

export const initialState: SearchState = {
  criteria: everybody,
  request: 0,
  activity: 'idle',
  answer: undefined,
  problem: undefined,
  interrupted: undefined,
};

/** What is looked for has changed; nothing has been asked yet. */
export function changed(state: SearchState, criteria: Criteria): SearchState {
  return { ...state, criteria };
}

/** A search leaves. What was shown stays until it is answered, a problem too: nothing flickers. */
export function searchBegan(state: SearchState): SearchState {
  return { ...state, request: state.request + 1, activity: 'searching' };
}

/** The next page leaves. */
export function pagingBegan(state: SearchState): SearchState {
  return { ...state, request: state.request + 1, activity: 'paging' };
}

/** A request was given up, unanswered. */
export function abandoned(state: SearchState): SearchState {
  return { ...state, request: state.request + 1, activity: 'idle' };
}

/** A page has arrived: the first of a search, or the next of the one shown. */
export function arrived(
  state: SearchState,
  request: number,
  criteria: Criteria,
  page: DirectoryPage,
): SearchState {
  if (request !== state.request) return state;
  const before = state.activity === 'paging' ? state.answer : undefined;
  // A person who moved between two pages while they were fetched would come twice.
  const seen = new Set(before?.people.map(({ id }) => id));
  const people = page.data.filter(({ id }) => !seen.has(id));
  const answer: Answer = {
    criteria,
    people: before ? [...before.people, ...people] : people,
    added: people.length,
    nextCursor: page.nextCursor,
    // Counts belong to the search: they don't change under the hand of who reads on.
    total: before?.total ?? page.total,
    facets: before?.facets ?? page.facets,
    facetCounts: before?.facetCounts ?? page.facetCounts,
    corrections: before?.corrections ?? page.corrections,
    hint: page.hint,
  };
  return { ...state, activity: 'idle', answer, problem: undefined, interrupted: undefined };
}

/** A request failed. What was shown stays. */
export function failed(state: SearchState, request: number, problem: Problem): SearchState {
  if (request !== state.request || state.activity === 'idle') return state;
  return { ...state, activity: 'idle', problem, interrupted: state.activity };
}
