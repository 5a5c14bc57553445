/** Who may see a field, or know of a change: each of them sees what the ones before it see. */
export type Audience = 'public' | 'members' | 'private';
