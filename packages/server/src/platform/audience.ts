/** Who may see a field, or know of a change: each of them sees what the ones before it see. */
export type Audience = 'public' | 'members' | 'private';

const width: Readonly<Record<Audience, number>> = { public: 0, members: 1, private: 2 };

/** Whether a viewer may see what is shown to an audience. */
export function sees(viewer: Audience, shownTo: Audience): boolean {
  return width[viewer] >= width[shownTo];
}
