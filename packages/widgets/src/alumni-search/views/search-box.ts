import { html, nothing, type TemplateResult } from 'lit';
import type { ComboboxState } from '../combobox-state';
import type { Suggestion } from '../model';
import type { Texts } from '../texts';
import {
  buildingIcon,
  capIcon,
  crossIcon,
  personIcon,
  placeIcon,
  searchIcon,
  tagIcon,
} from '../../shared/views/icons';

export interface SearchBoxEvents {
  readonly onInput: (event: Event) => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly onClear: () => void;
  readonly onChoose: (suggestion: Suggestion) => void;
}

const kindIcons: Readonly<Record<Suggestion['kind'], TemplateResult>> = {
  person: personIcon,
  department: capIcon,
  company: buildingIcon,
  industry: buildingIcon,
  city: placeIcon,
  country: placeIcon,
  skill: tagIcon,
};

/** The search box with its suggestions: an editable combobox with a listbox popup (ARIA 1.2). */
export function searchBoxView(
  texts: Texts,
  query: string,
  combobox: ComboboxState,
  events: SearchBoxEvents,
): TemplateResult {
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
          aria-expanded=${combobox.open ? 'true' : 'false'}
          aria-activedescendant=${combobox.active === -1 ? nothing : optionId(combobox.active)}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="search"
          maxlength="200"
          placeholder=${texts.placeholder}
          .value=${query}
          @input=${events.onInput}
          @compositionend=${events.onInput}
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
      <ul
        id="suggestions"
        class="suggestions"
        part="suggestions"
        role="listbox"
        aria-label=${texts.suggestions}
        ?hidden=${!combobox.open}
      >
        ${combobox.options.map((suggestion, index) => optionView(texts, suggestion, index, combobox.active, events))}
      </ul>
    </form>
  `;
}

function optionView(
  texts: Texts,
  suggestion: Suggestion,
  index: number,
  active: number,
  events: SearchBoxEvents,
): TemplateResult {
  // Pressing must not take the focus from the text: it would shut the popup before the click.
  return html`
    <li
      id=${optionId(index)}
      class="suggestion"
      part="suggestion"
      role="option"
      aria-selected=${index === active ? 'true' : 'false'}
      @mousedown=${(event: MouseEvent) => event.preventDefault()}
      @click=${() => events.onChoose(suggestion)}
    >
      ${kindIcons[suggestion.kind] ?? tagIcon}
      <bdi class="suggestion-value">${suggestion.value}</bdi>
      <span class="suggestion-kind">${texts.suggestionKinds[suggestion.kind] ?? suggestion.kind}</span>
      ${suggestion.count === undefined ? nothing : html`<bdi class="count">${texts.number(suggestion.count)}</bdi>`}
    </li>
  `;
}

function optionId(index: number): string {
  return `suggestion-${index}`;
}
