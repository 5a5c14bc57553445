import { html, nothing, type TemplateResult } from 'lit';
import { chevronIcon } from '../../shared/views/icons';
import type { Criteria } from '../criteria';
import type { Sort } from '../model';
import type { Answer } from '../search-state';
import type { Texts } from '../texts';
import { type PersonOptions, personView } from './person';

/** More placeholders than this lie below the edge of any window. */
const mostPlaceholders = 20;

/** Placeholders in the shape of what will come. */
export function skeletonView(limit: number): TemplateResult {
  return html`
    <ul class="people skeleton" aria-hidden="true">
      ${Array.from({ length: Math.min(limit, mostPlaceholders) }, () => personSkeleton)}
    </ul>
  `;
}

const personSkeleton = html`
  <li class="person">
    <span class="avatar"></span>
    <div class="person-text">
      <span class="bone name-bone"></span><span class="bone"></span><span class="bone short-bone"></span>
    </div>
  </li>
`;

export const facetSkeleton = html`
  <div class="facet skeleton" aria-hidden="true">
    <span class="bone name-bone"></span><span class="bone"></span><span class="bone short-bone"></span>
  </div>
`;

export function sortView(texts: Texts, criteria: Criteria, onSort: (sort: Sort) => void): TemplateResult {
  const asked = criteria.query.trim() !== '';
  const choices: Sort[] = asked ? ['relevance', 'name', '-batchYear'] : ['name', '-batchYear'];
  const chosen = effectiveSort(criteria);
  return html`
    <label class="sort">
      <span>${texts.sort}</span>
      <span class="select">
        <select
          part="sort"
          @change=${(event: Event) => onSort((event.target as HTMLSelectElement).value as Sort)}
        >
          ${choices.map((sort) => html`<option value=${sort} .selected=${sort === chosen}>${texts.sorts[sort]}</option>`)}</select
        >${chevronIcon}</span
      >
    </label>
  `;
}

/** What the service sorts by, chosen or by default. */
function effectiveSort({ query, sort }: Criteria): Sort {
  if (query.trim() === '') return sort === undefined || sort === 'relevance' ? 'name' : sort;
  return sort ?? 'relevance';
}

export function peopleView(answer: Answer, options: PersonOptions): TemplateResult {
  return html`
    <ul class="people" part="people" role="list">
      ${answer.people.map((person) => personView(person, options))}
    </ul>
  `;
}

export function moreView(
  texts: Texts,
  answer: Answer,
  busy: boolean,
  onMore: () => void,
): TemplateResult | typeof nothing {
  if (answer.nextCursor !== null) {
    return html`
      <button
        class="button more"
        part="button load-more"
        type="button"
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${onMore}
      >
        ${busy ? texts.loadingMore : texts.loadMore}
      </button>
    `;
  }
  // With a publishable key a list ends after a bound, however many match.
  const endsEarly = answer.people.length < answer.total.value;
  return endsEarly && answer.people.length > 0
    ? html`<p class="fine-print end">${texts.endOfBrowsing}</p>`
    : nothing;
}
