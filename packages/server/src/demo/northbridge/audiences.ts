import type { ProfileDraft } from './profile-draft';
import { weighted } from './random';

type Audiences = NonNullable<ProfileDraft['audiences']>;

const choices: readonly (readonly [share: number, audiences: Audiences])[] = [
  [10, { name: 'private' }],
  [16, { name: 'members' }],
  [22, { company: 'members', title: 'members' }],
  [10, { company: 'private', title: 'private', industry: 'private' }],
  [14, { city: 'members' }],
  [8, { city: 'private', country: 'private' }],
  [8, { skills: 'private' }],
  [4, { skills: 'public' }],
  [3, { degrees: 'members' }],
  [3, { headline: 'members', bio: 'private', links: 'private' }],
  [2, { email: 'members' }],
];

const draw = weighted(choices, ([share]) => share);

/** What somebody hides, or shows, unlike others. */
export const drawAudiences = (random: Parameters<typeof draw>[0]): Audiences => ({ ...draw(random)[1] });
