import { html, nothing, type TemplateResult } from 'lit';
import { chosenValues, type Criteria } from '../criteria';
import type { Choice, FacetName, WordFacet } from '../model';
import type { Answer } from '../search-state';
import type { Texts } from '../texts';
import { type YearRangeEvents, yearRangeView } from './year-range';

export interface FacetEvents extends YearRangeEvents {
  readonly onToggle: (facet: FacetName, value: string, chosen: boolean) => void;
  readonly onExpand: (facet: FacetName) => void;
}

/** A facet's own field, and what is found by it. */
export interface FacetSearch {
  readonly fieldView: (facet: WordFacet, texts: Texts) => TemplateResult;
  readonly choicesOf: (facet: WordFacet, criteria: Criteria, answer: Answer) => Choice[] | undefined;
}

export interface FacetOptions {
  readonly texts: Texts;
  readonly facets: readonly FacetName[];
  readonly criteria: Criteria;
  readonly answer: Answer;
  /** The facets that show all of their values. */
  readonly expanded: ReadonlySet<FacetName>;
  /** Finds further values, once it has been fetched. */
  readonly search: FacetSearch | undefined;
  readonly events: FacetEvents;
}

/** How many values a facet shows at first. */
const shortLength = 5;

/** With so many, the service may know of more than it counts. */
const manyValues = 10;

/** The filters, facet by facet. */
export function facetsView(options: FacetOptions): TemplateResult {
  return html`${options.facets.map((facet) => (facet === 'batchYear' ? yearFacetView(options) : checkboxFacetView(facet, options)))}`;
}

function yearFacetView({ texts, criteria, answer, events }: FacetOptions): TemplateResult {
  return yearRangeView(texts, criteria, answer.facets.batchYear ?? [], events);
}

function checkboxFacetView(
  facet: WordFacet,
  { texts, criteria, answer, expanded, search, events }: FacetOptions,
): TemplateResult | typeof nothing {
  const found = search?.choicesOf(facet, criteria, answer);
  const choices = found ?? choicesOf(facet, criteria, answer);
  const isOpen = expanded.has(facet);
  if (choices.length === 0 && !found) return nothing;
  const shown = isOpen ? choices : choices.filter(({ chosen }, index) => chosen || index < shortLength);
  const isLong = found !== undefined || (answer.facets[facet]?.length ?? 0) >= manyValues;
  const count = (value: number) =>
    answer.facetCounts === 'estimated' ? texts.estimated(texts.number(value)) : texts.number(value);
  return html`
    <fieldset class="facet" part="facet">
      <legend>${texts.facets[facet]}</legend>
      ${isOpen && isLong ? search?.fieldView(facet, texts) : nothing}
      ${shown.map(
        (choice) => html`
          <label class="choice">
            <input
              type="checkbox"
              .checked=${choice.chosen}
              @change=${(event: Event) => events.onToggle(facet, choice.value, (event.target as HTMLInputElement).checked)}
            />
            <bdi class="choice-value">${choice.value}</bdi>
            ${choice.count === undefined ? nothing : html`<bdi class="count">${count(choice.count)}</bdi>`}
          </label>
        `,
      )}
      ${
        !found && (shown.length < choices.length || (isOpen && choices.length > shortLength))
          ? html`
              <button
                class="text-button"
                type="button"
                aria-expanded=${isOpen ? 'true' : 'false'}
                @click=${() => events.onExpand(facet)}
              >
                ${isOpen ? texts.showFewer : texts.showMore(texts.number(choices.length - shown.length))}
              </button>
            `
          : nothing
      }
    </fieldset>
  `;
}

/** A facet's values as counted, and last those which are chosen but no longer among the most frequent. */
function choicesOf(facet: FacetName, criteria: Criteria, answer: Answer): Choice[] {
  const chosen = chosenValues(criteria, facet);
  const counted = answer.facets[facet] ?? [];
  const uncounted = chosen.filter((value) => !counted.some((known) => known.value === value));
  return [
    ...counted.map(({ value, count }) => ({ value, count, chosen: chosen.includes(value) })),
    ...uncounted.map((value) => ({ value, count: undefined, chosen: true })),
  ];
}
