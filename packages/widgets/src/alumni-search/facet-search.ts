import { html, type LitElement, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { adopt } from '../shared/homecoming-element';
import { activeFilters, chosenValues, type Criteria } from './criteria';
import type { Choice, Suggestion, WordFacet } from './model';
import { typingRestMs } from './search-controller';
import type { Answer } from './search-state';
import { facetSearchStyles } from './styles/facet-search';
import type { Texts } from './texts';

/** Asks the service for a facet's values that begin as typed. */
export type FetchValues = (facet: WordFacet, text: string) => Promise<readonly Suggestion[]>;

/** Finds the values of a facet that has more of them than it shows; one facet at a time. Loaded once a facet is unfolded. */
export class FacetSearch implements ReactiveController {
  /** Values found for what was typed into a facet's field. */
  found: { readonly facet: WordFacet; readonly values: readonly Suggestion[] } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #typed = '';

  constructor(
    private readonly host: LitElement,
    private readonly fetchValues: () => FetchValues | undefined,
  ) {
    adopt(host, [facetSearchStyles]);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#set(undefined);
  }

  /** The field, and that nothing was found by it. */
  fieldView(facet: WordFacet, texts: Texts): TemplateResult {
    const label = texts.searchFacet(texts.suggestionKinds[facet]);
    const listen = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      if (!(event as InputEvent).isComposing) this.#searchSoon(facet, value);
    };
    return html`
      <input
        class="facet-search"
        type="search"
        maxlength="200"
        autocomplete="off"
        aria-label=${label}
        placeholder=${label}
        @input=${listen}
        @compositionend=${listen}
      />
      ${
        this.found?.facet === facet && this.found.values.length === 0
          ? html`<p class="fine-print">${texts.noValues}</p>`
          : nothing
      }
    `;
  }

  /**
   * What was found in place of the values that the facet counts, and the chosen ones; `undefined` where nothing was typed. How many
   * have a value that is not counted is known only where nothing else narrows the search.
   */
  choicesOf(facet: WordFacet, criteria: Criteria, answer: Answer): Choice[] | undefined {
    if (this.found?.facet !== facet) return undefined;
    const { values } = this.found;
    const chosen = chosenValues(criteria, facet);
    const isNarrowed = criteria.query.trim() !== '' || activeFilters(criteria).length > 0;
    const counted = new Map(answer.facets[facet]?.map(({ value, count }) => [value, count]));
    const others = chosen.filter((value) => !values.some((known) => known.value === value));
    return [
      ...values.map(({ value, count }) => ({
        value,
        count: counted.get(value) ?? (isNarrowed ? undefined : count),
        chosen: chosen.includes(value),
      })),
      ...others.map((value) => ({ value, count: counted.get(value), chosen: true })),
    ];
  }

  #searchSoon(facet: WordFacet, text: string): void {
    clearTimeout(this.#timer);
    this.#typed = text;
    if (text.trim() === '') this.#set(undefined);
    else this.#timer = setTimeout(() => void this.#ask(facet, text), typingRestMs);
  }

  async #ask(facet: WordFacet, text: string): Promise<void> {
    // That none are found, for whatever reason, is no fault to show: the facet's own values come back with the text.
    const values = (await this.fetchValues()?.(facet, text.trim()).catch(() => [])) ?? [];
    if (this.#typed === text) this.#set({ facet, values });
  }

  #set(found: FacetSearch['found']): void {
    clearTimeout(this.#timer);
    this.found = found;
    this.host.requestUpdate();
  }
}
