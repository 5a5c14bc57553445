import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { highlightsOf, piecesOf, type HighlightField } from '../highlighted-text';
import { initialsOf, tintOf } from '../../shared/initials';
import type { DirectoryEntry } from '../model';
import type { Texts } from '../texts';

export interface PersonOptions {
  readonly texts: Texts;
  /** Where a person's name leads to; `undefined`: nowhere. */
  readonly href: (person: DirectoryEntry) => string | undefined;
  readonly onSelect: (person: DirectoryEntry, event: Event) => void;
}

type Content = TemplateResult | string;
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
          ${url === undefined ? name : html`<a href=${url} @click=${(event: Event) => onSelect(person, event)}>${name}</a>`}
        </p>
        ${lineView('work', workOf(person, texts))} ${lineView('facts', factsOf(person))}
        ${lineView('why', reasonsOf(person, texts))}
      </div>
    </li>
  `;
}

function avatarView(person: DirectoryEntry): TemplateResult {
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
    return headline === undefined ? [] : [markedText(person, 'headline', headline)];
  if (title === undefined || company === undefined) return fieldsOf(person, ['title', 'company']);
  // Whatever the order of the words in the page's language, each field keeps its highlights.
  return [
    html`${texts
      .titleAtCompany('\u0001', '\u0002')
      .split(/([\u0001\u0002])/)
      .map((piece) =>
        piece === '\u0001'
          ? markedText(person, 'title', title)
          : piece === '\u0002'
            ? markedText(person, 'company', company)
            : piece,
      )}`,
  ];
}

function factsOf(person: DirectoryEntry): Content[] {
  const [city] = fieldsOf(person, ['city']);
  const [country] = fieldsOf(person, ['country']);
  const place = city !== undefined && country !== undefined ? html`${city}, ${country}` : (city ?? country);
  return [...fieldsOf(person, ['batchYear', 'department']), ...(place === undefined ? [] : [place])];
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
  const highlights = highlightsOf(person, field, index);
  if (highlights.length === 0) return text;
  return html`${piecesOf(text, highlights).map((piece) => (piece.marked ? html`<mark part="mark">${piece.text}</mark>` : piece.text))}`;
}
