import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { diagnose } from '../shared/diagnosis';
import { HomecomingElement } from '../shared/homecoming-element';
import type { AddressBar } from './address-bar';
import { announcementOf } from './announcement';
import { defaultFacets, defaultLimit, properties, readFacets, readLimit } from './attributes';
import { activeFilters, type Criteria, searchParams } from './criteria';
import { DirectorySource } from './directory-source';
import type { AllStrings } from './english';
import { type HcSearchEvent, type HcSelectEvent, searchEvent } from './events';
import type { FetchValues } from './facet-search';
import { Interactions } from './interactions';
import { LateParts } from './late-parts';
import type { FacetName, Person, SearchParams } from './model';
import { type FetchPage, SearchController } from './search-controller';
import { styles } from './styles/styles';
import type { FetchSuggestions } from './suggest-controller';
import { createTexts, type Texts } from './texts';
import { ViewerController } from './viewer-controller';
import { layoutView } from './views/layout';
import { searchBoxView } from './views/search-box';

/**
 * Searches an institution's alumni directory, on any page.
 *
 * @summary Search box with suggestions, filters with counts, and people.
 * @tagname hc-alumni-search
 *
 * @attribute {string} api - Where the service is; by default where the script came from.
 * @attribute {string} publishable-key - The institution's publishable key, `pk_live_…` or `pk_test_…`.
 * @attribute {string} key - The same, on plain HTML pages only.
 * @attribute {number} limit - People to a page, 1 to 100; 20 by default.
 * @attribute {number} heading-level - The level of that heading, 1 to 6; 2 by default. Headings further in follow.
 * @attribute {string} heading - A heading above the search box; none by default.
 * @attribute {string} facets - The filters to show, separated by commas: `batchYear`, `department`, `company`, `city`,
 *   `country`, `industry`, `skill`. The first four by default; empty for none.
 * @attribute {string} locale - How numbers are written (BCP 47); by default as the page's language does.
 * @attribute {string} profile-url - Where a person's name leads to, with `{id}` in place of the profile's id. Without
 *   it a person opens in a dialog.
 * @attribute {string} url-state - Keeps query, filters and order in the page's address; the value is put before the
 *   names of the parameters.
 * @attribute {"auto" | "light" | "dark"} theme - `auto` (the default) follows the page's `color-scheme`.
 *
 * @fires {HcSearchEvent} hc-search - A search was answered; `detail` holds `params` and `total`.
 * @fires {HcSelectEvent} hc-select - A person was chosen; `detail.profileId` says who. Cancelable: the default is to
 *   open the person, or to follow the link of `profile-url`.
 *
 * @slot - Shown until the element is ready, and for good where scripts don't run or can't be loaded.
 *
 * @csspart base - All of it.
 * @csspart heading - The heading.
 * @csspart search-box - The search box with its suggestions.
 * @csspart input - The text field.
 * @csspart suggestions - The list of suggestions.
 * @csspart suggestion - One suggestion.
 * @csspart layout - All below the search box.
 * @csspart toolbar - The line with the total, the order and, in narrow columns, the button of the filters.
 * @csspart total - How many people match.
 * @csspart view - Whose view of the directory is shown, where people can sign in.
 * @csspart sort - The list of orders.
 * @csspart filters - The filters.
 * @csspart facet - One group of filters.
 * @csspart chips - The active filters.
 * @csspart chip - One active filter.
 * @csspart results - The column of people.
 * @csspart corrections - What was searched for instead of what was typed.
 * @csspart people - The list of people.
 * @csspart person - One person.
 * @csspart avatar - A person's photo or initials.
 * @csspart name - A person's name.
 * @csspart mark - A piece of text that matched.
 * @csspart dialog - The dialog that shows a person.
 * @csspart card - The person in it.
 * @csspart notice - What is said when nobody is found, or something is wrong.
 * @csspart button - A button with a frame.
 * @csspart load-more - The button that fetches more people.
 * @csspart filters-toggler - The button that unfolds the filters in narrow columns.
 *
 * @cssprop --hc-accent - Links, focus, marks and what is chosen; needs a contrast of 4.5:1 with the surface.
 * @cssprop --hc-font - The font family; the page's by default.
 * @cssprop --hc-radius - The radius of corners; 8px by default.
 * @cssprop --hc-surface - The ground of fields, buttons and suggestions.
 * @cssprop --hc-text - The text.
 * @cssprop --hc-muted - Secondary text; needs a contrast of 4.5:1 with the surface.
 * @cssprop --hc-border - Lines that divide.
 */
export class HcAlumniSearch extends HomecomingElement<AllStrings> {
  static override readonly styles = styles;
  static override readonly properties = properties;

  declare locale: string | undefined;
  declare profileUrl: string | undefined;
  declare urlState: string | boolean | undefined;
  declare private filtersOpen: boolean;
  declare private expanded: ReadonlySet<FacetName>;

  readonly #search = new SearchController(this, {
    fetchPage: () => this.#fetchPage(),
    diagnose: (error, hasAnswered) => diagnose(error, this.apiUrl, hasAnswered),
    onSearch: (criteria) => this.#beginSearch(criteria),
    onAnswered: () => this.#tellSearch(),
  });
  readonly #source = new DirectorySource(this);
  readonly #viewer = new ViewerController(this, (isLess) => this.#searchForOther(isLess));
  readonly #late: LateParts = new LateParts(this, {
    fetchSuggestions: () => this.#fetchSuggestions(),
    fetchValues: () => this.#fetchValues(),
    fetchProfile: async (id, signal) => this.#source.client!.profiles!.get(id, { signal }),
    diagnose: async (error) => diagnose(error, this.apiUrl, true),
    onPerson: (id) => this.#addressBar?.showPerson(id),
    suggestEvents: () => this.#interactions,
    hrefOf: (person) => this.#hrefOf(person),
    onMissing: () => this.#search.fail({ kind: 'unreachable' }),
  });
  readonly #interactions: Interactions = new Interactions(this, this.#search, this.#late);
  #addressBar: AddressBar | undefined;
  #texts: Texts = createTexts({}, undefined);

  #limit = defaultLimit;
  #facets = defaultFacets;

  constructor() {
    super();
    this.filtersOpen = false;
    this.expanded = new Set();
  }

  /** People to a page, 1 to 100. Frameworks set properties where they find one, so a text is taken too. */
  get limit(): number {
    return this.#limit;
  }
  set limit(given: number | string | null | undefined) {
    const { value, unknown } = readLimit(given);
    for (const text of unknown) this.warnOf('limit', text);
    const before = this.#limit;
    this.#limit = value;
    this.requestUpdate('limit', before);
  }

  /** The filters to show; a text holds their names as the attribute does. */
  get facets(): readonly FacetName[] {
    return this.#facets;
  }
  set facets(given: readonly string[] | string | null | undefined) {
    const { value, unknown } = readFacets(given);
    for (const text of unknown) this.warnOf('facets', text);
    const before = this.#facets;
    // A framework may give an equal list with every rendering: nothing has changed then.
    if (value.join() === before.join()) return;
    this.#facets = value;
    this.requestUpdate('facets', before);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('storage', this.#onStorage);
    // Moved within the page, or put back: go on where it was.
    if (this.hasUpdated && !this.#search.state.answer) void this.#search.search();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('storage', this.#onStorage);
  }

  /** Puts the cursor into the search box. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('#query')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('locale') && this.locale && !/^[a-z]{2,8}(-\w{1,8})*$/i.test(this.locale))
      this.warnOf('locale', this.locale);
    if (changed.has('profileUrl') && this.profileUrl && !this.profileUrl.includes('{id}'))
      this.warnOf('profile-url', this.profileUrl);
    if (changed.has('strings') || changed.has('locale')) {
      this.#texts = createTexts(
        this.strings,
        this.locale ?? this.closest('[lang]')?.getAttribute('lang') ?? undefined,
      );
    }
    const { connection, givenClient: given, storage } = this;
    const isOther = this.#source.update({ connection, given, storage });
    this.#viewer.follow(this.#source.auth, this.#search.state.request > 0);
    if (isOther || changed.has('limit') || changed.has('facets')) {
      this.#search.reset();
      void this.#begin();
    }
  }

  protected override updated(): void {
    this.renderRoot.querySelector('[role=option][aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    return html`
      <div class="widget" part="base" lang=${texts.lang}>
        ${this.headingView()} ${this.#bodyView()}
        <p class="visually-hidden" role="status">
          ${announcementOf(this.#search.state, this.#late, texts, this.#viewer.view)}
        </p>
        ${this.#late.card?.view(texts, this.level) ?? nothing}
      </div>
    `;
  }

  #bodyView(): TemplateResult {
    const texts = this.#texts;
    const { state } = this.#search;
    if (!this.connection && !this.#source.client) return this.adviceView();
    if (state.problem?.kind === 'refused') return this.adviceView(state.problem.code);
    const interactions = this.#interactions;
    return html`${searchBoxView(texts, state.criteria.query, this.#late.suggestions, interactions)}
    ${layoutView(
      {
        texts,
        state,
        view: this.#viewer.view,
        facets: this.facets,
        limit: this.limit,
        expanded: this.expanded,
        filtersOpen: this.filtersOpen,
        person: { texts, href: (person) => this.#hrefOf(person), onSelect: interactions.onSelect },
        interactions,
        late: this.#late,
        onExpand: (facet) => this.#toggleExpanded(facet),
        onToggleFilters: () => (this.filtersOpen = !this.filtersOpen),
      },
      state.problem,
    )}`;
  }

  /** The first search, of what the page's address says where it is kept there. */
  async #begin(): Promise<void> {
    // Frameworks write what is merely there as `true`.
    const prefix = `${this.urlState}` === 'true' ? '' : this.urlState;
    if (typeof prefix === 'string' && !this.#addressBar) {
      const module = await import('./address-bar').catch(() => undefined);
      this.#addressBar ??=
        module &&
        new module.AddressBar(this, {
          prefix,
          onTravel: (criteria) => this.#travel(criteria),
          onPerson: (id) => this.#late.showPerson(id),
        });
    }
    if (this.#source.client) this.#late.showPerson(this.#addressBar?.person);
    await this.#search.search(this.#addressBar?.criteria);
  }

  #beginSearch(criteria: Criteria): void {
    this.#addressBar?.show(criteria);
    if (activeFilters(criteria).length > 0) void this.#late.narrow();
  }

  #travel(criteria: Criteria): void {
    this.#late.endSuggestions('forget');
    void this.#search.search(criteria);
  }

  #fetchValues(): FetchValues | undefined {
    const { client } = this.#source;
    return (
      client && (async (facet, q) => (await client.directory.suggest({ q, kinds: [facet], limit: 20 })).data)
    );
  }

  #fetchPage(): FetchPage | undefined {
    const { client } = this.#source;
    return (
      client &&
      (async (criteria, cursor, signal) => {
        const page = await client.directory.search({ ...this.#paramsOf(criteria), cursor }, { signal });
        if (page.corrections.length > 0) await this.#late.narrow();
        return page;
      })
    );
  }

  #fetchSuggestions(): FetchSuggestions | undefined {
    const { client } = this.#source;
    return client && (async (q, signal) => (await client.directory.suggest({ q }, { signal })).data);
  }

  #paramsOf(criteria: Criteria): SearchParams {
    return searchParams(criteria, { limit: this.limit, facets: this.facets });
  }

  #tellSearch(): void {
    const { answer } = this.#search.state;
    if (answer)
      this.dispatchEvent(
        searchEvent({
          params: this.#paramsOf(answer.criteria),
          total: answer.total,
          view: this.#viewer.view === 'members' ? 'members' : 'public',
        }),
      );
  }

  /** @param isLess what is shown now is not for who is here now */
  #searchForOther(isLess: boolean): void {
    this.#late.endSuggestions('forget');
    if (isLess) {
      this.#late.showPerson(undefined);
      this.#search.reset();
    }
    void this.#search.search();
  }

  /** Somebody may have signed in, in another tab. */
  readonly #onStorage = () => this.requestUpdate();

  #hrefOf(person: Person): string | undefined {
    return this.profileUrl?.replaceAll('{id}', encodeURIComponent(person.id));
  }

  #toggleExpanded(facet: FacetName): void {
    const expanded = new Set(this.expanded);
    if (!expanded.delete(facet)) expanded.add(facet);
    this.expanded = expanded;
    void this.#late.searchFacets();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'hc-alumni-search': HcAlumniSearch;
  }
  interface GlobalEventHandlersEventMap {
    'hc-search': HcSearchEvent;
    'hc-select': HcSelectEvent;
  }
}
