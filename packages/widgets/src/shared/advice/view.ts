import type { html, nothing, TemplateResult } from 'lit';
import type { AdviceCode, RefusalStrings } from './refusals';

/** Handed over by the element: an import of Lit here would divide what all elements share into two smaller files. */
export interface Lit {
  readonly html: typeof html;
  readonly nothing: typeof nothing;
}

/** What the owner of the page needs to find the mistake. */
export interface PageFacts {
  readonly origin: string;
  readonly service: string | undefined;
  readonly key: string | undefined;
  readonly code: AdviceCode;
}

/** Says what is wrong, with what, and what to do. */
export function refusalView(
  { html, nothing }: Lit,
  texts: RefusalStrings,
  facts: PageFacts,
  icon: TemplateResult,
): TemplateResult {
  const { cause, remedy } = texts.refusals[facts.code];
  return html`
    <div class="notice refused" part="notice" role="alert">
      <span class="notice-icon">${icon}</span>
      <p class="notice-title">${texts.refusedTitle}</p>
      <p>${cause}</p>
      <p>${remedy}</p>
      <dl class="facts-of-page">
        ${(['origin', 'service', 'key', 'code'] as const).map((name) =>
          facts[name]
            ? html`<div>
                <dt>${texts[name]}</dt>
                <dd><code>${facts[name]}</code></dd>
              </div>`
            : nothing,
        )}
      </dl>
    </div>
  `;
}

const sheets = new WeakSet<ShadowRoot>();

/** Adds the notice's own styles, in a constructed sheet as Lit does: no policy has to allow it. */
export function adoptStyles(root: ShadowRoot): void {
  if (sheets.has(root)) return;
  sheets.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets.push(sheet);
}

const styles = `
  .refused { align-items: start; padding: 1.5em; text-align: start; }
  code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.92em; }
`;
