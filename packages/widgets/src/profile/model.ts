import type { Audience, Claim, ClaimCreate, MemberClient, OwnProfileUpdate, Profile } from '@homecoming/sdk';

export type { Audience, Claim, ClaimCreate, OwnProfileUpdate, Profile };

/** What the element needs of a client; that of the page will do. */
export type ProfileClient = MemberClient;

/** What is entered as it stands, with how much of it the contract takes. */
export const textFields = {
  displayName: 200,
  headline: 200,
  bio: 5_000,
  title: 200,
  company: 200,
  industry: 120,
  city: 120,
  country: 120,
} as const;

/** Lists that are entered as one text; each item is bounded by the contract. */
export const listFields = ['otherNames', 'skills'] as const;

export type TextField = keyof typeof textFields;
export type ListField = (typeof listFields)[number];
export type EntryField = TextField | ListField;

/** What an audience can be chosen for, as the contract names it. */
export type AudienceField = Exclude<keyof NonNullable<Profile['audiences']>, never>;

/** What a person changes of their profile. */
export type OwnField = EntryField | 'links' | 'audiences';

/** Who looks at the profile: oneself to edit it, or as others do. */
export type View = 'own' | 'public' | 'members';
