import type { Profile } from '@homecoming/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { degreeView } from './degree';
import { buildingIcon, capIcon, placeIcon, tagIcon } from './kind-icons';

/** The texts of a card. */
export interface ProfileCardTexts {
  readonly titleAtCompany: (title: string, company: string) => string;
  readonly alsoKnownAs: string;
  readonly skills: string;
  readonly links: string;
  readonly degreeVerified: string;
}

export interface ProfileCardOptions {
  readonly portrait: TemplateResult;
  /** The level of the name as a heading. */
  readonly level: number;
  /** Below the name. */
  readonly note?: TemplateResult;
}

/** A person as the service shows them to whoever asks: what is absent is absent here. */
export function profileCardView(
  texts: ProfileCardTexts,
  profile: Profile,
  { portrait, level, note }: ProfileCardOptions,
): TemplateResult {
  const { displayName, otherNames, headline, bio, skills, links, email } = profile;
  return html`
    <article class="card" part="card">
      <header class="card-head">
        ${portrait}
        <div class="card-names">
          <div id="card-name" class="card-name" part="name" role="heading" aria-level=${level}>
            <bdi>${displayName}</bdi>
          </div>
          ${note}
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
      ${bio === undefined ? nothing : html`<p class="bio" dir="auto">${bio}</p>`}
      ${
        skills.length === 0
          ? nothing
          : html`<ul class="skills" aria-label=${texts.skills}>
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
      ${
        email === undefined
          ? nothing
          : html`<p>
              <a href="mailto:${email}"><bdi>${email}</bdi></a>
            </p>`
      }
    </article>
  `;
}

const factView = (icon: TemplateResult, text: string) => html`<li>${icon}<bdi>${text}</bdi></li>`;

function factsOf(texts: ProfileCardTexts, profile: Profile): TemplateResult[] {
  const { title, company, industry, city, country } = profile;
  const work =
    title !== undefined && company !== undefined ? texts.titleAtCompany(title, company) : (title ?? company);
  const place = [city, country].filter((part) => part !== undefined).join(', ');
  return [
    ...(work === undefined ? [] : [factView(buildingIcon, work)]),
    ...(industry === undefined ? [] : [factView(tagIcon, industry)]),
    ...(place === '' ? [] : [factView(placeIcon, place)]),
    ...profile.degrees.map((degree) => html`<li>${capIcon}${degreeView(texts, degree)}</li>`),
  ];
}
