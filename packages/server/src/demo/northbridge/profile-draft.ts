import type { components } from '../../contract/generated/schema';

/** A profile as the service takes it. */
export type ProfileDraft = components['schemas']['ProfileCreate'];
