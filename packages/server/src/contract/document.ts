import document from '../../../../openapi/openapi.json';

/** As much of OpenAPI 3.1 as the service reads from its contract. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly 'x-typeid'?: string;
  readonly [keyword: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required?: boolean;
  readonly explode?: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** How a POST keeps its promise that the same call again has no second effect. */
export type Idempotency =
  /** Effect and answer are of one transaction. */
  | 'transaction'
  /** It calls outside, between short transactions, and goes on from the point that the last of them saved. */
  | 'recoverable'
  /** It makes no such promise: a streamed upload, or an answer with secrets, which are kept nowhere. */
  | 'exempt';

export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** As @koa/router writes it. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Content | undefined;
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
  /** How many bytes a JSON body may have, where it may have more than others. */
  readonly largestBody: number | undefined;
  /** Names of the security schemes of which one is needed; empty where none is. */
  readonly security: readonly string[];
  /** Who may call, by what they prove it with; empty where all may. */
  readonly callers: readonly CallerKind[];
  /** What the caller must be allowed: see the table of permissions. A secret key needs the scope of this name. */
  readonly permission: string | undefined;
  /** What it takes to see the whole answer, where that is more than to call: see `x-answer-permission`. */
  readonly answerPermission: string | undefined;
  /** Of a POST only, and of each. */
  readonly idempotency: Idempotency | undefined;
  /** Its answer holds a secret, which is kept nowhere in clear. */
  readonly hasSecretAnswer: boolean;
  /** What kind of call it is to the rate limits; `none` where it is open to all. */
  readonly rateLimit: string | undefined;
  /** Beside a publishable key a page has no more than so many, whatever `limit` says. */
  readonly publicLimit: number | undefined;
  /** Where in its answer the ids of the people stand that it shows, such as `data.id`: they count against the budget of people. */
  readonly people: string | undefined;
  /** It sends the browser on, instead of answering something. */
  readonly redirects: boolean;
  /** Query parameters that it does not name are none of its business: others' standards add some. */
  readonly ignoresUnknownQuery: boolean;
  /** For how many seconds browsers and CDNs may keep the public's answer. */
  readonly cacheSeconds: number | undefined;
  /**
   * What the public's answer is made of, where the service itself keeps it: kinds of things, such as `profile`, or a thing by its id in the
   * path, such as `{profileId}`. A change of one of them makes it anew.
   */
  readonly cacheTags: readonly string[] | undefined;
}

/** A publishable key alone, a publishable key with a member's access token, a secret key, or an operator's token. */
export type CallerKind = 'publishable' | 'member' | 'secret' | 'operator';

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Record<string, unknown>;
  readonly security?: readonly Record<string, unknown>[];
  readonly 'x-permission'?: string;
  readonly 'x-answer-permission'?: string;
  readonly 'x-idempotent'?: Idempotency;
  readonly 'x-secret-answer'?: boolean;
  readonly 'x-rate-limit'?: string;
  readonly 'x-public-limit'?: number;
  readonly 'x-people'?: string;
  readonly 'x-ignores-unknown-query'?: boolean;
  readonly 'x-cache'?: number;
  readonly 'x-cache-tags'?: readonly string[];
  readonly 'x-largest-body'?: number;
}

type PathItem = { readonly parameters?: readonly unknown[] } & Readonly<Record<string, OperationObject>>;

/** What a `$ref` within the contract points to; anything else is itself. */
export function resolve<T>(node: unknown): T {
  const ref = (node as { $ref?: string } | undefined)?.$ref;
  if (ref === undefined) return node as T;
  let found: unknown = document;
  for (const step of ref.slice(2).split('/')) {
    found = (found as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return resolve<T>(found);
}

function callerOf(schemes: Record<string, unknown>): CallerKind {
  if ('operatorToken' in schemes) return 'operator';
  if ('memberToken' in schemes) return 'member';
  return 'secretKey' in schemes || 'secretKeyAsBearer' in schemes ? 'secret' : 'publishable';
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

export const contract = document;

/** Every operation of the contract. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) => {
  const pathItem = item as unknown as PathItem;
  return methods
    .filter((method) => pathItem[method])
    .map((method): Operation => {
      const operation = pathItem[method]!;
      return {
        operationId: operation.operationId,
        method,
        path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
        parameters: [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])].map((each) =>
          resolve<Parameter>(each),
        ),
        body: operation.requestBody && resolve<{ content: Content }>(operation.requestBody).content,
        largestBody: operation['x-largest-body'],
        responses: Object.fromEntries(
          Object.entries(operation.responses).map(([status, response]) => [
            status,
            resolve<{ content?: Content }>(response),
          ]),
        ),
        security: [...new Set((operation.security ?? []).flatMap((scheme) => Object.keys(scheme)))],
        callers: [...new Set((operation.security ?? []).map(callerOf))],
        permission: operation['x-permission'],
        answerPermission: operation['x-answer-permission'],
        idempotency: operation['x-idempotent'],
        hasSecretAnswer: operation['x-secret-answer'] === true,
        rateLimit: operation['x-rate-limit'],
        publicLimit: operation['x-public-limit'],
        people: operation['x-people'],
        redirects: '302' in operation.responses,
        ignoresUnknownQuery: operation['x-ignores-unknown-query'] === true,
        cacheSeconds: operation['x-cache'],
        cacheTags: operation['x-cache-tags'],
      };
    });
});
