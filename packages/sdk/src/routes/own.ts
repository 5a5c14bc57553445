import type { OperationId, Route } from './operation';

/** What one does with one's own data. */
export const ownRoutes = {
  getOwnProfile: { method: 'GET', path: '/v1/me/profile' },
  updateOwnProfile: { method: 'PATCH', path: '/v1/me/profile' },
  putOwnPhoto: { method: 'PUT', path: '/v1/me/photo' },
  deleteOwnPhoto: { method: 'DELETE', path: '/v1/me/photo' },
  listOwnClaims: { method: 'GET', path: '/v1/me/claims' },
  createClaim: { method: 'POST', path: '/v1/me/claims' },
  requestEmailChange: { method: 'POST', path: '/v1/me/email-change' },
  confirmEmailChange: { method: 'POST', path: '/v1/me/email-change/confirm' },
} as const satisfies Partial<Readonly<Record<OperationId, Route>>>;

export type OwnOperation = keyof typeof ownRoutes;
