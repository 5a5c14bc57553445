import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { activeFilters, type Criteria } from './criteria';
import { facetNames, type Sort } from './model';

const sorts: readonly Sort[] = ['relevance', 'name', '-batchYear'];

/** What the contract takes: longer texts and more values are left out rather than refused. */
const isQuery = (text: string) => text.length <= 200;
const isYears = (text: string) => /^[12]\d{3}(\.\.[12]\d{3})?$/.test(text);
const mostValues = 20;

/** What an address says is looked for. @param prefix of the names of its parameters */
export function criteriaIn(search: string, prefix: string): Criteria {
  const params = new URLSearchParams(search);
  const query = params.get(`${prefix}q`) ?? '';
  const sort = params.get(`${prefix}sort`);
  const filters = facetNames.map((facet) => {
    const isValue = facet === 'batchYear' ? isYears : (text: string) => text.trim() !== '' && isQuery(text);
    const values = params.getAll(prefix + facet).filter(isValue);
    return [facet, [...new Set(values)].slice(0, facet === 'batchYear' ? 1 : mostValues)] as const;
  });
  return {
    query: isQuery(query) ? query : '',
    filters: Object.fromEntries(filters.filter(([, values]) => values.length > 0)),
    sort: sorts.find((each) => each === sort),
    isLiteral: params.get(`${prefix}corrections`) === 'off',
  };
}

/** Whose profile an address says is open. */
export function personIn(search: string, prefix: string): string | undefined {
  const id = new URLSearchParams(search).get(`${prefix}profile`) ?? '';
  return /^prof_[0-9a-z]{26}$/.test(id) ? id : undefined;
}

/** The same address with what is looked for in it, beside the page's own parameters; without a person. */
export function addressOf(href: string, prefix: string, criteria: Criteria): string {
  const url = new URL(href);
  const { searchParams: params } = url;
  for (const name of ['q', 'sort', 'corrections', 'profile', ...facetNames]) params.delete(prefix + name);
  const query = criteria.query.trim();
  if (query !== '') params.set(`${prefix}q`, query);
  if (query !== '' && criteria.isLiteral) params.set(`${prefix}corrections`, 'off');
  for (const { facet, value } of activeFilters(criteria)) params.append(prefix + facet, value);
  if (criteria.sort !== undefined) params.set(`${prefix}sort`, criteria.sort);
  return url.href;
}

export interface AddressBarOptions {
  /** Put before the names of the parameters. */
  readonly prefix: string;
  /** Someone has gone back or forward, to another search. */
  readonly onTravel: (criteria: Criteria) => void;
  /** Someone has gone back or forward, to this person or to none. */
  readonly onPerson: (id: string | undefined) => void;
}

/**
 * Keeps in the page's address what is looked for, and whose profile is open. What is typed in one go is one step of the back
 * button; each filter, order, chosen suggestion and opened person is one. Loaded where the page asks for it.
 */
export class AddressBar implements ReactiveController {
  #isTyping = false;
  /** Whether the step before this one is the search without the person: then closing them goes back to it. */
  #hasOpened = false;
  /** The search that is shown. */
  #shown: string;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: AddressBarOptions,
  ) {
    host.addController(this);
    this.#shown = this.#keyOf(this.criteria);
  }

  hostConnected(): void {
    addEventListener('popstate', this.#onPopState);
    this.host.addEventListener('focusout', this.#onRest);
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.#onPopState);
    this.host.removeEventListener('focusout', this.#onRest);
  }

  /** What the address says. */
  get criteria(): Criteria {
    return criteriaIn(location.search, this.options.prefix);
  }

  get person(): string | undefined {
    return personIn(location.search, this.options.prefix);
  }

  /** Has the address say this. */
  show(criteria: Criteria): void {
    const { prefix } = this.options;
    const [before, address] = [this.criteria, addressOf(location.href, prefix, criteria)];
    this.#shown = this.#keyOf(criteria);
    // Searched for again, by Enter: the text is done.
    if (address === addressOf(location.href, prefix, before)) return this.#onRest();
    const isText =
      addressOf(location.href, prefix, { ...before, query: criteria.query, isLiteral: false }) === address;
    this.#write(address, isText && this.#isTyping ? 'replaceState' : 'pushState');
    this.#isTyping = isText;
    this.#hasOpened = false;
  }

  /** Has the address say whose profile is open; `undefined` once it is closed. */
  showPerson(id: string | undefined): void {
    if (id === this.person) return;
    this.#isTyping = false;
    if (id === undefined && this.#hasOpened) return history.back();
    const url = new URL(location.href);
    if (id === undefined) url.searchParams.delete(`${this.options.prefix}profile`);
    else url.searchParams.set(`${this.options.prefix}profile`, id);
    this.#hasOpened = this.#write(url.href, id === undefined ? 'replaceState' : 'pushState');
  }

  #write(address: string, how: 'pushState' | 'replaceState'): boolean {
    try {
      // The page's router may keep what is its own in the state.
      history[how](history.state, '', address);
      return how === 'pushState';
    } catch {
      // In a frame without an origin, or too many in a short while: the search goes on without.
      return false;
    }
  }

  #keyOf(criteria: Criteria): string {
    return addressOf('https://search.invalid/', this.options.prefix, criteria);
  }

  readonly #onRest = (): void => {
    this.#isTyping = false;
  };

  readonly #onPopState = (): void => {
    this.#isTyping = false;
    this.#hasOpened = false;
    const { criteria, person } = this;
    if (this.#keyOf(criteria) !== this.#shown) this.options.onTravel(criteria);
    this.options.onPerson(person);
  };
}
