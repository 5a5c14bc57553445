import { html, nothing, type TemplateResult } from 'lit';
import { shortKey, type Misconfiguration } from '../configuration';
import type { RefusalCode } from '../problem';
import type { RefusalStrings } from '../refusals';
import { lockIcon } from './icons';

/** Only the owner of the page can mend this: says what is wrong, with what, and what to do. */
export function refusedView(
  texts: RefusalStrings,
  code: Misconfiguration | RefusalCode,
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
