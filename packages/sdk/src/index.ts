export { createClient } from './client';
export type { Client } from './client';
export type { AdminClient } from './admin';
export type {
  Auth,
  AuthClient,
  AuthListener,
  SetPasswordOptions,
  SharingOptions,
  SignInOptions,
  SignInWithProviderOptions,
  SignOutReason,
  TokenStorage,
  TokenStorageChoice,
} from './auth';
export type { Directory, DirectoryClient } from './directory';
export type { EmailChangeCodes, Me, MemberClient } from './me';
export type { AuditLog } from './resources/audit-log';
export type { Batches } from './resources/batches';
export type { BulkActions } from './resources/bulk-actions';
export type { Changes, ChangeStream } from './resources/changes';
export type { AddressDomains, Claims } from './resources/claims';
export type { DegreeLists } from './resources/degree-lists';
export type { Invitations } from './resources/invitations';
export type { Keys } from './resources/keys';
export type { Members } from './resources/members';
export type { Profiles } from './resources/profiles';
export type { SignInProviders } from './resources/sign-in-providers';
export type { Tasks } from './resources/tasks';
export type { WebhookDeliveries, WebhookEndpoints } from './resources/webhook-endpoints';
export type { Listing, Page } from './transport/listing';
export type { ClientOptions, Fetch } from './transport/options';
export type { ImageBytes } from './transport/request';
export { webhooks } from './webhooks';
export type {
  RawBody,
  TestHeadersOptions,
  VerifyOptions,
  WebhookHeaders,
  Webhooks,
  WebhookTestHeaders,
} from './webhooks';
export * from './errors';
export type * from './types';
