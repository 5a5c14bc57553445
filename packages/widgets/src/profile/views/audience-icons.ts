import { svg } from 'lit';
import { icon } from '../../shared/views/icons';

export const globeIcon = icon(
  svg`<circle cx="10" cy="10" r="7"></circle><path d="M3 10h14M10 3c2 2.2 3 4.5 3 7s-1 4.8-3 7c-2-2.2-3-4.5-3-7s1-4.8 3-7Z"></path>`,
);
export const peopleIcon = icon(
  svg`<circle cx="7.5" cy="7.5" r="2.5"></circle><path d="M2.5 16c.4-2.8 2.4-4.2 5-4.2s4.6 1.4 5 4.2M12.5 5.2a2.5 2.5 0 0 1 0 4.6M14.5 12.2c1.7.6 2.7 1.9 3 3.8"></path>`,
);
