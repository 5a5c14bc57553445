import type { FieldError, ProblemCode } from './types';

// A symbol of the registry is the same in every copy of this package on a page or in a process.
const brand = Symbol.for('@homecoming/sdk.error');

/** What every error of this package descends from. */
export class HomecomingError extends Error {
  get [brand](): true {
    return true;
  }
  // A getter, so that the stack begins with it and minifying keeps it; literal in each class below, or they would be
  // one type to TypeScript, and what is no NotFoundError would be no ApiError either.
  override get name(): string {
    return 'HomecomingError';
  }
}

/** What an answer says about why it is a refusal. */
export interface ApiErrorDetails {
  readonly message: string;
  readonly status: number;
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly challenge?: string | undefined;
}

/** The service, or a proxy before it, answered with a refusal or a failure. */
export class ApiError extends HomecomingError {
  /** The HTTP status. */
  readonly status: number;
  /** The problem's stable name; `undefined` when something else than Homecoming answered. New ones may be added. */
  readonly code: ProblemCode | (string & {}) | undefined;
  /** What is wrong in this case and how to mend it. */
  readonly detail: string | undefined;
  /** Every fault of the input, each with its place. */
  readonly errors: readonly FieldError[];
  /** Names the call in the service's logs. */
  readonly requestId: string | undefined;
  /** How long the service asks to wait before the next try. */
  readonly retryAfterMs: number | undefined;
  /** Of `link_code_needed`: give it to `auth.confirmLink`, with the code that was emailed. */
  readonly challenge: string | undefined;

  constructor(details: ApiErrorDetails) {
    const { message, status, code, detail, errors = [], requestId, retryAfterMs, challenge } = details;
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
    this.challenge = challenge;
  }

  override get name(): string {
    return 'ApiError';
  }
}

/** 400, 422: the input is not as the contract says; `errors` has every fault with its place. */
export class InvalidRequestError extends ApiError {
  override get name() {
    return 'InvalidRequestError' as const;
  }
}

/** 401: the key is missing, unknown or has ended. */
export class AuthenticationError extends ApiError {
  override get name() {
    return 'AuthenticationError' as const;
  }
}

/** 403: the key may not do this. `origin_not_allowed`: not from this page's origin. */
export class PermissionError extends ApiError {
  override get name() {
    return 'PermissionError' as const;
  }
}

/** 404: there is no such thing, or the caller may not know of it. */
export class NotFoundError extends ApiError {
  override get name() {
    return 'NotFoundError' as const;
  }
}

/** 409: it clashes with what is there. */
export class ConflictError extends ApiError {
  override get name() {
    return 'ConflictError' as const;
  }
}

/** 429: too many calls; `retryAfterMs` says how long to wait. */
export class RateLimitError extends ApiError {
  override get name() {
    return 'RateLimitError' as const;
  }
}

/** 5xx: the service, or a proxy before it, failed. */
export class ServerError extends ApiError {
  override get name() {
    return 'ServerError' as const;
  }
}

/** No answer came: the service can't be reached, or the connection broke. `cause` has what `fetch` said. */
export class ConnectionError extends HomecomingError {
  override get name() {
    return 'ConnectionError' as const;
  }
}

/** The answer took too long. */
export class TimeoutError extends HomecomingError {
  constructor(
    message: string,
    /** Which limit was reached: that of one try (`timeoutMs`), or that of the whole call (`deadlineMs`). */
    readonly limit: 'try' | 'deadline',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  override get name() {
    return 'TimeoutError' as const;
  }
}

/** Why a webhook was not accepted. */
export type WebhookFault = 'missing_headers' | 'bad_timestamp' | 'bad_signature' | 'bad_body';

/** This did not come from Homecoming as it stands, or came too late: answer 400 and do nothing. */
export class WebhookVerificationError extends HomecomingError {
  constructor(
    message: string,
    readonly reason: WebhookFault,
  ) {
    super(message);
  }

  override get name() {
    return 'WebhookVerificationError' as const;
  }
}

/**
 * Whether this is an error of this package, whichever copy of it: `instanceof` knows only the classes of the copy that
 * it is asked with, and a process may hold the ESM and the CommonJS one. Tell them apart by `name`.
 */
export function isHomecomingError(error: unknown): error is HomecomingError {
  return typeof error === 'object' && error !== null && brand in error;
}

/** Like {@link isHomecomingError}, for answers of the service: those with a `status`. */
export function isApiError(error: unknown): error is ApiError {
  return isHomecomingError(error) && 'status' in error;
}
