import { html, type TemplateResult } from 'lit';
import { personIcon } from '../../shared/views/icons';
import type { View } from '../model';
import type { ProfileStrings } from '../strings';
import { globeIcon, peopleIcon } from './audience-icons';

const icons: Readonly<Record<View, TemplateResult>> = {
  own: personIcon,
  public: globeIcon,
  members: peopleIcon,
};

/** Edit, or view it as others do: radio buttons, which the arrow keys go through. */
export function viewSwitch(
  texts: ProfileStrings,
  current: View,
  onView: (view: View) => void,
): TemplateResult {
  return html`
    <fieldset class="views" part="views">
      <legend class="visually-hidden">${texts.views}</legend>
      ${(Object.keys(icons) as View[]).map(
        (view) => html`
          <label class="view" part="view">
            <input
              class="visually-hidden"
              type="radio"
              name="view"
              value=${view}
              .checked=${view === current}
              @change=${() => onView(view)}
            />
            ${icons[view]}<span>${texts.view[view]}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}
