import { html, type TemplateResult } from 'lit';

/** A heading whose level the page chooses. @param name its class and part */
export function headingView(level: number, name: string, content: unknown): TemplateResult {
  return html`<div class=${name} part=${name} role="heading" aria-level=${level}>${content}</div>`;
}
