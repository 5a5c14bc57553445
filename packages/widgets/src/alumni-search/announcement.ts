import type { LateParts } from './late-parts';
import type { View } from './model';
import type { SearchState } from './search-state';
import type { Texts } from './texts';

/** What the live region says (WCAG 4.1.3): how many people there are now. Problems speak for themselves, as alerts. */
export function announcementOf(
  { answer, problem, activity }: SearchState,
  { suggestions, facetSearch, narrowed }: Pick<LateParts, 'suggestions' | 'facetSearch' | 'narrowed'>,
  texts: Texts,
  view?: View,
): string {
  if (problem) return '';
  if (facetSearch?.found) return readyText(facetSearch.found.values.length, texts) || texts.noValues;
  if (!answer) return activity === 'searching' ? texts.loading : '';
  const shown = answer.people.length;
  if (shown === 0) return answer.hint ? texts.noSearchableCharacters.title : texts.nobody;
  if (shown > answer.added)
    return texts.loadedMore(texts.number(answer.added), texts.number(shown), texts.total(answer.total));
  return [
    ...(narrowed && answer.corrections.length > 0 ? [narrowed.correctedText(texts, answer)] : []),
    texts.total(answer.total),
    ...(view ? [texts.views[view]] : []),
    ...(suggestions?.state.open ? [readyText(suggestions.state.options.length, texts)] : []),
  ].join(', ');
}

const readyText = (count: number, texts: Texts) =>
  count && texts.suggestionsReady(count, texts.number(count));
