import type { Audience } from '../../platform/scope';
import type { components } from '../../contract/generated/schema';

export type AudienceField = keyof components['schemas']['Audiences'];
export type Audiences = Partial<Record<AudienceField, Audience>>;
export type Link = components['schemas']['Link'];

export interface Degree {
  readonly batchId: string;
  readonly batchYear: number;
  readonly programme?: string;
  readonly department?: string;
  readonly kind?: string;
  /** Where a registrar has confirmed the degree as it stands. */
  readonly verification?: Verification;
}

export interface Verification {
  /** The registrar's list. */
  readonly by: string;
  readonly at: string;
}

/** A profile as it is kept: every field, whoever may see it. */
export interface Profile {
  readonly id: string;
  readonly externalId?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  /** Only where the person or the office has set it. */
  readonly displayName?: string;
  readonly otherNames: readonly string[];
  /** The primary one first. */
  readonly degrees: readonly Degree[];
  readonly company?: string;
  readonly title?: string;
  readonly industry?: string;
  readonly city?: string;
  readonly country?: string;
  readonly skills: readonly string[];
  readonly headline?: string;
  readonly bio?: string;
  readonly links: readonly Link[];
  readonly photoUrl?: string;
  readonly email?: string;
  /** A day of the calendar: `1867-11-07`. */
  readonly birthDate?: string;
  readonly audiences: Audiences;
  /** Grows by one with each write. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt?: Date;
}

/** How the person is shown. */
export function displayNameOf(profile: Pick<Profile, 'displayName' | 'givenName' | 'familyName'>): string {
  return profile.displayName ?? [profile.givenName, profile.familyName].filter(Boolean).join(' ');
}

/** By what the person is ordered: family name first, as in a register. */
export function sortNameOf(profile: Pick<Profile, 'displayName' | 'givenName' | 'familyName'>): string {
  return profile.familyName === undefined
    ? displayNameOf(profile)
    : [profile.familyName, profile.givenName].filter(Boolean).join(' ');
}
