import type { Misconfiguration } from './configuration';
import type { FacetName, Sort, Suggestion } from './model';
import type { Problem, RefusalCode } from './problem';

/**
 * Every text that the element shows or says. Numbers arrive formatted for the page's language, with the plain count
 * beside them where a plural depends on it. Override some or all through the element's `strings` property.
 */
export interface Strings {
  /** The language of these texts (BCP 47): what assistive technology reads them in. */
  readonly lang: string;
  readonly searchLabel: string;
  readonly placeholder: string;
  readonly clearSearch: string;
  readonly suggestions: string;
  readonly suggestionKinds: Readonly<Record<Suggestion['kind'], string>>;
  readonly facets: Readonly<Record<FacetName, string>>;
  readonly filters: string;
  readonly filtersWithCount: (formatted: string) => string;
  readonly showMore: (formatted: string) => string;
  readonly showFewer: string;
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
  readonly suggestionsReady: (count: number, formatted: string) => string;
  readonly corrected: (word: string, replacements: string) => string;
  readonly titleAtCompany: (title: string, company: string) => string;
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
  readonly retry: string;
  readonly retrying: string;
  readonly problems: Readonly<
    Record<Exclude<Problem['kind'], 'refused'>, { readonly title: string; readonly help: string }>
  >;
  readonly reference: (id: string) => string;
  readonly refusedTitle: string;
  readonly refusals: Readonly<
    Record<RefusalCode | Misconfiguration, { readonly cause: string; readonly remedy: string }>
  >;
  readonly origin: string;
  readonly key: string;
  readonly code: string;
}

/** The built-in texts. */
export const english: Strings = {
  lang: 'en',
  searchLabel: 'Search alumni',
  placeholder: 'Name, company, city…',
  clearSearch: 'Clear search',
  suggestions: 'Suggestions',
  suggestionKinds: {
    person: 'Person',
    department: 'Department',
    company: 'Company',
    city: 'City',
    country: 'Country',
    industry: 'Industry',
    skill: 'Skill',
  },
  facets: {
    batchYear: 'Batch year',
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
  from: 'From',
  to: 'To',
  invalidYear: 'Enter a year of four digits.',
  yearsFrom: (year) => `${year} or later`,
  yearsTo: (year) => `${year} or earlier`,
  years: (from, to) => (from === to ? `${from}` : `${from}–${to}`),
  estimated: (formatted) => `≈ ${formatted}`,
  activeFilters: 'Active filters',
  removeFilter: (facet, value) => `Remove filter ${facet}: ${value}`,
  clearFilters: 'Clear all',
  sort: 'Sort by',
  sorts: { relevance: 'Best match', name: 'Name', '-batchYear': 'Newest batch' },
  results: 'Results',
  people: (count, formatted) => (count === 1 ? '1 person' : `${formatted} people`),
  peopleAtLeast: (_, formatted) => `${formatted}+ people`,
  suggestionsReady: (count, formatted) => (count === 1 ? '1 suggestion' : `${formatted} suggestions`),
  corrected: (word, replacements) => `Nobody matched “${word}”. Showing results for ${replacements}.`,
  titleAtCompany: (title, company) => `${title} at ${company}`,
  alsoKnownAs: 'Also',
  skills: 'Skills',
  loading: 'Loading people',
  loadMore: 'Load more',
  loadingMore: 'Loading more',
  loadedMore: (added, shown, total) => `${added} more, ${shown} of ${total}`,
  endOfBrowsing: 'This list ends here. Search or filter to find others.',
  nobody: 'Nobody found',
  nobodyFor: (query) => `Nobody found for “${query}”`,
  nobodyHelp: 'Check the spelling, or try fewer words: a family name, a company or a city.',
  nobodyHelpWithFilters: 'Try removing a filter, or search with fewer words.',
  retry: 'Try again',
  retrying: 'Trying again',
  problems: {
    offline: { title: 'You are offline', help: 'The search goes on by itself once you are connected again.' },
    unreachable: {
      title: 'The alumni search can’t be reached',
      help: 'Check your connection, or try again in a moment.',
    },
    busy: { title: 'Too many searches just now', help: 'Wait a minute, then try again.' },
    spent: {
      title: 'Too many searches for today',
      help: 'Your network has used up its searches for now. Try again tomorrow, or from another network.',
    },
    failed: { title: 'Something went wrong', help: 'It is not your fault. Try again in a moment.' },
  },
  reference: (id) => `Reference: ${id}`,
  refusedTitle: 'The alumni search is not set up for this page',
  refusals: {
    no_key: {
      cause: 'The element has no key.',
      remedy: 'Add key="pk_…" to <hc-alumni-search>. The alumni office can give you the publishable key.',
    },
    malformed_key: {
      cause: 'What stands in the key attribute is not a publishable key.',
      remedy:
        'A publishable key begins with pk_live_ or pk_test_. Copy it again, whole, from what the alumni office gave you.',
    },
    no_api: {
      cause: 'The element does not know where the service is.',
      remedy: 'Add api="https://…" to <hc-alumni-search>: the address that the script comes from.',
    },
    secret_key: {
      cause: 'The key on this page is a secret key, and everybody who opens the page can read it.',
      remedy:
        'Put a publishable key (pk_…) in its place, and ask the alumni office to revoke the secret key now.',
    },
    origin_not_allowed: {
      cause: 'The key does not allow this page’s origin.',
      remedy: 'Ask the alumni office to add this page’s origin to the key’s allowed origins.',
    },
    missing_key: {
      cause: 'The service received no key.',
      remedy: 'Check the key attribute of <hc-alumni-search>.',
    },
    invalid_key: {
      cause: 'The service does not know this key: it is mistyped, or has been revoked.',
      remedy:
        'Compare it with the publishable key that the alumni office gave you, and ask them for a new one if they match.',
    },
    expired_key: {
      cause: 'The key has expired.',
      remedy: 'Ask the alumni office for a new publishable key.',
    },
    key_kind_not_allowed: {
      cause: 'A key of this kind can’t be used on a page.',
      remedy: 'Ask the alumni office for a publishable key (pk_…).',
    },
    secret_key_in_browser: {
      cause: 'The key on this page is a secret key, and everybody who opens the page can read it.',
      remedy:
        'Put a publishable key (pk_…) in its place, and ask the alumni office to revoke the secret key now.',
    },
    missing_scope: {
      cause: 'The key may not read the directory.',
      remedy: 'Ask the alumni office for a publishable key that may.',
    },
  },
  origin: 'This page’s origin',
  key: 'Key',
  code: 'Code',
};
