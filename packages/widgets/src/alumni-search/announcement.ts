import type { ComboboxState } from './combobox-state';
import type { View } from './model';
import type { SearchState } from './search-state';
import type { Texts } from './texts';

/** What the live region says (WCAG 4.1.3): how many people there are now. Problems speak for themselves, as alerts. */
export function announcementOf(
  { answer, problem, activity }: SearchState,
  combobox: ComboboxState,
  texts: Texts,
  view?: View,
): string {
  if (problem) return '';
  if (!answer) return activity === 'searching' ? texts.loading : '';
  const shown = answer.people.length;
  if (shown === 0) return texts.nobody;
  if (shown > answer.added)
    return texts.loadedMore(texts.number(answer.added), texts.number(shown), texts.total(answer.total));
  const suggestions = combobox.options.length;
  return [
    texts.total(answer.total),
    ...(view ? [texts.views[view]] : []),
    ...(combobox.open ? [texts.suggestionsReady(suggestions, texts.number(suggestions))] : []),
  ].join(', ');
}
