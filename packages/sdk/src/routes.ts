import type { operations } from './generated/schema';

/** What the SDK calls: not what is for operators and servers, and not where browsers go themselves. */
export type OperationId = Exclude<
  keyof operations,
  | 'getLiveness'
  | 'getReadiness'
  | 'getSigningKeys'
  | 'startOidcSignIn'
  | 'completeOidcSignIn'
  | `${string}AsOperator`
>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Query parameters whose items are joined by commas (`explode: false`); those of others are repeated. */
  readonly commaSeparated?: readonly string[];
}

/** Apart from the others, because a page that only searches carries no more. */
export const directoryRoutes = {
  searchDirectory: { method: 'GET', path: '/v1/directory/search', commaSeparated: ['batchYear', 'facets'] },
  suggestDirectory: { method: 'GET', path: '/v1/directory/suggest', commaSeparated: ['kinds'] },
} as const satisfies Partial<Readonly<Record<OperationId, Route>>>;

export type DirectoryOperation = keyof typeof directoryRoutes;

/** Likewise, for a page that only signs in, and shows who is signed in. */
export const authRoutes = {
  getProfile: { method: 'GET', path: '/v1/profiles/{profileId}' },
  requestSignInCode: { method: 'POST', path: '/v1/auth/codes' },
  redeemSignInCode: { method: 'POST', path: '/v1/auth/codes/redeem' },
  signInWithPassword: { method: 'POST', path: '/v1/auth/password' },
  listSignInChoices: { method: 'GET', path: '/v1/auth/providers' },
  redeemSignInGrant: { method: 'POST', path: '/v1/auth/oidc/redeem' },
  exchangeToken: { method: 'POST', path: '/v1/auth/token' },
  refreshSession: { method: 'POST', path: '/v1/auth/refresh' },
  signOut: { method: 'POST', path: '/v1/auth/sign-out' },
  getOwnMember: { method: 'GET', path: '/v1/me' },
  setOwnPassword: { method: 'PUT', path: '/v1/me/password' },
  listOwnSessions: { method: 'GET', path: '/v1/me/sessions' },
  endOwnSessions: { method: 'DELETE', path: '/v1/me/sessions' },
  endOwnSession: { method: 'DELETE', path: '/v1/me/sessions/{sessionId}' },
} as const satisfies Partial<Readonly<Record<OperationId, Route>>>;

export type AuthOperation = keyof typeof authRoutes;

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

const otherRoutes: Readonly<
  Record<Exclude<OperationId, DirectoryOperation | AuthOperation | OwnOperation>, Route>
> = {
  listBatches: { method: 'GET', path: '/v1/batches' },
  listProfiles: { method: 'GET', path: '/v1/profiles', commaSeparated: ['ids'] },
  createProfile: { method: 'POST', path: '/v1/profiles' },
  updateProfile: { method: 'PATCH', path: '/v1/profiles/{profileId}' },
  deleteProfile: { method: 'DELETE', path: '/v1/profiles/{profileId}' },
  putProfilePhoto: { method: 'PUT', path: '/v1/profiles/{profileId}/photo' },
  deleteProfilePhoto: { method: 'DELETE', path: '/v1/profiles/{profileId}/photo' },
  listChanges: { method: 'GET', path: '/v1/changes', commaSeparated: ['types'] },
  listChangeConsumers: { method: 'GET', path: '/v1/changes/consumers' },
  putChangeConsumer: { method: 'PUT', path: '/v1/changes/consumers/{consumer}' },
  deleteChangeConsumer: { method: 'DELETE', path: '/v1/changes/consumers/{consumer}' },
  acknowledgeChanges: { method: 'POST', path: '/v1/changes/consumers/{consumer}/acknowledge' },
  listTasks: { method: 'GET', path: '/v1/tasks' },
  rerunTask: { method: 'POST', path: '/v1/tasks/{taskId}/rerun' },
  deleteTask: { method: 'DELETE', path: '/v1/tasks/{taskId}' },
  listClaims: { method: 'GET', path: '/v1/claims' },
  getClaim: { method: 'GET', path: '/v1/claims/{claimId}' },
  approveClaim: { method: 'POST', path: '/v1/claims/{claimId}/approve' },
  rejectClaim: { method: 'POST', path: '/v1/claims/{claimId}/reject' },
  listDegreeLists: { method: 'GET', path: '/v1/degree-lists' },
  createDegreeList: { method: 'POST', path: '/v1/degree-lists' },
  getDegreeList: { method: 'GET', path: '/v1/degree-lists/{degreeListId}' },
  listDegreeListRows: { method: 'GET', path: '/v1/degree-lists/{degreeListId}/rows' },
  getAddressDomains: { method: 'GET', path: '/v1/address-domains' },
  putAddressDomains: { method: 'PUT', path: '/v1/address-domains' },
  listSignInProviders: { method: 'GET', path: '/v1/sign-in-providers' },
  createSignInProvider: { method: 'POST', path: '/v1/sign-in-providers' },
  getSignInProvider: { method: 'GET', path: '/v1/sign-in-providers/{providerId}' },
  updateSignInProvider: { method: 'PATCH', path: '/v1/sign-in-providers/{providerId}' },
  deleteSignInProvider: { method: 'DELETE', path: '/v1/sign-in-providers/{providerId}' },
  listOwnIdentities: { method: 'GET', path: '/v1/me/identities' },
  unlinkOwnIdentity: { method: 'DELETE', path: '/v1/me/identities/{identityId}' },
  listMembers: { method: 'GET', path: '/v1/members' },
  getMember: { method: 'GET', path: '/v1/members/{memberId}' },
  updateMember: { method: 'PATCH', path: '/v1/members/{memberId}' },
  takeProfileBack: { method: 'DELETE', path: '/v1/members/{memberId}/profile' },
  bulkUpdateMembers: { method: 'POST', path: '/v1/members/bulk-update' },
  listInvitations: { method: 'GET', path: '/v1/invitations' },
  createInvitation: { method: 'POST', path: '/v1/invitations' },
  bulkInvite: { method: 'POST', path: '/v1/invitations/bulk' },
  getInvitation: { method: 'GET', path: '/v1/invitations/{invitationId}' },
  revokeInvitation: { method: 'DELETE', path: '/v1/invitations/{invitationId}' },
  resendInvitation: { method: 'POST', path: '/v1/invitations/{invitationId}/resend' },
  listBulkActions: { method: 'GET', path: '/v1/bulk-actions' },
  getBulkAction: { method: 'GET', path: '/v1/bulk-actions/{bulkActionId}' },
  listBulkResults: { method: 'GET', path: '/v1/bulk-actions/{bulkActionId}/results' },
  runBulkAction: { method: 'POST', path: '/v1/bulk-actions/{bulkActionId}/run' },
  undeleteProfile: { method: 'POST', path: '/v1/profiles/{profileId}/undelete' },
  listWebhookEndpoints: { method: 'GET', path: '/v1/webhook-endpoints' },
  createWebhookEndpoint: { method: 'POST', path: '/v1/webhook-endpoints' },
  getWebhookEndpoint: { method: 'GET', path: '/v1/webhook-endpoints/{endpointId}' },
  updateWebhookEndpoint: { method: 'PATCH', path: '/v1/webhook-endpoints/{endpointId}' },
  deleteWebhookEndpoint: { method: 'DELETE', path: '/v1/webhook-endpoints/{endpointId}' },
  rotateWebhookSecret: { method: 'POST', path: '/v1/webhook-endpoints/{endpointId}/rotate-secret' },
  testWebhookEndpoint: { method: 'POST', path: '/v1/webhook-endpoints/{endpointId}/test' },
  replayWebhooks: { method: 'POST', path: '/v1/webhook-endpoints/{endpointId}/replay' },
  listWebhookDeliveries: { method: 'GET', path: '/v1/webhook-endpoints/{endpointId}/deliveries' },
  listWebhookPublicKeys: { method: 'GET', path: '/v1/webhook-endpoints/{endpointId}/public-keys' },
  getWebhookDelivery: { method: 'GET', path: '/v1/webhook-deliveries/{deliveryId}' },
  resendWebhook: { method: 'POST', path: '/v1/webhook-deliveries/{deliveryId}/resend' },
  listKeys: { method: 'GET', path: '/v1/keys' },
  createKey: { method: 'POST', path: '/v1/keys' },
  getKey: { method: 'GET', path: '/v1/keys/{keyId}' },
  updateKey: { method: 'PATCH', path: '/v1/keys/{keyId}' },
  revokeKey: { method: 'DELETE', path: '/v1/keys/{keyId}' },
  rotateKey: { method: 'POST', path: '/v1/keys/{keyId}/rotate' },
  listAuditLog: { method: 'GET', path: '/v1/audit-log' },
  exportAuditLog: { method: 'GET', path: '/v1/audit-log/export' },
};

/** Where each operation lives. A test holds it against the contract. A function, so that bundlers can leave the table out. */
export const allRoutes = (): Readonly<Record<OperationId, Route>> => ({
  ...directoryRoutes,
  ...authRoutes,
  ...ownRoutes,
  ...otherRoutes,
});

type Responses<Id extends OperationId> = operations[Id]['responses'];
type Success<Id extends OperationId> = Responses<Id>[Extract<keyof Responses<Id>, 200 | 201 | 202 | 204>];

/** What an operation answers when all went well; `undefined` for an answer without a body. */
export type Answer<Id extends OperationId> =
  Success<Id> extends { content: { 'application/json': infer Body } } ? Body : undefined;
