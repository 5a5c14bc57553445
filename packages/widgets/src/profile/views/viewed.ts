import { html, nothing, type TemplateResult } from 'lit';
import { profileCardStyles } from '../../shared/styles/profile-card';
import { lockIcon } from '../../shared/views/icons';
import { profileCardView } from '../../shared/views/profile-card';
import type { Profile, View } from '../model';
import { isEdited, type ProfileState } from '../profile-state';
import type { ProfileStrings } from '../strings';
import { viewedStyles } from '../styles/viewed';
import { problemView } from './notices';
import { portraitView } from './photo';

export interface ViewedOptions {
  readonly view: Exclude<View, 'own'>;
  /** The level of the name as a heading. */
  readonly level: number;
  readonly onRetry: () => void;
}

/** What `viewedView` needs adopted. */
export const styles = [profileCardStyles, viewedStyles];

/** Exactly what the service answers somebody of that audience, and nothing that is known here besides. */
export function viewedView(
  texts: ProfileStrings,
  state: ProfileState,
  { view, level, onRetry }: ViewedOptions,
): TemplateResult {
  const { seen, seenProblem } = state;
  const unsaved = isEdited(state) ? html`<p class="fine-print">${texts.viewUnsaved}</p>` : nothing;
  if (seenProblem) return problemView(texts, seenProblem, onRetry);
  if (!seen) return html`<div class="waiting" aria-busy="true">${texts.loading}</div>`;
  if (seen === 'hidden') {
    const { title, help } = texts.hidden[view];
    return html`
      <div class="notice" part="notice">
        <span class="notice-icon">${lockIcon}</span>
        <p class="notice-title">${title}</p>
        <p>${help}</p>
      </div>
      ${unsaved}
    `;
  }
  const note = registeredView(texts, seen);
  return html`
    <p class="fine-print">${texts.viewNote[view]}</p>
    ${unsaved}
    ${profileCardView({ ...texts, skills: texts.fields.skills }, seen, {
      portrait: portraitView(seen),
      level,
      ...(note && { note }),
    })}
  `;
}

function registeredView(
  texts: ProfileStrings,
  { displayName, givenName, familyName }: Profile,
): TemplateResult | undefined {
  const registered = [givenName, familyName].filter(Boolean).join(' ');
  if (registered === '' || registered === displayName) return undefined;
  return html`<p class="fine-print">${texts.inTheRegister} <bdi>${registered}</bdi></p>`;
}
