import { sees } from '../../platform/audience';
import type { Audience } from '../../platform/scope';
import type { AudienceField, Profile } from './profile';
import { wordsOf } from './text';

export const audiences = ['public', 'members', 'private'] as const satisfies readonly Audience[];

/** Where neither the person nor the institution has chosen: careful, so that an import publishes nobody. */
const cautious: Readonly<Record<AudienceField, Audience>> = {
  name: 'members',
  otherNames: 'members',
  degrees: 'members',
  company: 'members',
  title: 'members',
  industry: 'members',
  city: 'members',
  country: 'members',
  skills: 'members',
  headline: 'members',
  bio: 'members',
  links: 'members',
  photoUrl: 'members',
  email: 'private',
};

/** The fields that an audience can be chosen for. */
export const audienceFields = Object.keys(cautious) as AudienceField[];

export type AudienceDefaults = Readonly<Partial<Record<string, Audience>>>;

/** Who sees which field where the person has not chosen: the institution's choice, else a careful one. */
export function defaultAudiences(defaults: AudienceDefaults): Readonly<Record<AudienceField, Audience>> {
  let resolved = resolvedDefaults.get(defaults);
  if (!resolved) {
    resolved = Object.fromEntries(
      audienceFields.map((field) => [field, defaults[field] ?? cautious[field]]),
    ) as Record<AudienceField, Audience>;
    resolvedDefaults.set(defaults, resolved);
  }
  return resolved;
}

const resolvedDefaults = new WeakMap<AudienceDefaults, Record<AudienceField, Audience>>();

/**
 * What an audience may see of a profile: the same profile as if its hidden values had never been entered; undefined where
 * the name is hidden, for a name hidden is a person hidden. Everything shown, searched, sorted or counted is made from
 * this.
 */
export function visibleTo(
  profile: Profile,
  viewer: Audience,
  defaults: AudienceDefaults,
): Profile | undefined {
  const may = (field: AudienceField) =>
    sees(viewer, profile.audiences[field] ?? defaults[field] ?? cautious[field]);
  if (profile.deletedAt || !may('name')) return undefined;
  if (viewer === 'private') return profile;
  const { id, version, createdAt, updatedAt } = profile;
  return {
    id,
    ...shownNames(profile),
    ...shown(profile, may, [
      'company',
      'title',
      'industry',
      'city',
      'country',
      'headline',
      'bio',
      'photoUrl',
      'email',
    ]),
    otherNames: may('otherNames') ? profile.otherNames : [],
    degrees: may('degrees') ? profile.degrees : [],
    skills: may('skills') ? profile.skills : [],
    links: may('links') ? profile.links : [],
    audiences: {},
    version,
    createdAt,
    updatedAt,
  };
}

/**
 * A display name stands in for the given and the family name: people find the person by it alone. Of the two only what the display
 * name itself says is left, so that `Marie Curie` still stands among the Curies.
 */
function shownNames({ givenName, familyName, displayName }: Profile): Partial<Profile> {
  const isShown = (name: string | undefined) =>
    name !== undefined && (displayName === undefined || says(displayName, name));
  return {
    ...(isShown(givenName) && { givenName }),
    ...(isShown(familyName) && { familyName }),
    ...(displayName !== undefined && { displayName }),
  };
}

/** Whether a text has the words of another in a row. */
function says(text: string, part: string): boolean {
  const [all, some] = [text, part].map((each) => ` ${wordsOf(each).map(({ word }) => word).join(' ')} `); // prettier-ignore
  return some!.trim() !== '' && all!.includes(some!);
}

/** The widest audience that may see the profile's photo; undefined where there is none, or nobody may. */
export function photoAudience(
  profile: Profile | undefined,
  { audienceDefaults }: { readonly audienceDefaults: AudienceDefaults },
): Audience | undefined {
  return (
    profile && audiences.find((each) => visibleTo(profile, each, audienceDefaults)?.photoUrl !== undefined)
  );
}

function shown<K extends AudienceField & keyof Profile>(
  profile: Profile,
  may: (field: K) => boolean,
  fields: readonly K[],
) {
  const result: Partial<Pick<Profile, K>> = {};
  for (const field of fields) if (profile[field] !== undefined && may(field)) result[field] = profile[field];
  return result;
}
