import type { components } from '@homecoming/contract';
import { formatId } from '../../platform/ids';
import type { Audience } from '../../platform/scope';
import type { Batch } from './batch-store';
import { displayNameOf, type Profile } from './profile';
import { highlightsOf } from './search/highlight';
import type { AskedWord } from './search/query';
import type { EntryRow } from './search/store/pages';
import { type AudienceDefaults, defaultAudiences } from './visibility';

type Schemas = components['schemas'];

/** The web address of a kept photo, for whoever is shown it. */
export type PhotoUrlOf = (kept: string) => string;

/** A profile (already reduced to what its viewer may see) as the contract shows it. */
export function presentProfile(
  profile: Profile,
  viewer: Audience,
  photoUrlOf: PhotoUrlOf,
  audienceDefaults: AudienceDefaults,
): Schemas['Profile'] {
  const {
    id, givenName, familyName, otherNames, degrees, skills, links, externalId, audiences, version, createdAt, updatedAt, photoUrl,
    ...fields
  } = profile; // prettier-ignore
  // Which words of a display name are which, nobody else is told.
  const tellsNames = viewer === 'private' || profile.displayName === undefined;
  return {
    ...fields,
    ...(tellsNames && givenName !== undefined && { givenName }),
    ...(tellsNames && familyName !== undefined && { familyName }),
    id: formatId('profile', id),
    displayName: displayNameOf(profile),
    otherNames: [...otherNames],
    degrees: degrees.map(({ verification, ...degree }, position) => ({
      ...degree,
      batchId: formatId('batch', degree.batchId),
      primary: position === 0,
      ...(verification && { verified: true as const }),
    })),
    skills: [...skills],
    links: [...links],
    ...(photoUrl !== undefined && { photoUrl: photoUrlOf(photoUrl) }),
    // When and how often somebody changed something tells of what is hidden, too.
    ...(viewer === 'private' && {
      ...(externalId !== undefined && { externalId }),
      audiences,
      audienceDefaults: defaultAudiences(audienceDefaults),
      version,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    }),
  };
}

/** A row of a search as the contract shows it, with what matched. */
export function presentEntry(
  row: EntryRow,
  asked: readonly AskedWord[],
  photoUrlOf: PhotoUrlOf,
): Schemas['DirectoryEntry'] {
  const entry = {
    displayName: row.display_name,
    otherNames: row.other_names ?? undefined,
    batchYear: row.batch_year || undefined,
    programme: row.programme ?? undefined,
    department: row.department ?? undefined,
    degreeKind: row.degree_kind ?? undefined,
    company: row.company ?? undefined,
    title: row.title ?? undefined,
    industry: row.industry ?? undefined,
    city: row.city ?? undefined,
    country: row.country ?? undefined,
    skills: row.skills ?? undefined,
    headline: row.headline ?? undefined,
    photoUrl: row.photo_url === null ? undefined : photoUrlOf(row.photo_url),
  };
  return { id: formatId('profile', row.profile_id), ...entry, highlights: highlightsOf(entry, asked) };
}

export function presentBatch(batch: Batch & { readonly people: number }): Schemas['Batch'] {
  const { id, code, year, programme, people } = batch;
  return { id: formatId('batch', id), code, year, ...(programme && { programme }), profileCount: people };
}
