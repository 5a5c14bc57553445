import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { initialsOf, tintOf } from '../../shared/initials';
import { type HighlightField, highlightsOf } from '../highlighted-text';
import type { DirectoryEntry, Person } from '../model';
import type { Texts } from '../texts';
import { type Content, insertedInto, markedView } from './marked-text';

export interface PersonOptions {
  readonly texts: Texts;
  /** Where a person's name leads to; `undefined`: to their card. */
  readonly href: (person: DirectoryEntry) => string | undefined;
  readonly onSelect: (person: DirectoryEntry, event: Event) => void;
}

type PlainField = Exclude<HighlightField, 'otherNames' | 'skills'>;

/** One person of the results. */
export function personView(person: DirectoryEntry, { texts, href, onSelect }: PersonOptions): TemplateResult {
  const url = href(person);
  const name = html`<bdi>${markedText(person, 'displayName', person.displayName)}</bdi>`;
  return html`
    <li class="person" part="person" tabindex="-1" data-id=${person.id}>
      ${avatarView(person)}
      <div class="person-text">
        <p class="name" part="name">
          ${
            url === undefined
              ? html`<button
                  class="name-button"
                  type="button"
                  aria-haspopup="dialog"
                  @click=${(event: Event) => onSelect(person, event)}
                >
                  ${name}
                </button>`
              : html`<a href=${url} @click=${(event: Event) => onSelect(person, event)}>${name}</a>`
          }
        </p>
        ${lineView('work', workOf(person, texts))} ${lineView('facts', factsOf(person, texts))}
        ${lineView('why', reasonsOf(person, texts))}
      </div>
    </li>
  `;
}

/** A photo over initials. */
export function avatarView(person: Person): TemplateResult {
  const initials = html`<span class="initials tint-${tintOf(person.id)}"
    >${initialsOf(person.displayName)}</span
  >`;
  // The initials lie under the photo, so that one which can't be loaded leaves them in sight.
  return html`
    <span class="avatar" part="avatar" aria-hidden="true">
      ${initials}
      ${person.photoUrl === undefined ? nothing : keyed(person.photoUrl, photoView(person.photoUrl))}
    </span>
  `;
}

/** Keyed by its address: an element that is used again would show one person's face beside another's name while it loads. */
function photoView(url: string): TemplateResult {
  return html`<img
    src=${url}
    alt=""
    loading="lazy"
    decoding="async"
    referrerpolicy="no-referrer"
    @error=${hidePhoto}
  />`;
}

function hidePhoto(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}

function lineView(name: string, pieces: readonly Content[]): TemplateResult | typeof nothing {
  return pieces.length === 0
    ? nothing
    : html`<p class=${name}>${pieces.map((piece) => html`<span class="piece">${piece}</span>`)}</p>`;
}

function workOf(person: DirectoryEntry, texts: Texts): Content[] {
  const { title, company, headline } = person;
  if (title === undefined && company === undefined)
    return headline === undefined ? [] : fieldsOf(person, ['headline']);
  if (title === undefined || company === undefined) return fieldsOf(person, ['title', 'company']);
  return [
    insertedInto(texts.titleAtCompany('\u0001', '\u0002'), [
      markedText(person, 'title', title),
      markedText(person, 'company', company),
    ]),
  ];
}

function factsOf(person: DirectoryEntry, texts: Texts): Content[] {
  const { batchYear, city, country } = person;
  const place = [city && markedText(person, 'city', city), country && markedText(person, 'country', country)];
  const [first, ...rest] = place.filter((part) => part !== undefined);
  return [
    ...(batchYear === undefined
      ? []
      : [insertedInto(texts.classOf('\u0001'), [markedText(person, 'batchYear', `${batchYear}`)])]),
    ...fieldsOf(person, ['department']),
    // One isolate around both (Unicode Bidirectional Algorithm, 2.4): the comma stays between them wherever the page begins.
    ...(first === undefined ? [] : [html`<bdi>${first}${rest.map((part) => html`, ${part}`)}</bdi>`]),
  ];
}

/** What else matched: without it nobody could tell why the person is here. */
function reasonsOf(person: DirectoryEntry, texts: Texts): Content[] {
  const matched = (field: HighlightField) => person.highlights.some((highlight) => highlight.field === field);
  const shown = person.title === undefined && person.company === undefined;
  return [
    ...(matched('otherNames')
      ? [html`${texts.alsoKnownAs} ${itemsOf(person, 'otherNames', person.otherNames ?? [])}`]
      : []),
    ...(matched('headline') && !shown ? fieldsOf(person, ['headline']) : []),
    ...fieldsOf(person, (['programme', 'industry'] as const).filter(matched)),
    ...(matched('skills') ? [html`${texts.skills}: ${itemsOf(person, 'skills', person.skills ?? [])}`] : []),
  ];
}

/** The items of a list that matched. */
function itemsOf(
  person: DirectoryEntry,
  field: 'otherNames' | 'skills',
  items: readonly string[],
): Content[] {
  const matched = items.flatMap((item, index) =>
    highlightsOf(person, field, index).length > 0 ? [markedText(person, field, item, index)] : [],
  );
  return matched.map((item, place) => html`${place === 0 ? nothing : ', '}<bdi>${item}</bdi>`);
}

function fieldsOf(person: DirectoryEntry, fields: readonly PlainField[]): Content[] {
  return fields.flatMap((field) => {
    const value = person[field];
    return value === undefined ? [] : [html`<bdi>${markedText(person, field, String(value))}</bdi>`];
  });
}

function markedText(person: DirectoryEntry, field: HighlightField, text: string, index?: number): Content {
  return markedView(text, highlightsOf(person, field, index));
}
