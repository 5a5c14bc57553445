import {
  type Audience,
  type AudienceField,
  type EntryField,
  type ListField,
  listFields,
  type OwnField,
  type OwnProfileUpdate,
  type Profile,
  type TextField,
  textFields,
} from './model';

export interface LinkDraft {
  readonly label: string;
  readonly url: string;
}

/** What stands in the form. */
export interface Draft {
  readonly texts: Readonly<Record<EntryField, string>>;
  readonly links: readonly LinkDraft[];
  /** Chosen ones only; for the others the institution's default holds. */
  readonly audiences: Readonly<Partial<Record<AudienceField, Audience>>>;
}

const separators: Readonly<Record<ListField, RegExp>> = { otherNames: /\n/, skills: /[,\n]/ };
const joints: Readonly<Record<ListField, string>> = { otherNames: '\n', skills: ', ' };
export const entryFields: readonly EntryField[] = [
  ...(Object.keys(textFields) as TextField[]),
  ...listFields,
];

const isList = (field: EntryField): field is ListField => listFields.some((each) => each === field);

export function draftOf(profile: Profile): Draft {
  const texts = entryFields.map((field) => [
    field,
    isList(field) ? profile[field].join(joints[field]) : (profile[field] ?? ''),
  ]);
  const chosen = Object.entries(profile.audiences ?? {}).filter(([, audience]) => audience !== null);
  return {
    texts: Object.fromEntries(texts) as Draft['texts'],
    links: profile.links.map(({ label = '', url }) => ({ label, url })),
    audiences: Object.fromEntries(chosen),
  };
}

/** What of a draft differs from the profile, as the service takes it; `undefined` where nothing does. */
export function changesOf(profile: Profile, draft: Draft): OwnProfileUpdate | undefined {
  const kept = draftOf(profile);
  const changes: Record<string, unknown> = {};
  for (const field of entryFields) {
    const value = valueOf(field, draft.texts[field]);
    if (!isSame(value, valueOf(field, kept.texts[field]))) changes[field] = value;
  }
  const links = linksOf(draft);
  if (!isSame(links, linksOf(kept))) changes.links = links;
  const audiences = changedAudiences(kept.audiences, draft.audiences);
  if (Object.keys(audiences).length > 0) changes.audiences = audiences;
  return Object.keys(changes).length > 0 ? changes : undefined;
}

/** What of a profile that people change themselves is another than it was. */
export function changedFields(before: Profile, after: Profile): OwnField[] {
  return Object.keys(changesOf(before, draftOf(after)) ?? {}) as OwnField[];
}

/** The draft for a profile that was read anew: what was edited since `base` stays, everything else is as it now is. */
export function rebased(draft: Draft, base: Draft, profile: Profile): Draft {
  const fresh = draftOf(profile);
  const texts = entryFields.map((field) => {
    const isEdited = draft.texts[field] !== base.texts[field];
    return [field, isEdited ? draft.texts[field] : fresh.texts[field]];
  });
  const edited = changedAudiences(base.audiences, draft.audiences);
  const audiences = Object.entries({ ...fresh.audiences, ...edited }).filter(([, audience]) => audience);
  return {
    texts: Object.fromEntries(texts) as Draft['texts'],
    links: isSame(draft.links, base.links) ? fresh.links : draft.links,
    audiences: Object.fromEntries(audiences),
  };
}

/** The links as the service takes them, without rows left empty; each with the row that it stands in. */
export function linkRows({
  links,
}: Draft): { readonly row: number; readonly link: { label?: string; url: string } }[] {
  return links.flatMap(({ label, url }, row) => {
    const name = label.trim();
    if (name === '' && url.trim() === '') return [];
    return [{ row, link: { ...(name !== '' && { label: name }), url: absolute(url.trim()) } }];
  });
}

const linksOf = (draft: Draft) => linkRows(draft).map(({ link }) => link);

/** People write `example.org/marie`. */
function absolute(url: string): string {
  return /^[a-z][a-z\d+.-]*:/i.test(url) || !/^[^\s/]+\.[^\s/]+/.test(url) ? url : `https://${url}`;
}

function valueOf(field: EntryField, text: string): string | string[] | null {
  const trimmed = text.trim();
  if (!isList(field)) return trimmed === '' ? null : trimmed;
  const items = trimmed.split(separators[field]).map((item) => item.trim());
  return [...new Set(items)].filter((item) => item !== '');
}

function changedAudiences(
  before: Draft['audiences'],
  after: Draft['audiences'],
): Partial<Record<AudienceField, Audience | null>> {
  const fields = Object.keys({ ...before, ...after }) as AudienceField[];
  const changed = fields.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, after[field] ?? null]));
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
