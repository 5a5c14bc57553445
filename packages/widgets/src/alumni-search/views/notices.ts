import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../shared/problem';
import { cloudOffIcon, searchIcon, warningIcon } from '../../shared/views/icons';
import { helpOf } from '../../shared/wait';
import { activeFilters } from '../criteria';
import type { Answer } from '../search-state';
import type { Texts } from '../texts';

type Failure = Exclude<Problem, { kind: 'refused' }>;

export interface RetryOptions {
  readonly busy: boolean;
  readonly onRetry: () => void;
}

/** Nobody matches, or nobody could be looked for. */
export function emptyView(texts: Texts, answer: Answer, onClearFilters: () => void): TemplateResult {
  const { title, help } = emptyTexts(texts, answer);
  const filtered = !answer.hint && activeFilters(answer.criteria).length > 0;
  return html`
    <div class="notice" part="notice">
      <span class="notice-icon">${searchIcon}</span>
      <p class="notice-title">${title}</p>
      <p>${help}</p>
      ${filtered ? html`<button class="button" type="button" @click=${onClearFilters}>${texts.clearFilters}</button>` : nothing}
    </div>
  `;
}

function emptyTexts(texts: Texts, { criteria, hint }: Answer): { title: string; help: string } {
  if (hint === 'no_searchable_characters') return texts.noSearchableCharacters;
  const query = criteria.query.trim();
  return {
    title: query === '' ? texts.nobody : texts.nobodyFor(query),
    help: activeFilters(criteria).length > 0 ? texts.nobodyHelpWithFilters : texts.nobodyHelp,
  };
}

/** The search failed; it may work another time. `compact` where earlier results are still in sight. */
export function problemView(
  texts: Texts,
  problem: Failure,
  compact: boolean,
  { busy, onRetry }: RetryOptions,
): TemplateResult {
  const { title } = texts.problems[problem.kind];
  const reference = problem.kind === 'failed' ? problem.reference : undefined;
  return html`
    <div class=${compact ? 'notice compact' : 'notice'} part="notice" role="alert">
      <span class="notice-icon">${problem.kind === 'offline' ? cloudOffIcon : warningIcon}</span>
      <div>
        <p class="notice-title">${title}</p>
        <p>${helpOf(texts, problem)}</p>
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
