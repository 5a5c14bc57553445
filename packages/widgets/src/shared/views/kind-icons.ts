import { svg } from 'lit';
import { icon } from './icons';

// Apart from the others: only what is loaded late shows them.
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
