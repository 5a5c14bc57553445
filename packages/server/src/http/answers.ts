import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { Operation } from '../contract/document';
import { projection } from '../contract/serialization';
import { answerChecker } from '../contract/validation';
import type { Caller } from './principal';

/** An answer as it leaves: `json` is absent where the contract has no body. */
export interface Answer {
  readonly status: number;
  readonly json: string | undefined;
}

export interface Answered extends Answer {
  /** It is the answer of an earlier call with the same idempotency key. */
  readonly isReplay?: boolean;
}

/** A function from what a handler gives to what leaves: only what the contract declares, as JSON. */
export function serializer(operation: Operation, isChecked: boolean): (answer: unknown) => Answer {
  const [status, response] = Object.entries(operation.responses).find(([each]) => each.startsWith('2'))!;
  const schema = response.content?.['application/json']?.schema;
  const project = schema && projection(schema);
  const check = isChecked ? answerChecker(operation) : undefined;
  return (answer) => {
    const json = project && JSON.stringify(project(answer));
    check?.(Number(status), json === undefined ? undefined : JSON.parse(json));
    return { status: Number(status), json };
  };
}

/** Says of an answer who may keep it. @returns whether everybody may */
export function setCaching(ctx: Context, caller: Caller | undefined, { cacheSeconds }: Operation): boolean {
  const isPublic = (!caller || caller.principal.kind === 'publishable') && cacheSeconds !== undefined;
  ctx.set('Cache-Control', isPublic ? `public, max-age=${cacheSeconds}` : 'private, no-store');
  if (caller) ctx.set('Vary', 'Homecoming-Key, Authorization');
  return isPublic;
}

export function sendAnswer(
  ctx: Context,
  answer: Answered,
  caller: Caller | undefined,
  operation: Operation,
): void {
  const { status, json, isReplay } = answer;
  ctx.status = status;
  const isPublic = setCaching(ctx, caller, operation);
  if (isReplay) ctx.set('Idempotent-Replayed', 'true');
  if (json === undefined) {
    // Else Koa would say in words what the status means. It also makes the status one without a body.
    ctx.body = null;
    ctx.status = status;
    return;
  }
  ctx.type = 'application/json';
  ctx.body = json;
  if (isPublic) {
    ctx.set('ETag', `"${createHash('sha1').update(json).digest('base64url')}"`);
    if (ctx.fresh) {
      ctx.status = 304;
      ctx.body = null;
    }
  }
}
