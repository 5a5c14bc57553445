export { createAuthClient } from './auth/auth-client';
export type { AuthClient } from './auth/auth-client';
export { createMemberClient } from './member-client';
export type { MemberClient } from './member-client';
export { createClient } from './client';
export { createDirectoryClient } from './directory-client';
export type { DirectoryClient } from './directory-client';
export type { Client } from './client';
export type { ClientOptions, Fetch } from './options';
export type { Auth, SetPasswordOptions, SignInOptions, SignInWithProviderOptions } from './auth/auth';
export type { SharingOptions } from './auth/member-transport';
export { sessionNameOf } from './auth/kept-name';
export type { AuthListener, SignOutReason } from './auth/session-keeper';
export type { TokenStorage, TokenStorageChoice } from './auth/token-storage';
export type { Directory } from './directory';
export type { AuditLog } from './audit-log';
export type { Batches } from './batches';
export type { Changes, ChangeStream } from './changes';
export type { AddressDomains, Claims } from './claims';
export type { EmailChangeCodes, Me } from './me';
export type { DegreeLists } from './degree-lists';
export type { Profiles } from './profiles';
export type { ImageBytes } from './request';
export type { Tasks } from './tasks';
export type { WebhookDeliveries, WebhookEndpoints } from './webhook-endpoints';
export type { BulkActions } from './bulk-actions';
export type { Invitations } from './invitations';
export type { Keys } from './keys';
export type { Members } from './members';
export type { Listing, Page } from './listing';
export { webhooks } from './webhooks';
export type {
  RawBody,
  TestHeadersOptions,
  VerifyOptions,
  WebhookHeaders,
  Webhooks,
  WebhookTestHeaders,
} from './webhooks';
export type { WebhookFault } from './errors';
export {
  ApiError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  HomecomingError,
  InvalidRequestError,
  isApiError,
  isHomecomingError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  WebhookVerificationError,
} from './errors';
export type * from './types';
