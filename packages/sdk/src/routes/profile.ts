import type { Route } from './operation';

/** Shared by those who find people and those who show who is signed in. */
export const profileRoute = {
  getProfile: { method: 'GET', path: '/v1/profiles/{profileId}' },
} as const satisfies Readonly<Record<'getProfile', Route>>;
