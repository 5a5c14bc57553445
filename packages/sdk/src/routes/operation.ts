import type { operations } from '@homecoming/contract';

/** What the SDK calls: not what is for operators and servers, and not where browsers go themselves. */
export type OperationId = Exclude<
  keyof operations,
  | 'getLiveness'
  | 'getReadiness'
  | 'getSigningKeys'
  | 'startOidcSignIn'
  | 'completeOidcSignIn'
  | `${string}AsOperator`
>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Query parameters whose items are joined by commas (`explode: false`); those of others are repeated. */
  readonly commaSeparated?: readonly string[];
}

type Responses<Id extends OperationId> = operations[Id]['responses'];
type Success<Id extends OperationId> = Responses<Id>[Extract<keyof Responses<Id>, 200 | 201 | 202 | 204>];

/** What an operation answers when all went well; `undefined` for an answer without a body. */
export type Answer<Id extends OperationId> =
  Success<Id> extends { content: { 'application/json': infer Body } } ? Body : undefined;
