import type { components } from '@homecoming/contract';
import type { Audience } from '../../platform/scope';

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

/** The names that a person is shown by. */
type Named = Pick<Profile, 'displayName' | 'givenName' | 'familyName'>;

/** How the person is shown. */
export function displayNameOf(profile: Named): string {
  return profile.displayName ?? fullNameOf(profile);
}

const eastAsian = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー々ｰﾞﾟ・･\s]+$/u;
const kana = /[\p{sc=Hiragana}\p{sc=Katakana}]/u;

/** Given and family name in the order of their script: written in Han, kana or Hangul the family name comes first. */
export function fullNameOf({ givenName, familyName }: Pick<Profile, 'givenName' | 'familyName'>): string {
  if (givenName === undefined || familyName === undefined) return givenName ?? familyName ?? '';
  if (!eastAsian.test(givenName + familyName)) return `${givenName} ${familyName}`;
  // 王小明 and 김철수 are written as one word; kana need the space to be read (山田 さくら).
  return [familyName, givenName].join(kana.test(givenName + familyName) ? ' ' : '');
}

/** By what the person is ordered: family name first, as in a register. */
export function sortNameOf(profile: Named): string {
  return profile.familyName === undefined
    ? displayNameOf(profile)
    : [profile.familyName, profile.givenName].filter(Boolean).join(' ');
}
