import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { Problem, problems } from '../contract/problems';
import { DatabaseUnavailable } from '../platform/database';
import { ImagesBusy, InvalidImage, StorageUnavailable } from '../platform/files';
import { problemPage, problemPagePolicy } from './problem-page';

/** What every call carries through the middleware. */
export interface CallState {
  requestId: string;
  /** For the log: what was called, and by which key or member. */
  operationId?: string;
  institution?: string;
  principalId?: string;
  /** The operator who calls, in their own name or in the member's that principalId is. */
  operatorId?: string;
  /** A person's browser goes there, and is sent on: refused, it is shown a page. */
  isNavigation?: boolean;
}

/** Gives every call an id, turns every refusal into problem details (RFC 9457), and logs what became of it. */
export function errorBoundary(
  log: Logger,
  onAnswered: (operationId: string, status: number, durationMs: number) => void = () => undefined,
): Middleware<CallState> {
  return async (ctx, next) => {
    const started = performance.now();
    ctx.state.requestId = uuidv7();
    ctx.set('Request-Id', ctx.state.requestId);
    try {
      await next();
    } catch (error) {
      answerProblem(ctx, problemOf(error), error, log);
    }
    const { requestId, operationId, institution, principalId, operatorId } = ctx.state;
    const durationMs = Math.round((performance.now() - started) * 10) / 10;
    if (operationId) onAnswered(operationId, ctx.status, durationMs);
    if (!log.isLevelEnabled('debug')) return;
    log.debug(
      { requestId, operationId, institution, principalId, operatorId, status: ctx.status, durationMs },
      'answered',
    );
  };
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const cause = error;
  if (error instanceof DatabaseUnavailable) {
    return new Problem('unavailable', `${error.message} Try again shortly.`, {
      cause,
      headers: { 'Retry-After': String(error.retryAfterS) },
    });
  }
  if (error instanceof InvalidImage) return new Problem('invalid_image', error.message, { cause });
  if (error instanceof StorageUnavailable || error instanceof ImagesBusy) {
    return new Problem('unavailable', `${error.message} Try again shortly.`, {
      cause,
      headers: { 'Retry-After': '5' },
    });
  }
  const { code, status, type } = error as { code?: string; status?: number; type?: string };
  // Two writers that waited for each other, or a statement that took too long: nothing was written.
  if (code === '40P01' || code === '40001')
    return new Problem('conflict', 'Another change got in the way. Try again.', { cause });
  if (code === '57014') {
    return new Problem('unavailable', 'The request took too long. Try again, or request less.', {
      cause,
      headers: { 'Retry-After': '5' },
    });
  }
  if (type === 'request.aborted' || type === 'request.size.invalid')
    return new Problem('malformed_json', 'The body was cut off.', { cause });
  if (status === 413) return new Problem('body_too_large', undefined, { cause });
  return new Problem('internal_error', 'The error was logged. If it happens again, report the request ID.', {
    cause,
  });
}

function answerProblem(ctx: Context, problem: Problem, error: unknown, log: Logger): void {
  const { requestId, operationId, operatorId, isNavigation } = ctx.state as CallState;
  if (problem.status >= 500) log.error({ requestId, operationId, operatorId, err: error }, problem.code);
  const { status, title } = problems[problem.code];
  const { code, detail, more } = problem;
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.set(more.headers ?? {});
  if (
    isNavigation &&
    ctx.accepts('application/problem+json', 'application/json', 'text/html') === 'text/html'
  ) {
    ctx.set('Content-Security-Policy', problemPagePolicy);
    ctx.set('Referrer-Policy', 'no-referrer');
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = problemPage({ title, detail, code, requestId });
    return;
  }
  ctx.body = JSON.stringify({
    type: `/docs/errors#${code}`,
    title,
    status,
    detail,
    code,
    errors: more.errors,
    challenge: more.challenge,
    requestId,
  });
  ctx.type = 'application/problem+json';
}
