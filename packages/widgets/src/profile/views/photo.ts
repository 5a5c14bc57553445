import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { initialsOf } from '../../shared/initials';
import type { Profile } from '../model';
import type { ProfileState } from '../profile-state';
import type { ProfileStrings } from '../strings';
import { faultView } from './fields';

export interface PhotoEvents {
  readonly onChoosePhoto: (file: Blob) => void;
  readonly onUsePhoto: () => void;
  readonly onCancelPhoto: () => void;
  readonly onRemovePhoto: () => void;
}

/** The photo that there is, or the one that is chosen, and what can be done with it. */
export function photoView(texts: ProfileStrings, state: ProfileState, events: PhotoEvents): TemplateResult {
  const { profile, picture, faults } = state;
  const describedBy = faults.photo ? 'photo-fault photo-help' : 'photo-help';
  return html`
    <fieldset class="form-field photo" part="photo" aria-describedby=${describedBy}>
      <legend class="label">${texts.photo}</legend>
      <div class="photo-line">
        ${
          picture
            ? html`<canvas
                class="portrait"
                part="avatar"
                width="192"
                height="192"
                aria-hidden="true"
              ></canvas>`
            : portraitView(profile)
        }
        <div class="photo-actions">
          ${picture ? chosenView(texts, state, events) : choiceView(texts, state, events)}
        </div>
      </div>
      ${faultView(texts, 'photo', faults.photo)}
      <p id="photo-help" class="fine-print">${picture ? texts.photoChosen : texts.photoHelp}</p>
    </fieldset>
  `;
}

function chosenView(texts: ProfileStrings, { work }: ProfileState, events: PhotoEvents): TemplateResult {
  const isBusy = work === 'photo';
  return html`
    <button
      id="use-photo"
      class="button primary"
      part="button"
      type="button"
      aria-disabled=${work ? 'true' : 'false'}
      @click=${events.onUsePhoto}
    >
      ${isBusy ? texts.storingPhoto : texts.usePhoto}
    </button>
    ${
      isBusy
        ? nothing
        : html`<button class="text-button" part="link" type="button" @click=${events.onCancelPhoto}>
            ${texts.cancel}
          </button>`
    }
  `;
}

function choiceView(
  texts: ProfileStrings,
  { work, profile }: ProfileState,
  events: PhotoEvents,
): TemplateResult {
  const has = profile?.photoUrl !== undefined;
  const choose = ({ target }: Event) => {
    const input = target as HTMLInputElement;
    const [file] = input.files ?? [];
    // Chosen again, the same file is chosen anew.
    input.value = '';
    if (file) events.onChoosePhoto(file);
  };
  return html`
    <label class="button file" part="button">
      <input
        id="photo"
        class="visually-hidden"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        @change=${choose}
      />
      ${has ? texts.replacePhoto : texts.choosePhoto}
    </label>
    ${
      has
        ? html`<button
            class="text-button"
            part="link"
            type="button"
            aria-disabled=${work ? 'true' : 'false'}
            @click=${events.onRemovePhoto}
          >
            ${work === 'photo' ? texts.removingPhoto : texts.removePhoto}
          </button>`
        : nothing
    }
  `;
}

/** The photo over the initials, which stay in sight where it can't be loaded. */
export function portraitView(profile: Profile | undefined): TemplateResult {
  const url = profile?.photoUrl;
  return html`
    <span class="portrait" part="avatar" aria-hidden="true">
      <span class="initials">${initialsOf(profile?.displayName ?? '')}</span>
      ${
        url === undefined
          ? nothing
          : keyed(
              url,
              html`<img src=${url} alt="" decoding="async" referrerpolicy="no-referrer" @error=${hide} />`,
            )
      }
    </span>
  `;
}

function hide(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}

/** The middle of a picture, as a search shows it. */
export function drawPortrait(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}
