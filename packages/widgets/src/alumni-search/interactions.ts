import type { LitElement } from 'lit';
import {
  type ActiveFilter,
  activeFilters,
  type Criteria,
  literally,
  withFilter,
  withoutFilter,
  withoutFilters,
  withQuery,
  withSort,
  withYears,
  type YearRange,
} from './criteria';
import { selectEvent } from './events';
import type { LateParts } from './late-parts';
import { type DirectoryEntry, type FacetName, isFacetName, type Sort, type Suggestion } from './model';
import type { SearchController } from './search-controller';
import type { LayoutEvents } from './views/layout';
import type { SearchBoxEvents } from './views/search-box';

/** What a person does, and where the focus goes when what they used is gone (WCAG 2.4.3). */
export class Interactions implements SearchBoxEvents, LayoutEvents {
  constructor(
    private readonly host: LitElement,
    private readonly search: SearchController,
    private readonly late: LateParts,
  ) {}

  /** While an input method composes, the text is not what is meant yet; the end of it comes here, too. */
  readonly onInput = (event: Event): void => {
    if ((event as InputEvent).isComposing) return;
    const query = (event.target as HTMLInputElement).value;
    this.search.searchSoon(withQuery(this.#criteria, query));
    void this.late.suggest(query);
  };

  /** What completes the text is fetched with the focus, before there is any. */
  readonly onFocus = (): void => void this.late.suggest();

  readonly onKeydown = (event: KeyboardEvent): void => this.late.suggestions?.onKeydown(event);

  readonly onBlur = (): void => this.late.endSuggestions('close');

  readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.late.endSuggestions('close');
    void this.search.search();
  };

  readonly onClear = (): void => {
    this.late.endSuggestions('forget');
    void this.search.search(withQuery(this.#criteria, ''));
    this.#focus('#query');
  };

  /** A person: opens them, with all of the name below. A value: narrows to it, and what was typed for it has done its work. */
  readonly onChoose = (suggestion: Suggestion): void => {
    this.late.endSuggestions('forget');
    const { kind, value, profileId } = suggestion;
    if (isFacetName(kind)) {
      void this.search.search(withFilter(withQuery(this.#criteria, ''), { facet: kind, value }));
      return;
    }
    if (profileId && !this.host.dispatchEvent(selectEvent({ profileId, displayName: value }))) return;
    void this.search.search(withQuery(this.#criteria, value));
    if (profileId) void this.late.open({ id: profileId, displayName: value });
  };

  /** A result was chosen. A link with a key held for a new tab or window is the browser's business only. */
  readonly onSelect = (person: DirectoryEntry, event: Event): void => {
    const { ctrlKey, metaKey, shiftKey } = event as MouseEvent;
    const isLink = event.currentTarget instanceof HTMLAnchorElement;
    if (isLink && (ctrlKey || metaKey || shiftKey)) return;
    if (!this.host.dispatchEvent(selectEvent({ profileId: person.id, displayName: person.displayName })))
      event.preventDefault();
    else if (!isLink) void this.late.open(person);
  };

  readonly onToggle = (facet: FacetName, value: string, chosen: boolean): void => {
    void this.search.search((chosen ? withFilter : withoutFilter)(this.#criteria, { facet, value }));
  };

  readonly onYears = (years: YearRange): void => void this.search.search(withYears(this.#criteria, years));

  /** The words as they were typed. Their list has no such button: reading goes on in the box. */
  readonly onLiteral = (): void => {
    void this.search.search(literally(this.#criteria));
    this.#focus('#query');
  };

  readonly onSort = (sort: Sort): void => void this.search.search(withSort(this.#criteria, sort));

  readonly onRemoveFilter = async (filter: ActiveFilter, index: number): Promise<void> => {
    void this.search.search(withoutFilter(this.#criteria, filter));
    const left = activeFilters(this.#criteria).length;
    await this.host.updateComplete;
    // To the chip that has moved into its place, else to the one before.
    if (left === 0) this.#focus('#query');
    else this.host.renderRoot.querySelectorAll<HTMLElement>('.chip')[Math.min(index, left - 1)]?.focus();
  };

  readonly onClearFilters = (): void => {
    void this.search.search(withoutFilters(this.#criteria));
    this.#focus('#query');
  };

  readonly onMore = async (): Promise<void> => {
    if (!(await this.search.loadMore())) return;
    await this.host.updateComplete;
    // The first of the new people stands where the button was: reading goes on from there.
    const { people = [], added = 0 } = this.search.state.answer ?? {};
    const first = this.host.renderRoot.querySelectorAll<HTMLElement>('.person')[people.length - added];
    (first?.querySelector<HTMLElement>('a, button') ?? first)?.focus();
  };

  readonly onRetry = async (): Promise<void> => {
    const root = this.host.shadowRoot;
    const hadFocus = Boolean(root?.activeElement);
    await this.search.retry();
    await this.host.updateComplete;
    // The button has gone with the problem. (Whoever used a pointer had no focus here to lose.)
    if (hadFocus && !root?.activeElement) this.#focus('#query');
  };

  get #criteria(): Criteria {
    return this.search.state.criteria;
  }

  #focus(selector: string): void {
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}
