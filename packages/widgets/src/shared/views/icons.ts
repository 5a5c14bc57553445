import { svg, type TemplateResult } from 'lit';

/** Drawn on a grid of 20, in the colour of the text; all are decoration beside a text or a label. */
function icon(paths: TemplateResult): TemplateResult {
  return svg`<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;
}

export const searchIcon = icon(
  svg`<circle cx="9" cy="9" r="5.5"></circle><path d="m13.2 13.2 3.8 3.8"></path>`,
);
export const crossIcon = icon(svg`<path d="m5.5 5.5 9 9m0-9-9 9"></path>`);
export const checkIcon = icon(svg`<path d="m4.5 10.5 3.5 3.5 7.5-8"></path>`);
export const filterIcon = icon(svg`<path d="M3 6h14M6 10h8M8.5 14h3"></path>`);
export const chevronIcon = icon(svg`<path d="m6 8 4 4 4-4"></path>`);
export const personIcon = icon(
  svg`<circle cx="10" cy="7" r="3"></circle><path d="M4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5"></path>`,
);
export const buildingIcon = icon(
  svg`<path d="M5 17V4.5c0-.6.4-1 1-1h8c.6 0 1 .4 1 1V17M3 17h14M8.2 7h.1m3.5 0h.1M8.2 10.2h.1m3.5 0h.1M8.7 17v-3.2h2.6V17"></path>`,
);
export const placeIcon = icon(
  svg`<path d="M10 17.5s5.5-4.7 5.5-9a5.5 5.5 0 0 0-11 0c0 4.3 5.5 9 5.5 9Z"></path><circle cx="10" cy="8.5" r="1.8"></circle>`,
);
export const capIcon = icon(
  svg`<path d="M2.5 8 10 4.5 17.5 8 10 11.5 2.5 8Zm3 1.6V13c1.2 1.3 2.7 2 4.5 2s3.3-.7 4.5-2V9.6M17.5 8v4"></path>`,
);
export const tagIcon = icon(
  svg`<path d="M3.5 4.5v5.3c0 .3.1.6.3.8l6.1 6c.4.5 1.1.5 1.6 0l5-5c.5-.5.5-1.2 0-1.6l-6-6.2a1.2 1.2 0 0 0-.8-.3H4.5c-.6 0-1 .4-1 1Z"></path><path d="M7.2 7.2h.1"></path>`,
);
export const cloudOffIcon = icon(
  svg`<path d="m3.5 3.5 13 13M7.3 5.1a4.5 4.5 0 0 1 6.9 3.3 3.5 3.5 0 0 1 2.7 5.1M12.8 15.5H6a3.5 3.5 0 0 1-.8-6.9c0-.6.2-1.2.4-1.7"></path>`,
);
export const warningIcon = icon(svg`<path d="M10 3.5 2.5 16.5h15L10 3.5Zm0 5v3.5m0 2.2v.1"></path>`);
export const lockIcon = icon(
  svg`<rect x="4.5" y="9" width="11" height="7.5" rx="1.5"></rect><path d="M7 9V6.5a3 3 0 0 1 6 0V9"></path>`,
);
export const globeIcon = icon(
  svg`<circle cx="10" cy="10" r="7"></circle><path d="M3 10h14M10 3c2 2.2 3 4.5 3 7s-1 4.8-3 7c-2-2.2-3-4.5-3-7s1-4.8 3-7Z"></path>`,
);
export const peopleIcon = icon(
  svg`<circle cx="7.5" cy="7.5" r="2.5"></circle><path d="M2.5 16c.4-2.8 2.4-4.2 5-4.2s4.6 1.4 5 4.2M12.5 5.2a2.5 2.5 0 0 1 0 4.6M14.5 12.2c1.7.6 2.7 1.9 3 3.8"></path>`,
);
