import type { Audience } from '../platform/scope';

export interface DemoInstitution {
  readonly slug: 'northbridge' | 'nobel';
  readonly name: string;
  readonly mode: 'test';
  /** Its page, from the root of the repository. */
  readonly sitePath: string;
  /** Which page of it people sign in at, where one does; mails lead there. */
  readonly signInPage?: string;
  readonly audienceDefaults: Readonly<Record<string, Audience>>;
  /** How many people get a drawn photo. Real people get none. */
  readonly photoCount?: number;
  /** Counts below it are withheld from the public. */
  readonly publicCountThreshold: number;
}

/** The institutions that a first start shows. */
export const demoInstitutions: readonly DemoInstitution[] = [
  {
    slug: 'northbridge',
    name: 'Northbridge University',
    mode: 'test',
    sitePath: 'examples/northbridge-site',
    signInPage: '/profile.html',
    photoCount: 48,
    audienceDefaults: {
      name: 'public',
      degrees: 'public',
      company: 'public',
      title: 'public',
      industry: 'public',
      city: 'public',
      country: 'public',
      headline: 'public',
      photoUrl: 'public',
      otherNames: 'members',
      skills: 'members',
      bio: 'members',
      links: 'members',
      email: 'private',
    },
    publicCountThreshold: 3,
  },
  {
    slug: 'nobel',
    name: 'Register of Nobel laureates',
    mode: 'test',
    sitePath: 'examples/nobel-site',
    audienceDefaults: {
      name: 'public',
      otherNames: 'public',
      degrees: 'public',
      company: 'public',
      title: 'public',
      industry: 'public',
      city: 'public',
      country: 'public',
      skills: 'public',
      headline: 'public',
      bio: 'public',
      links: 'public',
      photoUrl: 'public',
      email: 'private',
    },
    publicCountThreshold: 1,
  },
];
