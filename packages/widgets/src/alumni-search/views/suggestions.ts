import { html, nothing, type TemplateResult } from 'lit';
import { personIcon } from '../../shared/views/icons';
import { buildingIcon, capIcon, placeIcon, tagIcon } from '../../shared/views/kind-icons';
import type { ComboboxState } from '../combobox-state';
import type { Suggestion } from '../model';
import { suggestionStyles } from '../styles/suggestions';
import type { Texts } from '../texts';
import { insertedInto, markedView } from './marked-text';

/** What the list needs adopted. */
export const styles = [suggestionStyles];

const kindIcons: Readonly<Record<Suggestion['kind'], TemplateResult>> = {
  person: personIcon,
  department: capIcon,
  company: buildingIcon,
  industry: buildingIcon,
  city: placeIcon,
  country: placeIcon,
  skill: tagIcon,
};

/** The same suggestions, kind by kind; the kinds in the order in which the service has them first. */
export function inGroups(suggestions: readonly Suggestion[]): Suggestion[] {
  const kinds = [...new Set(suggestions.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => suggestions.filter((suggestion) => suggestion.kind === kind));
}

/** The options of the listbox, in groups (ARIA 1.2, "listbox" owns "group" owns "option"). */
export function suggestionsView(
  texts: Texts,
  { options, active }: ComboboxState,
  onChoose: (suggestion: Suggestion) => void,
): TemplateResult[] {
  const kinds = [...new Set(options.map(({ kind }) => kind))];
  return kinds.map(
    (kind) => html`
      <div role="group" aria-labelledby="suggestions-${kind}">
        <p id="suggestions-${kind}" class="suggestion-group" role="presentation">
          ${texts.suggestionKinds[kind] ?? kind}
        </p>
        ${options.map((option, index) =>
          option.kind === kind ? optionView(texts, option, index, index === active, onChoose) : nothing,
        )}
      </div>
    `,
  );
}

function optionView(
  texts: Texts,
  suggestion: Suggestion,
  index: number,
  isActive: boolean,
  onChoose: (suggestion: Suggestion) => void,
): TemplateResult {
  const { kind, value, count, highlights = [] } = suggestion;
  const facts = factsOf(texts, suggestion);
  // Pressing must not take the focus from the text: it would shut the popup before the click.
  return html`
    <div
      id="suggestion-${index}"
      class="suggestion"
      part="suggestion"
      role="option"
      aria-selected=${isActive ? 'true' : 'false'}
      @mousedown=${(event: MouseEvent) => event.preventDefault()}
      @click=${() => onChoose(suggestion)}
    >
      ${kindIcons[kind] ?? tagIcon}
      <span class="suggestion-text">
        <bdi>${markedView(value, highlights)}</bdi>
        ${facts.length === 0 ? nothing : html`<span class="suggestion-facts">${facts}</span>`}
      </span>
      ${count === undefined ? nothing : html`<bdi class="count">${texts.number(count)}</bdi>`}
    </div>
  `;
}

/** What tells people of one name apart. */
function factsOf(texts: Texts, { batchYear, company }: Suggestion): TemplateResult[] {
  return [
    ...(batchYear === undefined ? [] : [insertedInto(texts.classOf('\u0001'), [`${batchYear}`])]),
    ...(company === undefined ? [] : [html`<bdi>${company}</bdi>`]),
  ].map((fact) => html`<span class="piece">${fact}</span>`);
}
