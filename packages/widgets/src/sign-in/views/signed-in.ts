import type { Member } from '@homecoming/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { personIcon } from '../../shared/views/icons';
import type { SignInState } from '../sign-in-state';
import type { SignInStrings } from '../strings';

/** Who is signed in, and the way out. */
export function signedInView(
  texts: SignInStrings,
  { name, photoUrl, busy }: SignInState,
  { email, status }: Member,
  onSignOut: () => void,
): TemplateResult {
  return html`
    <div class="member" part="member">
      <span class="notice-icon face" part="avatar">
        ${personIcon}
        ${
          photoUrl === undefined
            ? nothing
            : html`<img src=${photoUrl} alt="" referrerpolicy="no-referrer" @error=${hide} />`
        }
      </span>
      <div class="who" tabindex="-1">
        <p class="fine-print">${texts.signedInAs} · ${texts.statuses[status]}</p>
        <p class="name" part="name"><bdi>${name ?? email}</bdi></p>
        ${name === undefined ? nothing : html`<p class="fine-print"><bdi>${email}</bdi></p>`}
      </div>
      <button
        class="button"
        part="button sign-out"
        type="button"
        aria-disabled=${busy ? 'true' : 'false'}
        @click=${onSignOut}
      >
        ${busy ? texts.signingOut : texts.signOut}
      </button>
      ${status === 'unverified' ? html`<p class="fine-print unverified">${texts.unverifiedHelp}</p>` : nothing}
    </div>
  `;
}

/** A photo that can't be loaded leaves the icon in sight. */
function hide({ target }: Event): void {
  (target as HTMLImageElement).hidden = true;
}
