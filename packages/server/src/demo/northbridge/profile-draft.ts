import type { components } from '@homecoming/contract';

/** A profile as the service takes it. */
export type ProfileDraft = components['schemas']['ProfileCreate'];
