import type { components, operations, webhooks } from '@homecoming/contract';

type Schemas = components['schemas'];

export type Audience = Schemas['Audience'];
export type Audiences = Schemas['Audiences'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditPage = Schemas['AuditPage'];
export type Batch = Schemas['Batch'];
export type BatchPage = Schemas['BatchPage'];
export type BulkAction = Schemas['BulkAction'];
export type BulkActionPage = Schemas['BulkActionPage'];
export type BulkInvite = Schemas['BulkInvite'];
export type BulkMemberUpdate = Schemas['BulkMemberUpdate'];
export type BulkResult = Schemas['BulkResult'];
export type BulkResultPage = Schemas['BulkResultPage'];
export type Change = Schemas['Change'];
export type ChangeBlock = Schemas['ChangeBlock'];
export type ChangeConsumer = Schemas['ChangeConsumer'];
export type ChangeConsumerPage = Schemas['ChangeConsumerPage'];
export type Claim = Schemas['Claim'];
/** Which profile is the member's: one of the register, or a new one, with the number that it is to have there. */
export type ClaimApproval =
  { readonly profileId: string } | { readonly newProfile: true; readonly externalId?: string };
export type ClaimCreate = Schemas['ClaimCreate'];
export type ClaimMatch = Schemas['ClaimMatch'];
export type ClaimPage = Schemas['ClaimPage'];
export type ClaimWithMatches = Schemas['ClaimWithMatches'];
export type Correction = Schemas['Correction'];
export type Degree = Schemas['Degree'];
export type DegreeList = Schemas['DegreeList'];
export type DegreeListCreate = Schemas['DegreeListCreate'];
export type DegreeListPage = Schemas['DegreeListPage'];
export type DegreeListRow = Schemas['DegreeListRow'];
export type DegreeListRowPage = Schemas['DegreeListRowPage'];
export type DegreeListRowWrite = Schemas['DegreeListRowWrite'];
export type DegreeRowOutcome = Schemas['DegreeRowOutcome'];
export type DirectoryEntry = Schemas['DirectoryEntry'];
export type DirectoryPage = Schemas['DirectoryPage'];
export type FacetName = Schemas['FacetName'];
export type Facets = Schemas['Facets'];
export type FacetValue = Schemas['FacetValue'];
export type FieldError = Schemas['FieldError'];
export type Highlight = Schemas['Highlight'];
export type Invitation = Schemas['Invitation'];
export type InvitationCreate = Schemas['InvitationCreate'];
export type InvitationPage = Schemas['InvitationPage'];
export type Key = Schemas['Key'];
export type KeyCreate = Schemas['KeyCreate'];
export type KeyPage = Schemas['KeyPage'];
export type KeyRotate = Partial<Schemas['KeyRotate']>;
export type KeyScope = Schemas['KeyScope'];
export type KeyUpdate = Schemas['KeyUpdate'];
export type Link = Schemas['Link'];
export type Member = Schemas['Member'];
export type MemberPage = Schemas['MemberPage'];
export type MemberUpdate = Schemas['MemberUpdate'];
export type MemberSession = Schemas['Session'];
export type OwnProfileUpdate = Schemas['OwnProfileUpdate'];
export type Problem = Schemas['Problem'];
export type Profile = Schemas['Profile'];
export type CodeSent = Schemas['CodeSent'];
export type SignInChoice = Schemas['SignInChoice'];
export type Identity = Schemas['Identity'];
export type SignInProvider = Schemas['SignInProvider'];
export type SignInProviderCreate = Schemas['SignInProviderCreate'];
export type SignInProviderUpdate = Schemas['SignInProviderUpdate'];
export type Suggestion = Schemas['Suggestion'];
export type Suggestions = Schemas['Suggestions'];
export type Task = Schemas['Task'];
export type TaskPage = Schemas['TaskPage'];
export type Total = Schemas['Total'];

export type WebhookAttempt = Schemas['WebhookAttempt'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type WebhookDeliveryPage = Schemas['WebhookDeliveryPage'];
export type WebhookEndpoint = Schemas['WebhookEndpoint'];
export type WebhookEndpointCreate = Schemas['WebhookEndpointCreate'];
export type WebhookEndpointPage = Schemas['WebhookEndpointPage'];
export type WebhookEndpointUpdate = Schemas['WebhookEndpointUpdate'];
export type WebhookEndpointWithSecret = Schemas['WebhookEndpointWithSecret'];
export type WebhookTest = Schemas['WebhookTest'];

/** The messages of webhooks, by their types. */
export type WebhookMessages = {
  [Type in keyof webhooks]: webhooks[Type]['post']['requestBody']['content']['application/json'];
};

/** What a webhook brings; `type` tells which. More types may come: pass over those that you do not know. */
export type WebhookMessage = WebhookMessages[keyof WebhookMessages];

/** The codes of problems known today. More may come: treat an unknown one by its status. */
export type ProblemCode = Schemas['ProblemCode'];

/** A year, or a span of years with both ends included: `1911`, `'1911'`, `'2001..2010'`, `{ from: 2001, to: 2010 }`. */
export type BatchYears = number | string | { readonly from: number; readonly to: number };

/** Query parameters as one likes to write them: one value where the contract has a list of one. */
type Friendly<Query> = {
  [Name in keyof Query]: Name extends 'batchYear'
    ? BatchYears | readonly BatchYears[] | undefined
    : Query[Name] extends readonly (infer Item)[] | undefined
      ? Item | readonly Item[] | undefined
      : Query[Name] | undefined;
};

type QueryOf<Id extends keyof operations> = Friendly<NonNullable<operations[Id]['parameters']['query']>>;

/** What a write answers when the key can't read what it wrote. */
export type Reference = Schemas['Reference'];
/** What to look for, how to order it and what to count. Parameters that are `undefined` are left out. */
export type SearchParams = QueryOf<'searchDirectory'>;
export type SuggestParams = QueryOf<'suggestDirectory'>;
export type ListBatchesParams = QueryOf<'listBatches'>;
export type ListChangesParams = QueryOf<'listChanges'>;
export type ListChangeConsumersParams = QueryOf<'listChangeConsumers'>;
export type ListTasksParams = QueryOf<'listTasks'>;
export type ListWebhookEndpointsParams = QueryOf<'listWebhookEndpoints'>;
export type ListWebhookDeliveriesParams = QueryOf<'listWebhookDeliveries'>;

/** A consumer to make or change. What is `undefined` stays as it is, or takes its default. */
export interface ChangeConsumerWrite {
  /** What it reads: exact types, and wildcards such as `profile.*`; `null` for all. */
  readonly types?: readonly string[] | null | undefined;
  /** Where a new one begins: with the oldest change that is kept, or with the next one (the default). */
  readonly from?: 'start' | 'now' | undefined;
}

/** How to read changes for ever. */
export interface ReadChangesParams extends Omit<ListChangesParams, 'wait'>, ChangeReading {}

interface ChangeReading {
  /** With `consumer`: where a new one begins. */
  readonly from?: 'start' | 'now' | undefined;
  /** Ends the loop, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
export type ListKeysParams = QueryOf<'listKeys'>;
export type ListMembersParams = QueryOf<'listMembers'>;
export type ListInvitationsParams = QueryOf<'listInvitations'>;
export type ListBulkActionsParams = QueryOf<'listBulkActions'>;
export type ListBulkResultsParams = QueryOf<'listBulkResults'>;
export type ListClaimsParams = QueryOf<'listClaims'>;
export type ListDegreeListsParams = QueryOf<'listDegreeLists'>;
export type ListDegreeListRowsParams = QueryOf<'listDegreeListRows'>;
export type ListAuditLogParams = QueryOf<'listAuditLog'>;
export type ExportAuditLogParams = QueryOf<'exportAuditLog'>;

/** A degree to write; the batch is made when it is the first of its kind. */
export type DegreeWrite = Omit<Schemas['DegreeWrite'], 'primary'> & { primary?: boolean };

/** What to change. Left out stays, `null` clears, lists are replaced whole, `audiences` is merged key by key. */
export type ProfileUpdate = Omit<Schemas['ProfileUpdate'], 'degrees'> & { degrees?: DegreeWrite[] | null };

/** A person to add. One name of any kind is needed. */
export type ProfileCreate = { [Field in keyof ProfileUpdate]?: NonNullable<ProfileUpdate[Field]> } & (
  { givenName: string } | { familyName: string } | { displayName: string }
);

/** Options of every call. They win over those of the client. */
export interface RequestOptions {
  /** Ends the call, also while it waits between two tries; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How long one try may take. The client's default is 10,000. */
  readonly timeoutMs?: number | undefined;
  /** How long the call may take with all its tries and the waits between them. The client's default is 30,000. */
  readonly deadlineMs?: number | undefined;
}

/** Options of calls that make something (POST). */
export interface MakeOptions extends RequestOptions {
  /**
   * Names the call for good: sent again with it, also by another process within 24 hours, it has no second effect and gets
   * the first answer. 1 to 255 visible ASCII characters. By default each call has a random one, over all its tries.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Options of reading one's own profile. */
export interface ReadOwnProfileOptions extends RequestOptions {
  /** See it exactly as somebody of this audience does; by default all of it. */
  readonly viewAs?: Audience | undefined;
}

/** Options of calls that read profiles. */
export interface ReadProfileOptions extends RequestOptions {
  /** For secret keys only: see the profile as this audience would. */
  readonly audience?: Audience | undefined;
}
