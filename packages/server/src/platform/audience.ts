/** Who may see a field, or know of a change. */
export type Audience = 'public' | 'members' | 'private';
