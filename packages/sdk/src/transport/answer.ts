import {
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  ConflictError,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from '../errors';
import type { Problem } from '../types';
import { describe, describeStranger } from './messages';

const classOfStatus: Readonly<Record<number, typeof ApiError>> = {
  400: InvalidRequestError,
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  422: InvalidRequestError,
  429: RateLimitError,
};

/**
 * What a response carries; `undefined` for 202 and 204 without a body.
 * @param call method and path, for messages
 * @throws ApiError (the class for its status) unless the response is a success with JSON
 */
export async function readAnswer(response: Response, call: string): Promise<unknown> {
  const text = await response.text();
  if (!text && (response.status === 202 || response.status === 204)) return undefined;
  const json = parseJson(text);
  if (response.ok && json !== undefined) return json;
  throw errorOf(response, isProblem(json) ? json : undefined, call);
}

function errorOf(response: Response, problem: Problem | undefined, call: string): ApiError {
  const { status, headers } = response;
  const requestId = problem?.requestId ?? headers.get('request-id') ?? undefined;
  const details: ApiErrorDetails = {
    message: problem ? describe(problem, status, requestId) : describeStranger(response, call, requestId),
    status,
    code: problem?.code,
    detail: problem?.detail,
    errors: Array.isArray(problem?.errors) ? problem.errors : [],
    requestId,
    retryAfterMs: readRetryAfter(headers),
    challenge: problem?.challenge,
  };
  return new (classOfStatus[status] ?? (status >= 500 ? ServerError : ApiError))(details);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(json: unknown): json is Problem {
  return typeof json === 'object' && json !== null && 'code' in json && 'title' in json;
}

/** `Retry-After` (RFC 9110, 10.2.3), seconds or a date; a date counts from the answer's own, whose clock it is. */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const sent = Date.parse(headers.get('date') ?? '') || Date.now();
  const delayMs = Date.parse(value) - sent;
  return Number.isNaN(delayMs) ? undefined : Math.max(0, delayMs);
}
