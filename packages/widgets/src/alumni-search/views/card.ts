import type { Profile } from '@homecoming/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Problem } from '../../shared/problem';
import { degreeStyles } from '../../shared/styles/degree';
import { profileCardStyles } from '../../shared/styles/profile-card';
import { crossIcon, lockIcon } from '../../shared/views/icons';
import { profileCardView } from '../../shared/views/profile-card';
import type { Person } from '../model';
import { cardStyles } from '../styles/card';
import type { Texts } from '../texts';
import { problemView } from './notices';
import { avatarView } from './person';

/** What a card shows: whom, and what is known of them so far. */
export interface CardState {
  readonly person: Person;
  readonly profile: Profile | undefined;
  readonly problem: Exclude<Problem, { kind: 'refused' }> | 'gone' | undefined;
}

export interface CardOptions {
  /** The level of the name as a heading. */
  readonly level: number;
  readonly onClosed: () => void;
  readonly onRetry: () => void;
}

/** What the dialog needs adopted. */
export const styles = [degreeStyles, profileCardStyles, cardStyles];

/** A person in a dialog; Escape, the button and a press beside it close it. */
export function cardView(texts: Texts, state: CardState, options: CardOptions): TemplateResult {
  const { person, profile, problem } = state;
  const close = (event: Event) => (event.currentTarget as Element).closest('dialog')?.close();
  const closeBeside = (event: Event) => {
    if (event.target === event.currentTarget) close(event);
  };
  return html`
    <dialog
      class="dialog"
      part="dialog"
      aria-label=${(profile ?? person).displayName || texts.profile}
      aria-busy=${profile || problem ? 'false' : 'true'}
      @click=${closeBeside}
      @close=${options.onClosed}
    >
      <div class="dialog-body">
        <button class="icon-button close" type="button" aria-label=${texts.close} @click=${close}>
          ${crossIcon}
        </button>
        ${
          profile
            ? profileCardView(texts, profile, { portrait: avatarView(profile), level: options.level })
            : html`${problem && !person.displayName ? nothing : waitingView(person)}
              ${noticeView(texts, problem, options.onRetry)}`
        }
      </div>
    </dialog>
  `;
}

function waitingView(person: CardState['person']): TemplateResult {
  return html`
    <div class="card-head">
      ${avatarView(person)}
      <p class="card-names card-name">
        ${person.displayName ? html`<bdi>${person.displayName}</bdi>` : html`<span class="bone name-bone"></span>`}
      </p>
    </div>
  `;
}

function noticeView(
  texts: Texts,
  problem: CardState['problem'],
  onRetry: () => void,
): TemplateResult | typeof nothing {
  if (!problem) {
    return html`<div class="skeleton card-bones" aria-hidden="true">
      <span class="bone"></span><span class="bone"></span><span class="bone short-bone"></span>
    </div>`;
  }
  if (problem !== 'gone') return problemView(texts, problem, true, { busy: false, onRetry });
  return html`
    <div class="notice compact" part="notice" role="alert">
      <span class="notice-icon">${lockIcon}</span>
      <p>${texts.personGone}</p>
    </div>
  `;
}
