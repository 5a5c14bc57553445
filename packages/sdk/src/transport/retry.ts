import { ApiError, ConnectionError, TimeoutError } from '../errors';
import type { Route } from './route';

const firstBackoffMs = 500;
const longestBackoffMs = 8_000;

/** Answers that may be otherwise next time. */
const transientStatuses: readonly number[] = [408, 429, 500, 502, 503, 504];

/** Methods that do no harm twice, whether or not the first try arrived: a POST carries an idempotency key. */
const repeatableMethods: readonly Route['method'][] = ['GET', 'PUT', 'POST'];

/** Whether a failed call may be tried again, unchanged, with hope. */
export function isRetryable(method: Route['method'], error: unknown): boolean {
  if (!repeatableMethods.includes(method)) return false;
  if (error instanceof ApiError)
    return transientStatuses.includes(error.status) || error.code === 'idempotency_in_flight';
  return error instanceof ConnectionError || (error instanceof TimeoutError && error.limit === 'try');
}

/** Whether what failed may go well later: the network, the service or time were against it, not the service's rules. */
export function isTransient(error: unknown): boolean {
  return isRetryable('GET', error) || error instanceof TimeoutError;
}

/**
 * How long to wait before the next try: as long as the service asks, and then a random part of a span that doubles
 * (full jitter), so that callers who failed together do not come back together.
 * @param attempt how many tries were made before the one that failed
 * @param random 0 ≤ random < 1
 */
export function backoffMs(attempt: number, error: unknown, random: number): number {
  const askedMs = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return askedMs + random * Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt);
}
