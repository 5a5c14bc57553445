import { ApiError, ConnectionError, TimeoutError } from '@homecoming/sdk/errors';

/** The refusals that only the page's owner can resolve, by the contract's code. */
export const refusalCodes = [
  'origin_not_allowed',
  'missing_key',
  'invalid_key',
  'expired_key',
  'key_kind_not_allowed',
  'secret_key_in_browser',
  'missing_scope',
] as const;

/** Those, and what keeps requests from reaching the service. */
export type RefusalCode = (typeof refusalCodes)[number] | 'wrong_api' | 'blocked_by_policy';

/** What stands between the person and the results, told apart by what can be done about it. */
export type Problem =
  /** The browser has no network: goes on by itself once it has. */
  | { readonly kind: 'offline' }
  /** The service doesn't answer, though the browser has a network. */
  | { readonly kind: 'unreachable' }
  /** Too many calls: wait, then retry. */
  | { readonly kind: 'busy'; readonly retryAfterMs: number | undefined }
  /** Too many calls for a long while: an hour's or a day's are used up. */
  | { readonly kind: 'spent'; readonly retryAfterMs: number | undefined }
  /** The service failed; the reference finds the call in its logs. */
  | { readonly kind: 'failed'; readonly reference: string | undefined }
  /** The page or its key is refused: only the page's owner can change that. */
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** Whether a network that has come back may have solved it. */
export function isOfNetwork(problem: Problem): boolean {
  return problem.kind === 'offline' || problem.kind === 'unreachable';
}

/** Longer than anybody waits before the page. */
const longWaitMs = 120_000;

/** What an error of the SDK means to the person in front of the page. */
export function problemOf(error: unknown, online: boolean): Problem {
  if (!online) return { kind: 'offline' };
  if (error instanceof ConnectionError || error instanceof TimeoutError) return { kind: 'unreachable' };
  if (!(error instanceof ApiError)) return { kind: 'failed', reference: undefined };
  const refusal = refusalCodes.find((code) => code === error.code);
  if (refusal) return { kind: 'refused', code: refusal };
  if (error.status === 429) {
    const { retryAfterMs } = error;
    return { kind: retryAfterMs && retryAfterMs > longWaitMs ? 'spent' : 'busy', retryAfterMs };
  }
  // Whoever asks for something that may be missing looks for this answer first. Left over is that of a path Homecoming doesn't have.
  if (error.status === 404) return { kind: 'refused', code: 'wrong_api' };
  // Not in Homecoming's words: a proxy says that it is away, or something else answers.
  if (error.code === undefined)
    return error.status >= 500 ? { kind: 'unreachable' } : { kind: 'refused', code: 'wrong_api' };
  return { kind: 'failed', reference: error.requestId };
}
