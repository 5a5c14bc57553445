import { html, nothing, type TemplateResult } from 'lit';
import { degreeView } from '../../shared/views/degree';
import { headingView } from '../../shared/views/heading';
import { crossIcon } from '../../shared/views/icons';
import { submitView } from '../../shared/views/submit';
import type { LinkDraft } from '../draft';
import { type Audience, type AudienceField, type EntryField, type TextField, textFields } from '../model';
import { isEdited, type ProfileState } from '../profile-state';
import type { ProfileStrings } from '../strings';
import { audienceView, faultView, fieldView } from './fields';
import { problemView } from './notices';
import { type PhotoEvents, photoView } from './photo';

export interface EditorEvents extends PhotoEvents {
  readonly onText: (field: EntryField, text: string) => void;
  readonly onAudience: (field: AudienceField, audience: Audience | undefined) => void;
  readonly onLink: (row: number, change: Partial<LinkDraft>) => void;
  readonly onAddLink: () => void;
  readonly onRemoveLink: (row: number) => void;
  readonly onDiscard: () => void;
  readonly onSubmit: (event: SubmitEvent) => void;
}

const autocompletes: Partial<Record<EntryField, string>> = {
  displayName: 'name',
  title: 'organization-title',
  company: 'organization',
  city: 'address-level2',
  country: 'country-name',
};

/** The form for what people say of themselves, with who sees it beside each field. */
export function editorView(
  texts: ProfileStrings,
  state: ProfileState,
  events: EditorEvents,
  level: number,
): TemplateResult {
  const { sections } = texts;
  const audience = (field: AudienceField) =>
    audienceView(texts, state, field, (chosen) => events.onAudience(field, chosen));
  const entry = (field: EntryField, rows?: number) => entryView(texts, state, events, field, rows);
  return html`
    <form class="editor" part="form" novalidate @submit=${events.onSubmit}>
      ${sectionView(
        level,
        sections.person,
        html`
          <p class="fine-print">${texts.whoSeesHelp}</p>
          <div class="row">${photoView(texts, state, events)} ${audience('photoUrl')}</div>
          ${entry('displayName')} ${entry('otherNames', 2)} ${entry('headline')} ${entry('bio', 5)}
        `,
      )}
      ${sectionView(
        level,
        sections.work,
        html`${entry('title')} ${entry('company')} ${entry('industry')} ${entry('city')} ${entry('country')}`,
      )}
      ${sectionView(
        level,
        sections.more,
        html`
          ${entry('skills')}
          <div class="row">${linksView(texts, state, events)} ${audience('links')}</div>
        `,
      )}
      ${sectionView(
        level,
        sections.register,
        html`
          <p class="fine-print">${texts.registerHelp}</p>
          <div class="row">
            <div class="form-field">
              ${headingView(level + 1, 'label', texts.degrees)} ${degreesView(texts, state)}
            </div>
            ${audience('degrees')}
          </div>
          ${
            state.profile?.email === undefined
              ? nothing
              : html`<div class="row">
                  <div class="form-field">
                    ${headingView(level + 1, 'label', texts.email)}
                    <p><bdi>${state.profile.email}</bdi></p>
                  </div>
                  ${audience('email')}
                </div>`
          }
        `,
      )}
      ${barView(texts, state, events)}
    </form>
  `;
}

function sectionView(level: number, title: string, content: TemplateResult): TemplateResult {
  return html`
    <section class="section" part="section">${headingView(level, 'section-title', title)} ${content}</section>
  `;
}

function entryView(
  texts: ProfileStrings,
  state: ProfileState,
  events: EditorEvents,
  field: EntryField,
  rows?: number,
): TemplateResult {
  const { profile, draft } = state;
  const name = [profile?.givenName, profile?.familyName].filter(Boolean).join(' ');
  const isName = field === 'displayName';
  const autocomplete = autocompletes[field];
  const audienceField = isName ? 'name' : field;
  return html`
    <div class="row">
      ${fieldView(texts, state, {
        name: field,
        label: texts.fields[field],
        value: draft?.texts[field] ?? '',
        onInput: (text) => events.onText(field, text),
        help: isName && name !== '' ? texts.registerName(name) : texts.help[field],
        ...(rows !== undefined && { rows }),
        ...(field in textFields && { maxLength: textFields[field as TextField] }),
        ...(autocomplete && { autocomplete }),
      })}
      <div>
        ${audienceView(texts, state, audienceField, (chosen) => events.onAudience(audienceField, chosen))}
        ${isName ? html`<p class="fine-print audience-help">${texts.nameHelp}</p>` : nothing}
      </div>
    </div>
  `;
}

function linksView(texts: ProfileStrings, state: ProfileState, events: EditorEvents): TemplateResult {
  const links = state.draft?.links ?? [];
  return html`
    <fieldset class="form-field links">
      <legend class="label">${texts.links}</legend>
      ${links.map(
        ({ label, url }, row) => html`
          <div class="link-row">
            ${fieldView(texts, state, {
              name: `link-label-${row}`,
              label: texts.linkLabel(row + 1),
              value: label,
              maxLength: 80,
              onInput: (text) => events.onLink(row, { label: text }),
            })}
            ${fieldView(texts, state, {
              name: `links.${row}`,
              label: texts.linkUrl(row + 1),
              value: url,
              type: 'url',
              inputmode: 'url',
              maxLength: 500,
              onInput: (text) => events.onLink(row, { url: text }),
            })}
            <button
              class="button icon-button"
              part="button"
              type="button"
              aria-label=${texts.removeLink(row + 1)}
              @click=${() => events.onRemoveLink(row)}
            >
              ${crossIcon}
            </button>
          </div>
        `,
      )}
      ${faultView(texts, 'links', state.faults.links)}
      ${
        links.length >= 20
          ? nothing
          : html`<button
              id="add-link"
              class="text-button"
              part="link"
              type="button"
              @click=${events.onAddLink}
            >
              ${texts.addLink}
            </button>`
      }
    </fieldset>
  `;
}

function degreesView(texts: ProfileStrings, { profile }: ProfileState): TemplateResult {
  if (!profile?.degrees.length) return html`<p>${texts.noDegrees}</p>`;
  return html`<ul class="degrees">
    ${profile.degrees.map((degree) => html`<li>${degreeView(texts, degree)}</li>`)}
  </ul>`;
}

/** What stays in sight, however long the form. */
function barView(texts: ProfileStrings, state: ProfileState, events: EditorEvents): TemplateResult {
  const { work, outcome, problem } = state;
  const edited = isEdited(state);
  const said = outcome && outcome !== 'claimSent' ? texts.outcomes[outcome] : nothing;
  const note = work === 'photo' ? texts.photoFirst : edited ? texts.unsaved : said;
  return html`
    <div class=${edited ? 'bar edited' : 'bar'} part="bar">
      ${problem ? problemView(texts, problem) : nothing}
      <div class="bar-line">
        ${submitView(texts.save, texts.saving, work === 'saving', !work)}
        ${
          edited && work !== 'saving'
            ? html`<button class="text-button" part="link" type="button" @click=${events.onDiscard}>
                ${texts.discard}
              </button>`
            : nothing
        }
        <p class="fine-print bar-note">${note}</p>
      </div>
    </div>
  `;
}
