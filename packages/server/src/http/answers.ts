import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import type { Operation, Schema } from '../contract/document';
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
  /** The scopes that the secret key had when the earlier call was answered. */
  readonly answeredTo?: readonly string[] | undefined;
}

export type PresentAnswer = (answer: unknown, isSeen: boolean) => Answer;

/**
 * A function from what a handler gives to what leaves, as JSON: only what the contract declares, and only a reference to it for
 * a caller who does not see the answer (`x-answer-permission`).
 */
export function serializer(operation: Operation, isChecked: boolean): PresentAnswer {
  const { status, schema } = successOf(operation);
  const { whole, reference } = answerSchemas(operation.operationId, schema);
  const project = whole && projection(whole);
  const projectReference = reference && projection(reference);
  const check = isChecked ? answerChecker(operation) : undefined;
  return (answer, isSeen) => {
    const projected = (isSeen ? project : projectReference)?.(answer);
    const json = schema && JSON.stringify(projected);
    check?.(status, json === undefined ? undefined : JSON.parse(json));
    return { status, json };
  };
}

function successOf({ responses }: Operation): { status: number; schema: Schema | undefined } {
  const [status, response] = Object.entries(responses).find(([each]) => each.startsWith('2'))!;
  return { status: Number(status), schema: response.content?.['application/json']?.schema };
}

/** An answer with two forms is the whole object, or a reference to it. */
function answerSchemas(
  operationId: string,
  schema: Schema | undefined,
): { readonly whole: Schema | undefined; readonly reference?: Schema | undefined } {
  if (!schema?.anyOf) return { whole: schema };
  const [whole, reference, ...others] = schema.anyOf;
  if (!reference?.$ref?.endsWith('/Reference') || others.length)
    throw new Error(`The operation ${operationId} may answer anyOf an object and its Reference only.`);
  return { whole, reference };
}

/** Whether some callers get a reference to what an operation answers, instead of all of it. */
export const hasReferenceAnswer = ({ responses }: Operation): boolean =>
  Object.values(responses).some(({ content }) => content?.['application/json']?.schema.anyOf);

/** Says of an answer who may keep it. @returns whether everybody may */
export function setCaching(ctx: Context, caller: Caller | undefined, { cacheSeconds }: Operation): boolean {
  const isPublic = (!caller || caller.principal.kind === 'publishable') && cacheSeconds !== undefined;
  ctx.set('Cache-Control', isPublic ? `public, max-age=${cacheSeconds}` : 'private, no-store');
  if (caller) ctx.set('Vary', 'Homecoming-Key, Authorization');
  return isPublic;
}

/** What everybody gets alike: `etag` names the bytes. */
export interface PublicAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly etag: string;
}

export const etagOf = (json: string | Buffer) => `"${createHash('sha1').update(json).digest('base64url')}"`;

/** Sends what is kept of an answer. */
export function sendPublic(ctx: Context, answer: PublicAnswer, caller: Caller, operation: Operation): void {
  ctx.status = answer.status;
  setCaching(ctx, caller, operation);
  sendFresh(ctx, answer.body, answer.etag);
}

function sendFresh(ctx: Context, body: string | Buffer, etag: string): void {
  ctx.type = 'application/json';
  ctx.body = body;
  ctx.set('ETag', etag);
  if (ctx.fresh) {
    ctx.status = 304;
    ctx.body = null;
  }
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
  if (isPublic) return sendFresh(ctx, json, etagOf(json));
  ctx.type = 'application/json';
  ctx.body = json;
}
