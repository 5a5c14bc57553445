import { html, nothing, type TemplateResult } from 'lit';
import { activeFilters, type Criteria } from '../criteria';
import { shortKey, type Misconfiguration } from '../configuration';
import type { Problem } from '../problem';
import type { Texts } from '../texts';
import { cloudOffIcon, lockIcon, searchIcon, warningIcon } from './icons';

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

/** Only the owner of the page can mend this: says what is wrong, with what, and what to do. */
export function refusedView(
  texts: Texts,
  code: Misconfiguration | Extract<Problem, { kind: 'refused' }>['code'],
  key: string | undefined,
): TemplateResult {
  const { cause, remedy } = texts.refusals[code];
  return html`
    <div class="notice refused" part="notice" role="alert">
      <span class="notice-icon">${lockIcon}</span>
      <p class="notice-title">${texts.refusedTitle}</p>
      <p>${cause}</p>
      <p>${remedy}</p>
      <dl class="facts-of-page">
        <div>
          <dt>${texts.origin}</dt>
          <dd><code>${location.origin}</code></dd>
        </div>
        ${
          key === undefined
            ? nothing
            : html`<div>
                <dt>${texts.key}</dt>
                <dd><code>${shortKey(key)}</code></dd>
              </div>`
        }
        <div>
          <dt>${texts.code}</dt>
          <dd><code>${code}</code></dd>
        </div>
      </dl>
    </div>
  `;
}
