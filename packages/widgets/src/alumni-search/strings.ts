import type { Problem } from '../shared/problem';
import { retryIn } from '../shared/wait';
import type { FacetName, Sort, Suggestion, View } from './model';

/**
 * Every text that visitors read or hear. Numbers arrive formatted for the page's language, with the plain count beside
 * them where a plural depends on it.
 */
export interface Strings {
  /** The language of these texts (BCP 47): what assistive technology reads them in. */
  readonly lang: string;
  readonly searchLabel: string;
  readonly placeholder: string;
  readonly clearSearch: string;
  readonly suggestions: string;
  /** Above the suggestions of each kind. */
  readonly suggestionKinds: Readonly<Record<Suggestion['kind'], string>>;
  readonly facets: Readonly<Record<FacetName, string>>;
  readonly filters: string;
  readonly filtersWithCount: (formatted: string) => string;
  readonly showMore: (formatted: string) => string;
  readonly showFewer: string;
  /** @param values such as “Companies” */
  readonly searchFacet: (values: string) => string;
  readonly noValues: string;
  readonly from: string;
  readonly to: string;
  readonly invalidYear: string;
  readonly yearsFrom: (year: number) => string;
  readonly yearsTo: (year: number) => string;
  readonly years: (from: number, to: number) => string;
  readonly estimated: (formatted: string) => string;
  readonly activeFilters: string;
  readonly removeFilter: (facet: string, value: string) => string;
  readonly clearFilters: string;
  readonly sort: string;
  readonly sorts: Readonly<Record<Sort, string>>;
  readonly results: string;
  readonly people: (count: number, formatted: string) => string;
  readonly peopleAtLeast: (count: number, formatted: string) => string;
  /** Whose view of the directory is shown, beside the total. */
  readonly views: Readonly<Record<View, string>>;
  readonly suggestionsReady: (count: number, formatted: string) => string;
  /** @param queries what was searched for instead, in quotation marks */
  readonly showingResultsFor: (queries: string) => string;
  readonly searchLiterally: (query: string) => string;
  readonly titleAtCompany: (title: string, company: string) => string;
  readonly classOf: (year: string) => string;
  readonly alsoKnownAs: string;
  readonly skills: string;
  readonly loading: string;
  readonly loadMore: string;
  readonly loadingMore: string;
  readonly loadedMore: (added: string, shown: string, total: string) => string;
  readonly endOfBrowsing: string;
  readonly nobody: string;
  readonly nobodyFor: (query: string) => string;
  readonly nobodyHelp: string;
  readonly nobodyHelpWithFilters: string;
  /** The query has no letter and no digit. */
  readonly noSearchableCharacters: { readonly title: string; readonly help: string };
  readonly links: string;
  readonly degreeVerified: string;
  /** What a dialog shows whose person's name isn't known yet. */
  readonly profile: string;
  /** A person whom the list still shows, but who may not be seen any more. */
  readonly personGone: string;
  readonly close: string;
  /** How long to wait, where the service says so. */
  readonly retryIn: (seconds: number) => string;
  readonly retry: string;
  readonly retrying: string;
  readonly problems: Readonly<
    Record<Exclude<Problem['kind'], 'refused'>, { readonly title: string; readonly help: string }>
  >;
  readonly reference: (id: string) => string;
}

/** The built-in texts. Those for the page's owner come separately, once they are needed. */
export const visitorEnglish: Strings = {
  lang: 'en',
  searchLabel: 'Search alumni',
  placeholder: 'Name, company, city…',
  clearSearch: 'Clear search',
  suggestions: 'Suggestions',
  suggestionKinds: {
    person: 'People',
    department: 'Departments',
    company: 'Companies',
    city: 'Cities',
    country: 'Countries',
    industry: 'Industries',
    skill: 'Skills',
  },
  facets: {
    batchYear: 'Class year',
    department: 'Department',
    company: 'Company',
    city: 'City',
    country: 'Country',
    industry: 'Industry',
    skill: 'Skill',
  },
  filters: 'Filters',
  filtersWithCount: (formatted) => `Filters (${formatted})`,
  showMore: (formatted) => `Show ${formatted} more`,
  showFewer: 'Show fewer',
  searchFacet: (values) => `Search ${values.toLowerCase()}`,
  noValues: 'Nothing found',
  from: 'From',
  to: 'To',
  invalidYear: 'Enter a 4-digit year.',
  yearsFrom: (year) => `${year} or later`,
  yearsTo: (year) => `${year} or earlier`,
  years: (from, to) => (from === to ? `${from}` : `${from}–${to}`),
  estimated: (formatted) => `≈ ${formatted}`,
  activeFilters: 'Active filters',
  removeFilter: (facet, value) => `Remove filter ${facet}: ${value}`,
  clearFilters: 'Clear all',
  sort: 'Sort by',
  sorts: { relevance: 'Best match', name: 'Name', '-batchYear': 'Newest class' },
  results: 'Results',
  people: (count, formatted) => (count === 1 ? '1 person' : `${formatted} people`),
  peopleAtLeast: (_, formatted) => `${formatted}+ people`,
  views: {
    public: 'Public view',
    members: 'Member view',
    unverified: 'Public view until you’re verified',
  },
  suggestionsReady: (count, formatted) => (count === 1 ? '1 suggestion' : `${formatted} suggestions`),
  showingResultsFor: (queries) => `Showing results for ${queries}`,
  searchLiterally: (query) => `Search for “${query}” instead`,
  titleAtCompany: (title, company) => `${title} at ${company}`,
  classOf: (year) => `Class of ${year}`,
  alsoKnownAs: 'Also',
  skills: 'Skills',
  loading: 'Loading people',
  loadMore: 'Load more',
  loadingMore: 'Loading more',
  loadedMore: (added, shown, total) => `${added} more, ${shown} of ${total}`,
  endOfBrowsing: 'The list stops here. Search or filter to find more people.',
  nobody: 'No one found',
  nobodyFor: (query) => `No one found for “${query}”`,
  nobodyHelp: 'Check the spelling, or try fewer words: a family name, a company or a city.',
  nobodyHelpWithFilters: 'Try removing a filter, or search with fewer words.',
  noSearchableCharacters: {
    title: 'Type a letter or a digit',
    help: 'You can search for names, companies, cities and other words, but not for symbols or emoji.',
  },
  links: 'Links',
  degreeVerified: 'confirmed by the registrar',
  profile: 'Profile',
  personGone: 'This profile is no longer available.',
  close: 'Close',
  retryIn,
  retry: 'Try again',
  retrying: 'Trying again',
  problems: {
    offline: { title: 'You are offline', help: 'The search continues by itself when you’re back online.' },
    unreachable: {
      title: 'The alumni search can’t be reached',
      help: 'The service isn’t answering right now. Try again in a moment.',
    },
    busy: { title: 'Too many searches', help: 'Wait a minute, then try again.' },
    spent: {
      title: 'Too many searches for now',
      help: 'Your network has reached its limit.',
    },
    failed: { title: 'Something went wrong', help: 'It’s not your fault. Try again in a moment.' },
  },
  reference: (id) => `Reference: ${id}`,
};
