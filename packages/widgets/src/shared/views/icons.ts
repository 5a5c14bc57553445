import { svg, type TemplateResult } from 'lit';

/** Drawn on a grid of 20, in the colour of the text; all are decoration beside a text or a label. */
export function icon(paths: TemplateResult): TemplateResult {
  return svg`<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;
}

export const searchIcon = icon(
  svg`<circle cx="9" cy="9" r="5.5"></circle><path d="m13.2 13.2 3.8 3.8"></path>`,
);
export const crossIcon = icon(svg`<path d="m5.5 5.5 9 9m0-9-9 9"></path>`);
export const chevronIcon = icon(svg`<path d="m6 8 4 4 4-4"></path>`);
export const personIcon = icon(
  svg`<circle cx="10" cy="7" r="3"></circle><path d="M4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5"></path>`,
);
export const cloudOffIcon = icon(
  svg`<path d="m3.5 3.5 13 13M7.3 5.1a4.5 4.5 0 0 1 6.9 3.3 3.5 3.5 0 0 1 2.7 5.1M12.8 15.5H6a3.5 3.5 0 0 1-.8-6.9c0-.6.2-1.2.4-1.7"></path>`,
);
export const warningIcon = icon(svg`<path d="M10 3.5 2.5 16.5h15L10 3.5Zm0 5v3.5m0 2.2v.1"></path>`);
export const lockIcon = icon(
  svg`<rect x="4.5" y="9" width="11" height="7.5" rx="1.5"></rect><path d="M7 9V6.5a3 3 0 0 1 6 0V9"></path>`,
);
