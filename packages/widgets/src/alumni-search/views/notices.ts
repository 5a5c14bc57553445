import { html, nothing, type TemplateResult } from 'lit';
import { activeFilters, type Criteria } from '../criteria';
import type { Problem } from '../../shared/problem';
import type { Texts } from '../texts';
import { cloudOffIcon, searchIcon, warningIcon } from '../../shared/views/icons';

type Failure = Exclude<Problem, { kind: 'refused' }>;

export interface RetryOptions {
  readonly busy: boolean;
  readonly onRetry: () => void;
}

/** Nobody matches. */
export function emptyView(texts: Texts, criteria: Criteria, onClearFilters: () => void): TemplateResult {
  const query = criteria.query.trim();
  const filtered = activeFilters(criteria).length > 0;
  return html`
    <div class="notice" part="notice">
      <span class="notice-icon">${searchIcon}</span>
      <p class="notice-title">${query === '' ? texts.nobody : texts.nobodyFor(query)}</p>
      <p>${filtered ? texts.nobodyHelpWithFilters : texts.nobodyHelp}</p>
      ${filtered ? html`<button class="button" type="button" @click=${onClearFilters}>${texts.clearFilters}</button>` : nothing}
    </div>
  `;
}

/** The search failed; it may work another time. `compact` where earlier results are still in sight. */
export function problemView(
  texts: Texts,
  problem: Failure,
  compact: boolean,
  { busy, onRetry }: RetryOptions,
): TemplateResult {
  const { title, help } = texts.problems[problem.kind];
  const reference = problem.kind === 'failed' ? problem.reference : undefined;
  return html`
    <div class=${compact ? 'notice compact' : 'notice'} part="notice" role="alert">
      <span class="notice-icon">${problem.kind === 'offline' ? cloudOffIcon : warningIcon}</span>
      <div>
        <p class="notice-title">${title}</p>
        <p>${help}</p>
        ${reference === undefined ? nothing : html`<p class="fine-print">${texts.reference(reference)}</p>`}
      </div>
      <button
        class="button"
        part="button"
        type="button"
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${onRetry}
      >
        ${busy ? texts.retrying : texts.retry}
      </button>
    </div>
  `;
}
