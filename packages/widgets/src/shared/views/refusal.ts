import { html, nothing, type TemplateResult } from 'lit';
import type { Advice } from '../advice/advice';
import { lockIcon } from './icons';

/** Only the page's owner can change this: says what is wrong, with what, and what to do. */
export function refusalView({ texts, code, facts }: Advice): TemplateResult {
  const { cause, remedy } = texts.refusals[code];
  const shown = { ...facts, code };
  return html`
    <div class="notice refused" part="notice" role="alert">
      <span class="notice-icon">${lockIcon}</span>
      <p class="notice-title">${texts.refusedTitle}</p>
      <p>${cause}</p>
      <p>${remedy}</p>
      <dl class="facts-of-page">
        ${(['origin', 'service', 'key', 'code'] as const).map((name) =>
          shown[name]
            ? html`<div>
                <dt>${texts[name]}</dt>
                <dd><code>${shown[name]}</code></dd>
              </div>`
            : nothing,
        )}
      </dl>
    </div>
  `;
}
