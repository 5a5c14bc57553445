import type { Profile } from '@homecoming/sdk';
import type { LitElement } from 'lit';
import { adopt } from '../shared/homecoming-element';
import type { Problem } from '../shared/problem';
import type { FacetSearch, FetchValues } from './facet-search';
import type { Person } from './model';
import type { PersonCard } from './person-card';
import type { FetchSuggestions, SuggestController, SuggestEvents } from './suggest-controller';

export interface LateOptions {
  readonly fetchSuggestions: () => FetchSuggestions | undefined;
  readonly fetchValues: () => FetchValues | undefined;
  readonly fetchProfile: (id: string, signal: AbortSignal) => Promise<Profile>;
  readonly diagnose: (error: unknown) => Promise<Problem>;
  /** Someone's profile is open on a card; `undefined` once it is closed. */
  readonly onPerson: (id: string | undefined) => void;
  readonly suggestEvents: () => SuggestEvents;
  /** A page of the page's own for a person. */
  readonly hrefOf: (person: Person) => string | undefined;
  /** What a person has asked for could not be fetched. */
  readonly onMissing: () => void;
}

/** What the element fetches only once somebody gets at it: most visitors look at the first results and go. */
export class LateParts {
  suggestions: SuggestController | undefined;
  facetSearch: FacetSearch | undefined;
  card: PersonCard | undefined;
  /** What a narrowed or corrected search shows besides. */
  narrowed: typeof import('./views/narrowed') | undefined;

  #query: string | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: LateOptions,
  ) {}

  /** Suggests how a text may go on; without one, only fetches what does. Without suggestions there is still the search. */
  async suggest(query?: string): Promise<void> {
    this.#query = query;
    if (!this.suggestions && !navigator.onLine) return;
    const module = await import('./suggest-controller').catch(() => undefined);
    const { fetchSuggestions, suggestEvents } = this.options;
    this.suggestions ??= module && new module.SuggestController(this.host, fetchSuggestions, suggestEvents());
    // Meanwhile the text may be another, or done with.
    if (query !== undefined && query === this.#query) this.suggestions?.suggestSoon(query);
  }

  /** Closes the suggestions, and keeps those under way from opening. @param how `forget`: an arrow key does not open them again */
  endSuggestions(how: 'close' | 'forget'): void {
    this.#query = undefined;
    this.suggestions?.[how]();
  }

  /** Gives unfolded facets a field of their own. Without it there are still the most frequent values. */
  async searchFacets(): Promise<void> {
    const module = await import('./facet-search').catch(() => undefined);
    this.facetSearch ??= module && new module.FacetSearch(this.host, this.options.fetchValues);
    this.host.requestUpdate();
  }

  /** Shows what narrows a search, and what it was corrected to. Without it there are still the filters. */
  async narrow(): Promise<void> {
    this.narrowed ??= await import('./views/narrowed').catch(() => undefined);
    if (this.narrowed) adopt(this.host, this.narrowed.styles);
    this.host.requestUpdate();
  }

  /** Opens a person: on the page's own page of them, or on a card. */
  async open(person: Person): Promise<void> {
    const url = this.options.hrefOf(person);
    if (url !== undefined) return location.assign(url);
    const module = await import('./person-card').catch(() => undefined);
    this.card ??= module && new module.PersonCard(this.host, this.options);
    if (this.card) await this.card.open(person);
    else this.options.onMissing();
  }

  /** Has the card show whom the page's address names, or nobody. */
  showPerson(id: string | undefined): void {
    const shown = this.card?.state?.person.id;
    if (id === shown) return;
    const person = id !== undefined && { id, displayName: '' };
    if (!person) this.card?.close();
    else if (this.options.hrefOf(person) === undefined) void this.open(person);
  }
}
