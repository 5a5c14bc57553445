import type { Audience } from '../../../platform/scope';
import type { ProfileCreate, ProfileUpdate } from '../profiles';
import { fold } from '../text';

/** A change of a register. People are named by the order in which they were created. */
export type Step =
  | { readonly kind: 'create'; readonly draft: ProfileCreate }
  | { readonly kind: 'update'; readonly person: number; readonly update: ProfileUpdate }
  | { readonly kind: 'delete' | 'undelete'; readonly person: number };

export interface Person {
  readonly draft: ProfileCreate;
  readonly deleted: boolean;
}

export type Defaults = Record<string, Audience>;

/** People as one audience may see them, in the order of their creation; undefined who may not be seen. */
export type View = readonly (ProfileCreate | undefined)[];

/** What a register ought to hold: a second, naive account of what the commands do. */
export class Register {
  readonly people: Person[] = [];

  /** Whether the step was taken; a step that must be refused changes nothing. */
  take(step: Step): boolean {
    if (step.kind === 'create') {
      if (!this.#fits(step.draft, undefined)) return false;
      this.people.push({ draft: step.draft, deleted: false });
      return true;
    }
    const before = this.people[step.person];
    if (!before) return false;
    if (step.kind !== 'undelete' && before.deleted) return false;
    const draft = step.kind === 'update' ? patched(before.draft, step.update) : before.draft;
    if (step.kind !== 'delete' && !this.#fits(draft, step.person)) return false;
    this.people[step.person] = { draft, deleted: step.kind === 'delete' };
    return true;
  }

  #fits(
    { givenName, familyName, displayName, externalId }: ProfileCreate,
    self: number | undefined,
  ): boolean {
    const named = [givenName, familyName, displayName].some((name) => name !== undefined);
    const taken = this.people.some(
      ({ draft, deleted }, i) =>
        i !== self && !deleted && externalId !== undefined && draft.externalId === externalId,
    );
    return named && !taken;
  }
}

function patched(before: ProfileCreate, { audiences, ...update }: ProfileUpdate): ProfileCreate {
  const after: Record<string, unknown> = { ...before, audiences: { ...before.audiences, ...audiences } };
  for (const [field, value] of Object.entries(update)) {
    if (value === null) delete after[field];
    else after[field] = value;
  }
  return after;
}

const widths: readonly Audience[] = ['public', 'members', 'private'];

const fieldsOf = {
  otherNames: 'otherNames', degrees: 'degrees', company: 'company', title: 'title', industry: 'industry', city: 'city',
  country: 'country', skills: 'skills', headline: 'headline', bio: 'bio', links: 'links', photoUrl: 'photoUrl', email: 'email',
} as const; // prettier-ignore

const spaced = (text: string) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `; // prettier-ignore

/** Beside a display name nothing else is seen of a name than what it says. */
const says = (displayName: string, name: string) => name !== '' && spaced(displayName).includes(spaced(name));

/** What is seen of a person's names by all but the institution. */
export function namesSeen({ givenName, familyName, displayName }: ProfileCreate) {
  const unlessHidden = (name: string | undefined) =>
    displayName === undefined || says(displayName, name ?? '') ? name : undefined;
  return { givenName: unlessHidden(givenName), familyName: unlessHidden(familyName), displayName };
}

/** A register in which nothing was ever entered but what this audience may see. */
export function viewOf(people: readonly Person[], viewer: Audience, defaults: Defaults): View {
  return people.map(({ draft, deleted }) => {
    const may = (field: keyof NonNullable<ProfileCreate['audiences']>) => {
      const chosen =
        draft.audiences?.[field] ?? defaults[field] ?? (field === 'email' ? 'private' : 'members');
      return widths.indexOf(viewer) >= widths.indexOf(chosen);
    };
    if (deleted || !may('name')) return undefined;
    const { givenName, familyName, displayName, externalId } = draft;
    const names = viewer === 'private' ? { givenName, familyName, displayName } : namesSeen(draft);
    const seen: Record<string, unknown> = { ...names };
    if (viewer === 'private') Object.assign(seen, { externalId, birthDate: draft.birthDate });
    for (const field of Object.values(fieldsOf)) if (may(field)) seen[field] = draft[field];
    return Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== undefined));
  });
}
