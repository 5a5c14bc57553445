import { html, nothing, type TemplateResult } from 'lit';
import { buildingIcon, capIcon, lockIcon, placeIcon } from '../../shared/views/icons';
import type { Profile, View } from '../model';
import { isEdited, type ProfileState } from '../profile-state';
import type { ProfileStrings } from '../strings';
import { degreeView } from './degrees';
import { problemView } from './notices';
import { portraitView } from './photo';

/** Exactly what the service answers somebody of that audience, and nothing that is known here besides. */
export function viewedView(
  texts: ProfileStrings,
  state: ProfileState,
  view: Exclude<View, 'own'>,
  onRetry: () => void,
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
  return html`
    <p class="fine-print">${texts.viewNote[view]}</p>
    ${unsaved} ${cardView(texts, seen)}
  `;
}

function cardView(texts: ProfileStrings, profile: Profile): TemplateResult {
  const { displayName, givenName, familyName, otherNames, headline, bio, skills, links, email } = profile;
  const registered = [givenName, familyName].filter(Boolean).join(' ');
  return html`
    <article class="card" part="card">
      <header class="card-head">
        ${portraitView(profile)}
        <div class="card-names">
          <h3 class="card-name" part="name"><bdi>${displayName}</bdi></h3>
          ${
            registered === '' || registered === displayName
              ? nothing
              : html`<p class="fine-print">${texts.inTheRegister} <bdi>${registered}</bdi></p>`
          }
          ${
            otherNames.length === 0
              ? nothing
              : html`<p class="fine-print">${texts.alsoKnownAs} <bdi>${otherNames.join(', ')}</bdi></p>`
          }
          ${headline === undefined ? nothing : html`<p><bdi>${headline}</bdi></p>`}
        </div>
      </header>
      <ul class="card-facts">
        ${factsOf(texts, profile)}
      </ul>
      ${bio === undefined ? nothing : html`<p class="bio">${bio}</p>`}
      ${
        skills.length === 0
          ? nothing
          : html`<ul class="skills" aria-label=${texts.fields.skills}>
              ${skills.map((skill) => html`<li><bdi>${skill}</bdi></li>`)}
            </ul>`
      }
      ${
        links.length === 0
          ? nothing
          : html`<ul class="card-links" aria-label=${texts.links}>
              ${links.map(
                ({ label, url }) =>
                  html`<li>
                    <a href=${url} rel="noopener noreferrer nofollow"><bdi>${label ?? url}</bdi></a>
                  </li>`,
              )}
            </ul>`
      }
      ${email === undefined ? nothing : html`<p><bdi>${email}</bdi></p>`}
    </article>
  `;
}

const factView = (icon: TemplateResult, text: string) => html`<li>${icon}<bdi>${text}</bdi></li>`;

function factsOf(texts: ProfileStrings, profile: Profile): TemplateResult[] {
  const { title, company, industry, city, country } = profile;
  const work =
    title !== undefined && company !== undefined ? texts.titleAtCompany(title, company) : (title ?? company);
  const place = [city, country].filter((part) => part !== undefined).join(', ');
  return [
    ...[work, industry].flatMap((text) => (text === undefined ? [] : [factView(buildingIcon, text)])),
    ...(place === '' ? [] : [factView(placeIcon, place)]),
    ...profile.degrees.map((degree) => html`<li>${capIcon}${degreeView(texts, degree)}</li>`),
  ];
}
