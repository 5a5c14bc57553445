import type { Row } from '../../platform/database';
import type { Audiences, Degree, Link, Profile } from './profile';

interface ProfileRow {
  id: string;
  external_id: string | null;
  given_name: string | null;
  family_name: string | null;
  display_name: string | null;
  other_names: string[];
  company: string | null;
  title: string | null;
  industry: string | null;
  city: string | null;
  country: string | null;
  skills: string[];
  headline: string | null;
  bio: string | null;
  links: Link[];
  photo_url: string | null;
  email: string | null;
  birth_date: string | null;
  audiences: Audiences;
  version: number;
  created_at: Date;
  updated_at: Date;
  deleted_at: Date | null;
  degrees: {
    batchId: string;
    batchYear: number;
    programme: string;
    department: string | null;
    kind: string | null;
    verifiedBy: string | null;
    verifiedAt: string | null;
  }[];
}

export function toProfile(row: Row): Profile {
  const r = row as unknown as ProfileRow;
  return {
    id: r.id,
    ...present({
      externalId: r.external_id,
      givenName: r.given_name,
      familyName: r.family_name,
      displayName: r.display_name,
      company: r.company,
      title: r.title,
      industry: r.industry,
      city: r.city,
      country: r.country,
      headline: r.headline,
      bio: r.bio,
      photoUrl: r.photo_url,
      email: r.email,
      birthDate: r.birth_date,
      deletedAt: r.deleted_at,
    }),
    otherNames: r.other_names,
    skills: r.skills,
    links: r.links,
    audiences: r.audiences,
    degrees: r.degrees.map(toDegree),
    version: r.version,
    createdAt: r.created_at,
    updatedAt: r.updated_at,
  };
}

function toDegree(row: ProfileRow['degrees'][number]): Degree {
  const { batchId, batchYear, programme, department, kind, verifiedBy: by, verifiedAt: at } = row;
  return {
    batchId,
    batchYear,
    ...present({ programme: programme || null, department, kind }),
    ...(by !== null && at !== null && { verification: { by, at } }),
  };
}

/** Without the nulls of a row: what has no value is absent. */
function present<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept: Record<string, unknown> = {};
  for (const name in values) if (values[name] !== null) kept[name] = values[name];
  return kept as { [K in keyof T]?: NonNullable<T[K]> };
}

export function toRow(profile: Profile): Row {
  return {
    id: profile.id,
    external_id: profile.externalId,
    given_name: profile.givenName,
    family_name: profile.familyName,
    display_name: profile.displayName,
    other_names: profile.otherNames,
    company: profile.company,
    title: profile.title,
    industry: profile.industry,
    city: profile.city,
    country: profile.country,
    skills: profile.skills,
    headline: profile.headline,
    bio: profile.bio,
    links: profile.links,
    photo_url: profile.photoUrl,
    email: profile.email,
    birth_date: profile.birthDate,
    audiences: profile.audiences,
    version: profile.version,
    created_at: profile.createdAt,
    updated_at: profile.updatedAt,
    deleted_at: profile.deletedAt,
  };
}
