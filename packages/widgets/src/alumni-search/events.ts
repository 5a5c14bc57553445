import type { SearchParams } from './model';

/** What `hc-search` tells: what was looked for, and how many match. */
export interface SearchDetail {
  readonly params: SearchParams;
  readonly total: { readonly value: number; readonly relation: 'exact' | 'atLeast' };
  /** Whose view of the directory was shown: everyone's, or a verified member's. */
  readonly view: 'public' | 'members';
}

/** What `hc-select` tells: who was chosen, among the suggestions or the results. */
export interface SelectDetail {
  readonly profileId: string;
  readonly displayName: string;
}

/** A search was answered. */
export type HcSearchEvent = CustomEvent<SearchDetail>;

/** A person was chosen. Cancelable: `preventDefault()` keeps the element from what it would do next. */
export type HcSelectEvent = CustomEvent<SelectDetail>;

/** Both events bubble and leave shadow roots, so that one listener on the document hears every element of the page. */
export function searchEvent(detail: SearchDetail): HcSearchEvent {
  return new CustomEvent('hc-search', { detail, bubbles: true, composed: true });
}

export function selectEvent(detail: SelectDetail): HcSelectEvent {
  return new CustomEvent('hc-select', { detail, bubbles: true, composed: true, cancelable: true });
}
