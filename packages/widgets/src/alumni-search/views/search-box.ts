import { html, nothing, type TemplateResult } from 'lit';
import { crossIcon, searchIcon } from '../../shared/views/icons';
import type { SuggestController } from '../suggest-controller';
import type { Texts } from '../texts';

export interface SearchBoxEvents {
  readonly onInput: (event: Event) => void;
  readonly onFocus: () => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly onClear: () => void;
}

/**
 * The search box with its suggestions: an editable combobox with a listbox popup (ARIA 1.2).
 *
 * @param suggestions once they have been fetched
 */
export function searchBoxView(
  texts: Texts,
  query: string,
  suggestions: SuggestController | undefined,
  events: SearchBoxEvents,
): TemplateResult {
  const { open = false, active = -1 } = suggestions?.state ?? {};
  return html`
    <form class="search-box" part="search-box" role="search" @submit=${events.onSubmit}>
      <label class="visually-hidden" for="query">${texts.searchLabel}</label>
      <div class="field">
        ${searchIcon}
        <input
          id="query"
          part="input"
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls="suggestions"
          aria-expanded=${open ? 'true' : 'false'}
          aria-activedescendant=${active === -1 ? nothing : `suggestion-${active}`}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="search"
          maxlength="200"
          placeholder=${texts.placeholder}
          .value=${query}
          @input=${events.onInput}
          @compositionend=${events.onInput}
          @focus=${events.onFocus}
          @keydown=${events.onKeydown}
          @blur=${events.onBlur}
        />
        <button
          class="icon-button"
          type="button"
          ?hidden=${query === ''}
          aria-label=${texts.clearSearch}
          @click=${events.onClear}
        >
          ${crossIcon}
        </button>
      </div>
      <div
        id="suggestions"
        class="suggestions"
        part="suggestions"
        role="listbox"
        aria-label=${texts.suggestions}
        ?hidden=${!open}
      >
        ${suggestions?.view(texts)}
      </div>
    </form>
  `;
}
