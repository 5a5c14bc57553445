import { html, nothing, type TemplateResult } from 'lit';
import { crossIcon } from '../../shared/views/icons';
import { correctedQueries } from '../corrected-queries';
import { type ActiveFilter, activeFilters, chosenYears, type Criteria } from '../criteria';
import type { Answer } from '../search-state';
import { narrowedStyles } from '../styles/narrowed';
import type { Texts } from '../texts';

/** What these need adopted. */
export const styles = [narrowedStyles];

export interface FilterChipEvents {
  readonly onRemoveFilter: (filter: ActiveFilter, index: number) => void;
  readonly onClearFilters: () => void;
}

/** The chosen filters, each to be taken off; and all at once. */
export function filterChipsView(
  texts: Texts,
  criteria: Criteria,
  events: FilterChipEvents,
): TemplateResult | typeof nothing {
  const filters = activeFilters(criteria);
  if (filters.length === 0) return nothing;
  return html`
    <ul class="chips" part="chips" role="list" aria-label=${texts.activeFilters}>
      ${filters.map(
        (filter, index) => html`
          <li>
            <button
              class="chip"
              part="chip"
              type="button"
              aria-label=${texts.removeFilter(texts.facets[filter.facet], labelOf(texts, criteria, filter))}
              @click=${() => events.onRemoveFilter(filter, index)}
            >
              <bdi>${labelOf(texts, criteria, filter)}</bdi>${crossIcon}
            </button>
          </li>
        `,
      )}
      <li>
        <button class="text-button" type="button" @click=${events.onClearFilters}>
          ${texts.clearFilters}
        </button>
      </li>
    </ul>
  `;
}

function labelOf(texts: Texts, criteria: Criteria, { facet, value }: ActiveFilter): string {
  if (facet !== 'batchYear') return value;
  const { from, to } = chosenYears(criteria);
  if (from === undefined) return to === undefined ? value : texts.yearsTo(to);
  return to === undefined ? texts.yearsFrom(from) : texts.years(from, to);
}

/** "Showing results for “software engineer”", and the way to what was typed. */
export function correctionsView(
  texts: Texts,
  answer: Answer,
  onLiteral: () => void,
): TemplateResult | typeof nothing {
  if (answer.corrections.length === 0) return nothing;
  return html`
    <p class="corrections" part="corrections">
      <bdi>${correctedText(texts, answer)}</bdi>
      <button class="text-button" type="button" @click=${onLiteral}>
        <bdi>${texts.searchLiterally(answer.criteria.query.trim())}</bdi>
      </button>
    </p>
  `;
}

/** "Showing results for “software engineer”". */
export function correctedText(texts: Texts, { criteria, corrections }: Answer): string {
  return texts.showingResultsFor(texts.anyOf(correctedQueries(criteria.query, corrections)));
}
