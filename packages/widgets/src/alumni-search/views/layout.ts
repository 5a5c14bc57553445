import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Problem } from '../../shared/problem';
import { chevronIcon, icon } from '../../shared/views/icons';
import { activeFilters } from '../criteria';
import type { LateParts } from '../late-parts';
import type { FacetName, Sort, View } from '../model';
import type { Answer, SearchState } from '../search-state';
import type { Texts } from '../texts';
import { type FacetEvents, facetsView } from './facets';
import type { FilterChipEvents } from './narrowed';
import { emptyView, problemView } from './notices';
import type { PersonOptions } from './person';
import { facetSkeleton, moreView, peopleView, skeletonView, sortView } from './results';

const filterIcon = icon(svg`<path d="M3 6h14M6 10h8M8.5 14h3"></path>`);

export interface LayoutEvents extends Omit<FacetEvents, 'onExpand'>, FilterChipEvents {
  readonly onSort: (sort: Sort) => void;
  readonly onMore: () => void;
  readonly onRetry: () => void;
  readonly onLiteral: () => void;
}

export interface LayoutOptions {
  readonly texts: Texts;
  readonly state: SearchState;
  readonly view: View | undefined;
  readonly facets: readonly FacetName[];
  /** How many people are about to come. */
  readonly limit: number;
  readonly expanded: ReadonlySet<FacetName>;
  /** Whether the filters are unfolded; only narrow columns fold them. */
  readonly filtersOpen: boolean;
  readonly person: PersonOptions;
  readonly interactions: LayoutEvents;
  readonly late: Pick<LateParts, 'facetSearch' | 'narrowed'>;
  readonly onExpand: (facet: FacetName) => void;
  readonly onToggleFilters: () => void;
}

/** All below the search box: counts and order, filters, people. */
export function layoutView(
  options: LayoutOptions,
  problem: Exclude<Problem, { kind: 'refused' }> | undefined,
): TemplateResult {
  const { texts, state, interactions } = options;
  const busy = state.activity === 'searching';
  const notice = (compact: boolean) =>
    problem
      ? problemView(texts, problem, compact, {
          busy: state.activity !== 'idle',
          onRetry: interactions.onRetry,
        })
      : nothing;
  const { answer } = state;
  if (!answer && problem)
    return html`<div class="layout bare" part="layout">
      <div class="main" part="results" aria-busy=${busy ? 'true' : 'false'}>${notice(false)}</div>
    </div>`;
  // All of it has its place before the first answer: nothing moves when that comes.
  return html`
    <div class=${options.facets.length > 0 ? 'layout' : 'layout bare'} part="layout">
      <div class="toolbar" part="toolbar">
        <p class="total" part="total">${answer && totalView(texts, answer, options.view)}</p>
        ${options.facets.length > 0 ? togglerView(options) : nothing}
        ${sortView(texts, state.criteria, interactions.onSort)}
      </div>
      ${options.facets.length > 0 ? panelView(options, answer) : nothing}
      <section class="main" part="results" aria-label=${texts.results} aria-busy=${busy ? 'true' : 'false'}>
        <div class="progress" aria-hidden="true"></div>
        ${options.late.narrowed?.filterChipsView(texts, state.criteria, interactions)} ${notice(true)}
        ${answer ? answerView(options, answer) : skeletonView(options.limit)}
      </section>
    </div>
  `;
}

function totalView(texts: Texts, { total }: Answer, view: View | undefined): TemplateResult {
  return html`<bdi>${texts.total(total)}</bdi>${
      view ? html` <bdi class="view" part="view">${texts.views[view]}</bdi>` : nothing
    }`;
}

function answerView(
  { texts, state, late, person, interactions }: LayoutOptions,
  answer: Answer,
): TemplateResult {
  if (answer.people.length === 0) return emptyView(texts, answer, interactions.onClearFilters);
  return html`${late.narrowed?.correctionsView(texts, answer, interactions.onLiteral)}
  ${peopleView(answer, person)} ${moreView(texts, answer, state.activity === 'paging', interactions.onMore)}`;
}

function togglerView({ texts, state, filtersOpen, onToggleFilters }: LayoutOptions): TemplateResult {
  const count = activeFilters(state.criteria).length;
  return html`
    <button
      class="button filters-toggler"
      part="button filters-toggler"
      type="button"
      aria-expanded=${filtersOpen ? 'true' : 'false'}
      aria-controls="filters"
      @click=${onToggleFilters}
    >
      ${filterIcon}${count === 0 ? texts.filters : texts.filtersWithCount(texts.number(count))}${chevronIcon}
    </button>
  `;
}

function panelView(
  { texts, state, facets, expanded, late, filtersOpen, interactions, onExpand }: LayoutOptions,
  answer: Answer | undefined,
): TemplateResult {
  return html`
    <div
      id="filters"
      class=${filtersOpen ? 'filters open' : 'filters'}
      part="filters"
      role="group"
      aria-label=${texts.filters}
    >
      ${
        answer
          ? facetsView({
              texts,
              facets,
              criteria: state.criteria,
              answer,
              expanded,
              search: late.facetSearch,
              events: { ...interactions, onExpand },
            })
          : facets.map(() => facetSkeleton)
      }
    </div>
  `;
}
