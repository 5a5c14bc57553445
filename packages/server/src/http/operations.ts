import { createHash } from 'node:crypto';
import Router from '@koa/router';
import type { Middleware } from 'koa';
import { operations, type Operation } from '../contract/document';
import type { Call, Handlers, OperationId } from '../contract/handler';
import { projection } from '../contract/serialization';
import { answerChecker, bodyChecker, pathChecker, queryParser } from '../contract/validation';
import { Problem } from '../contract/problems';
import type { Scope } from '../platform/scope';
import { readJson } from './body';
import type { CallState } from './errors';
import { goneSignal } from './gone-signal';
import { authorize, type Authenticate, type Caller } from './principal';

export interface OperationsOptions {
  readonly handlers: Handlers;
  readonly authenticate: Authenticate;
  readonly openScope: (caller: Caller, requestId: string) => Scope;
  /** Throw where an answer is not what the contract says: for tests. */
  readonly checkAnswers?: boolean;
}

/** Routes of every operation of the contract, with its access rule, its validators and its serializer. */
export function operationRoutes(options: OperationsOptions): Middleware {
  const router = new Router<CallState>({ sensitive: true, strict: true });
  const unknown = Object.keys(options.handlers).filter(
    (id) => !operations.some((each) => each.operationId === id),
  );
  if (unknown.length)
    throw new Error(`Handlers of operations that the contract does not have: ${unknown.join(', ')}.`);
  for (const operation of operations) {
    router.register(operation.path, [operation.method], operationMiddleware(operation, options));
  }
  const routes = router.routes();
  return async (ctx, next) => {
    const { path, pathAndMethod } = router.match(ctx.path, ctx.method);
    if (path.length && !pathAndMethod.length) {
      const allowed = [...new Set(path.flatMap((layer) => layer.methods))].join(', ');
      throw new Problem('method_not_allowed', `Allowed here: ${allowed}.`, { headers: { Allow: allowed } });
    }
    await routes(ctx as never, next);
  };
}

function operationMiddleware(operation: Operation, options: OperationsOptions): Middleware<CallState> {
  const id = operation.operationId as OperationId;
  const handler = options.handlers[id] as ((call: Call<OperationId>) => Promise<unknown>) | undefined;
  if (!handler) throw new Error(`The operation ${id} has no handler.`);
  const [status, response] = Object.entries(operation.responses).find(([each]) => each.startsWith('2'))!;
  const schema = response.content?.['application/json']?.schema;
  const project = schema && projection(schema);
  const parseQuery = queryParser(operation);
  const checkPath = pathChecker(operation);
  const mediaTypes = Object.keys(operation.body ?? {});
  const checkBody = operation.body && bodyChecker(Object.values(operation.body)[0]!.schema);
  const checkAnswer = options.checkAnswers ? answerChecker(operation) : undefined;

  return async (ctx) => {
    ctx.state.operationId = id;
    const caller = operation.security.length
      ? await authorize(ctx, operation, options.authenticate)
      : undefined;
    if (caller) {
      ctx.state.institution = caller.institution.slug;
      ctx.state.keyId = caller.principal.kind === 'system' ? undefined : caller.principal.keyId;
    }
    const params = (ctx as unknown as { params: Record<string, string> }).params;
    checkPath(params);
    const query = parseQuery(ctx.querystring);
    let body: unknown;
    if (checkBody) {
      body = await readJson(ctx, mediaTypes);
      checkBody(body);
    }
    const call = {
      get scope(): Scope {
        if (!caller) throw new Error(`${id} is open to all: it has no scope.`);
        return options.openScope(caller, ctx.state.requestId);
      },
      get signal(): AbortSignal {
        return goneSignal(ctx);
      },
      reauthorize: async () => void (await authorize(ctx, operation, options.authenticate)),
      query,
      path: params,
      body,
    };
    const answer = await handler(call as unknown as Call<OperationId>);

    ctx.status = Number(status);
    const isPublic = caller?.principal.kind === 'publishable' && operation.cacheSeconds !== undefined;
    ctx.set('Cache-Control', isPublic ? `public, max-age=${operation.cacheSeconds}` : 'private, no-store');
    if (caller) ctx.set('Vary', 'Homecoming-Key, Authorization');
    if (!project) {
      checkAnswer?.(ctx.status, undefined);
      return;
    }
    const projected = project(answer);
    checkAnswer?.(ctx.status, JSON.parse(JSON.stringify(projected)));
    const json = JSON.stringify(projected);
    ctx.type = 'application/json';
    ctx.body = json;
    if (isPublic) {
      ctx.set('ETag', `"${createHash('sha1').update(json).digest('base64url')}"`);
      if (ctx.fresh) {
        ctx.status = 304;
        ctx.body = null;
      }
    }
  };
}
