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

/** The same address with what is looked for in it, beside the page's own parameters. */
export function addressOf(href: string, prefix: string, criteria: Criteria): string {
  const url = new URL(href);
  const { searchParams: params } = url;
  for (const name of ['q', 'sort', 'corrections', ...facetNames]) params.delete(prefix + name);
  const query = criteria.query.trim();
  if (query !== '') params.set(`${prefix}q`, query);
  if (query !== '' && criteria.isLiteral) params.set(`${prefix}corrections`, 'off');
  for (const { facet, value } of activeFilters(criteria)) params.append(prefix + facet, value);
  if (criteria.sort !== undefined) params.set(`${prefix}sort`, criteria.sort);
  return url.href;
}

/**
 * Keeps the page's address to what is looked for. What is typed in one go is one step of the back button; each filter, order
 * and chosen suggestion is one. Loaded where the page asks for it.
 */
export class AddressBar implements ReactiveController {
  #isTyping = false;

  /** @param onTravel the person has gone back or forward, to this */
  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly prefix: string,
    private readonly onTravel: (criteria: Criteria) => void,
  ) {
    host.addController(this);
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
    return criteriaIn(location.search, this.prefix);
  }

  /** Has the address say this. */
  show(criteria: Criteria): void {
    const [before, address] = [this.criteria, addressOf(location.href, this.prefix, criteria)];
    // Searched for again, by Enter: the text is done.
    if (address === addressOf(location.href, this.prefix, before)) return this.#onRest();
    const isText =
      addressOf(location.href, this.prefix, { ...before, query: criteria.query, isLiteral: false }) ===
      address;
    try {
      // The page's router may keep what is its own in the state.
      if (isText && this.#isTyping) history.replaceState(history.state, '', address);
      else history.pushState(history.state, '', address);
    } catch {
      // In a frame without an origin, or too many in a short while: the search goes on without.
    }
    this.#isTyping = isText;
  }

  readonly #onRest = (): void => {
    this.#isTyping = false;
  };

  readonly #onPopState = (): void => {
    this.#isTyping = false;
    this.onTravel(this.criteria);
  };
}
