import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { type Operation, operations as contractOperations, resolve, type Schema } from '../contract/document';
import type { Call, Handlers, OperationId, Recovery, Redirect } from '../contract/handler';
import { Problem } from '../contract/problems';
import { bodyChecker, headerChecker, pathChecker, queryParser } from '../contract/validation';
import type { RequestSource } from '../platform/audit';
import type { Cache } from '../platform/cache';
import { callerIdOf, operatorIdOf, type PermissionTable, principalIdOf } from '../platform/permission';
import { isImpersonated, type OperatorPrincipal, type Principal, type Scope } from '../platform/scope';
import { lineSender } from './answer-lines';
import type { AnswerSeal } from './answer-seal';
import { type Answered, etagOf, sendAnswer, sendPublic, serializer } from './answers';
import { readBytes, readJson } from './body';
import { clientNetwork } from './client-address';
import type { Cursors } from './cursors';
import type { CallState } from './errors';
import { fingerprintOf } from './fingerprint';
import { goneSignal } from './gone-signal';
import { answerOnce, declaredIdempotency, replayFor } from './idempotency';
import { type ImpersonatedCall, tellImpersonated } from './impersonation';
import { keptAnswersOf } from './kept-answers';
import { type AuthenticateOperator, operatorPath, refusePages } from './operator';
import { pagingOf } from './paging';
import { peopleBudgetOf, type Register } from './people-budget';
import { declaredAnswerPermission, declaredPermission, isPermitted, permit } from './permission';
import {
  type AuthenticateMember,
  type Caller,
  identify,
  type Identifying,
  type KeyAuthenticator,
  visitor,
} from './principal';
import { queryOf } from './query';
import { type RateLimiterOptions, rateLimitOf } from './rate-limiter';
import { answerRecoverably, unkeptRecovery } from './recovery';
import { sendRedirect } from './redirects';
import { RefusedKeys } from './refused-keys';

export interface OperationsOptions {
  /** By default those of the contract. */
  readonly operations?: readonly Operation[];
  readonly handlers: Partial<Handlers>;
  readonly authenticator: KeyAuthenticator;
  readonly authenticateMember: AuthenticateMember;
  readonly authenticateOperator: AuthenticateOperator;
  readonly permissions: PermissionTable;
  readonly rateLimiter: RateLimiterOptions;
  /** Signs what pages begin at. */
  readonly cursors: Cursors;
  /** Of whom the people count that answers show; without one nobody's do. */
  readonly register?: Register;
  /** Told of a secret key that came from a page. */
  readonly reportExposure: (caller: Caller, origin: string, request: RequestSource) => Promise<void>;
  /** Keeps answers that hold a secret. */
  readonly seal: AnswerSeal;
  readonly openScope: (caller: Caller, request: RequestSource) => Scope;
  /** Keeps answers to the public, of operations that say `x-cache-tags`. */
  readonly cache?: Cache | undefined;
  /** Throw where an answer is not what the contract says: for tests. */
  readonly checkAnswers?: boolean;
}

/** Routes of every operation of the contract, with its access rule, its validators and its serializer. */
export function operationRoutes(options: OperationsOptions): Middleware {
  const { operations = contractOperations } = options;
  // One for each beginning of paths: a router tries all of its routes one by one.
  const routers = new Map<string, Router<CallState>>();
  const routerOf = (path: string): Router<CallState> => {
    const beginning = beginningOf(path);
    let router = routers.get(beginning);
    if (!router) routers.set(beginning, (router = new Router<CallState>({ sensitive: true, strict: true })));
    return router;
  };
  const unknown = Object.keys(options.handlers).filter(
    (id) => !operations.some((each) => each.operationId === id),
  );
  if (unknown.length)
    throw new Error(`Handlers of operations that the contract does not have: ${unknown.join(', ')}.`);
  const { counters, limits } = options.rateLimiter;
  const keys = new RefusedKeys(options.authenticator, counters, limits);
  const { authenticateOperator } = options;
  // Their sessions are read each time: none is good by memory.
  const unremembered = { authenticate: authenticateOperator, remembers: () => false };
  const operators = new RefusedKeys(unremembered, counters, limits);
  for (const operation of operations) {
    routerOf(operation.path).register(
      operation.path,
      [operation.method],
      operationMiddleware(operation, { keys, operators }, options),
    );
  }
  return async (ctx, next: () => Promise<void>) => {
    const router = routers.get(beginningOf(ctx.path));
    if (!router) return next();
    const { path, pathAndMethod } = router.match(ctx.path, ctx.method);
    if (!path.length) return next();
    const [route] = pathAndMethod;
    if (!route) {
      const allowed = [...new Set(path.flatMap((layer) => layer.methods))].join(', ');
      throw new Problem('method_not_allowed', `Allowed methods: ${allowed}.`, {
        headers: { Allow: allowed },
      });
    }
    ctx.params = route.params(ctx.path, route.captures(ctx.path));
    await (route.stack[0] as Middleware)(ctx, next);
  };
}

/** The first two segments, which are the same for every call of an operation: `/v1/profiles`. */
const beginningOf = (path: string) => path.split('/', 3).join('/');

interface Guards {
  readonly keys: RefusedKeys<Caller>;
  readonly operators: RefusedKeys<OperatorPrincipal>;
}

function operationMiddleware(
  operation: Operation,
  { keys, operators }: Guards,
  options: OperationsOptions,
): Middleware<CallState> {
  const id = operation.operationId as OperationId;
  const handler = options.handlers[id] as ((call: Call<OperationId>) => Promise<unknown>) | undefined;
  if (!handler) throw new Error(`The operation ${id} has no handler.`);
  const permission = declaredPermission(operation, options.permissions);
  const answerPermission = declaredAnswerPermission(operation, options.permissions);
  const idempotency = declaredIdempotency(operation);
  const limit = rateLimitOf(operation, options.rateLimiter);
  const budget = options.register && peopleBudgetOf(operation, options.rateLimiter, options.register);
  const { addressOf } = options.rateLimiter;
  const sourceOf = ({ state, req }: Context): RequestSource => {
    return { id: (state as CallState).requestId, address: addressOf(req) };
  };
  const parseQuery = queryParser(operation);
  const checkPath = pathChecker(operation);
  const checkHeaders = headerChecker(operation);
  const readBody = bodyReader(operation);
  const present = operation.redirects ? undefined : serializer(operation, options.checkAnswers === true);
  const keptAnswers = keptAnswersOf(operation, options.cache);
  const sendLines = lineSender(operation, options.checkAnswers === true);

  const identifying = (ctx: Context): Identifying => {
    const address = () => addressOf(ctx.req);
    const authenticate = (key: string) => keys.authenticate(key, address);
    return {
      authenticate,
      authenticateMember: options.authenticateMember,
      authenticateOperator: (token) => operators.authenticate(token, address),
      reportExposure: async (key, origin) => {
        const caller = await authenticate(key).catch(unlessUnknown);
        if (caller) await options.reportExposure(caller, origin, sourceOf(ctx));
      },
    };
  };

  const tell = async (ctx: Context, caller: Caller, call: Omit<ImpersonatedCall, 'operationId'>) =>
    tellImpersonated(options.openScope, caller, sourceOf(ctx), { operationId: id, ...call });

  /** What a call that is refused was about, as far as it is valid: permission comes before that. */
  const askedOf = (ctx: Context): Pick<ImpersonatedCall, 'path' | 'query'> => {
    const { params: path } = ctx as unknown as { params: Record<string, string> };
    try {
      checkPath(path);
      return { path, query: sentOf(parseQuery(queryOf(ctx)), queryOf(ctx)) };
    } catch (error) {
      if (error instanceof Problem) return {};
      throw error;
    }
  };

  const seesAnswer = ({ principal }: Caller): boolean =>
    !answerPermission || isPermitted(principal, operation.answerPermission!, answerPermission);

  const answer = async (ctx: Context, caller: Caller | undefined): Promise<void> => {
    const callerId = caller && callerIdOf(caller.principal);
    if (caller) await limit?.(ctx, caller);
    if (caller && permission) permit(caller.principal, operation.permission!, permission);
    const { params: path } = ctx as unknown as { params: Record<string, string> };
    checkPath(path);
    const query = parseQuery(queryOf(ctx));
    if (operation.publicLimit && caller?.principal.kind !== 'secret' && typeof query.limit === 'number')
      query.limit = Math.min(query.limit, operation.publicLimit);
    const { 'Idempotency-Key': key } = checkHeaders(ctx.headers);
    const body = await readBody?.(ctx);
    let opened: Scope | undefined;
    const open = (): Scope => {
      if (!caller) throw new Error(`${id} is open to all: it has no scope.`);
      return (opened ??= options.openScope(caller, sourceOf(ctx)));
    };
    const run = (inScope: () => Scope, recovery?: Recovery<unknown>) => {
      const paging = () =>
        pagingOf(options.cursors, { operationId: id, path, query, institutionId: inScope().institution.id });
      return handler({
        get scope() {
          return inScope();
        },
        get recovery() {
          if (!recovery) throw new Error(`${id} is not recoverable: it has no recovery.`);
          return recovery;
        },
        as: (found: Caller) => options.openScope(found, sourceOf(ctx)),
        cookie: (name: string) => ctx.cookies.get(name),
        get network() {
          return clientNetwork(addressOf(ctx.req));
        },
        referrer: ctx.get('Referer') || undefined,
        get signal() {
          return goneSignal(ctx);
        },
        reauthorize: async () => {
          if (!permission) return;
          const { principal } = await identify(ctx, operation, identifying(ctx));
          permit(principal, operation.permission!, permission);
        },
        get page() {
          return paging().page;
        },
        get cursor() {
          return paging().cursor;
        },
        query,
        path,
        body: body?.value,
      } as unknown as Call<OperationId>);
    };
    const handle = async (inScope: () => Scope, recovery?: Recovery<unknown>) => {
      const result = await run(inScope, recovery);
      if (caller) await budget?.count(ctx, caller, inScope, () => budget.peopleIn(result));
      if (operation.method === 'get' && caller && isImpersonated(caller.principal))
        await tell(ctx, caller, {
          ...{ action: 'impersonation.read', path, answer: result },
          query: sentOf(query, queryOf(ctx)),
        });
      return result;
    };

    if (!present) return sendRedirect(ctx, (await handle(open)) as Redirect);
    if (sendLines) return sendLines(ctx, (await handle(open)) as AsyncIterable<unknown>, caller);

    if (keptAnswers && caller?.principal.kind === 'publishable') {
      const scope = open();
      const kept = await keptAnswers(caller, { path, query }, async () => {
        const result = await run(() => scope);
        const body = Buffer.from(present(result, true).json!);
        return { body, etag: etagOf(body), numbers: budget?.peopleIn(result) ?? [] };
      });
      await budget?.count(
        ctx,
        caller,
        () => scope,
        () => kept.numbers,
      );
      return sendPublic(ctx, { status: 200, ...kept }, caller, operation);
    }

    const serialize = (result: unknown) => present(result, !caller || seesAnswer(caller));
    let answered: Answered;
    if (key !== undefined && callerId !== undefined) {
      const fingerprint = fingerprintOf({ path, query: ctx.querystring, body: body?.text });
      const seal = operation.hasSecretAnswer ? options.seal : undefined;
      const scopes = scopesOf(caller!.principal);
      const call = { principalId: callerId, operationId: id, key, fingerprint, seal, scopes };
      answered =
        idempotency === 'recoverable'
          ? await answerRecoverably(open(), call, serialize, (recovery) => handle(open, recovery))
          : await answerOnce(open(), call, async (tx) => serialize(await handle(() => tx)));
      if (answered.isReplay && answerPermission) answered = replayFor(answered, scopes, present);
    } else if (idempotency === 'recoverable') {
      answered = serialize(await handle(open, unkeptRecovery(open())));
    } else {
      answered = serialize(await handle(open));
    }
    sendAnswer(ctx, answered, caller, operation);
  };

  return async (ctx) => {
    ctx.state.operationId = id;
    ctx.state.isNavigation = operation.redirects;
    const caller = permission ? await identify(ctx, operation, identifying(ctx)) : visitorOf(operation, ctx);
    // Also of whoever is refused then, the log says who it was.
    if (caller) Object.assign(ctx.state, namesOf(caller));
    try {
      await answer(ctx, caller);
    } catch (error) {
      if (caller && error instanceof Problem && error.code === 'missing_permission')
        await tell(ctx, caller, { action: 'impersonation.refused', ...askedOf(ctx), why: error.message });
      throw error;
    }
  };
}

/** The parameters that a call has sent, without the defaults of the others. */
function sentOf(query: object, sent: URLSearchParams): object {
  return Object.fromEntries(Object.entries(query).filter(([name]) => sent.has(name)));
}

const scopesOf = (principal: Principal) => (principal.kind === 'secret' ? principal.scopes : undefined);

const namesOf = ({ institution, principal }: Caller): Partial<CallState> => ({
  institution: institution.slug,
  principalId: principalIdOf(principal),
  operatorId: operatorIdOf(principal),
});

/**
 * The caller of an operation that is open to all and has limits: somebody at the platform's own door, where operators sign in,
 * browsers come back from their provider, and receivers of webhooks fetch public keys.
 */
function visitorOf({ rateLimit, path }: Operation, ctx: Context): Caller | undefined {
  if (rateLimit === 'none') return undefined;
  if (path.startsWith(operatorPath)) refusePages(ctx);
  return visitor;
}

interface Body {
  /** As it came, where it may be called again with an idempotency key. */
  readonly text?: string;
  readonly value: unknown;
}

/** What reads and checks a body: JSON, or bytes, of which the schema tells how many there may be. */
function bodyReader({
  operationId,
  body,
  largestBody,
}: Operation): ((ctx: Context) => Promise<Body>) | undefined {
  if (!body) return undefined;
  const mediaTypes = Object.keys(body);
  const { schema } = Object.values(body)[0]!;
  if (mediaTypes.includes('application/json')) {
    const check = bodyChecker(schema);
    return async (ctx) => {
      const json = await readJson(ctx, mediaTypes, largestBody);
      check(json.value);
      return json;
    };
  }
  const { maxLength } = resolve<Schema>(schema);
  if (typeof maxLength !== 'number') throw new Error(`${operationId} takes bytes, and says not how many.`);
  return async (ctx) => ({ value: await readBytes(ctx, mediaTypes, maxLength) });
}

/** A key that is not good is nobody's to report; that too many were tried is told. */
function unlessUnknown(error: unknown): undefined {
  if (error instanceof Problem && error.status === 401) return undefined;
  throw error;
}
