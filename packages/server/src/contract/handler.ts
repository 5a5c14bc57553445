import type { Scope } from '../platform/scope';
import type { operations } from './generated/schema';

export type OperationId = keyof operations;

type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? P : never;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;

type Success = 200 | 201 | 202 | 204;
type AnswerOf<O> = O extends { responses: infer R }
  ? {
      [S in keyof R & Success]: R[S] extends { content: { 'application/json': infer B } } ? B : undefined;
    }[keyof R & Success]
  : never;

/** A call that has been authenticated, authorized and validated. */
export interface Call<Id extends OperationId> {
  readonly scope: Scope;
  readonly query: QueryOf<operations[Id]>;
  readonly path: PathOf<operations[Id]>;
  readonly body: BodyOf<operations[Id]>;
  /** Aborted when the caller has gone: for what takes long, and is then done for nobody. */
  readonly signal: AbortSignal;
  /** Asks again whether the caller may call, for answers that come long after it was asked. Throws as it did then. */
  readonly reauthorize: () => Promise<void>;
}

/** What an operation does: gives the body of the success that the contract declares. */
export type Handler<Id extends OperationId> = (call: Call<Id>) => Promise<AnswerOf<operations[Id]>>;

/** Handlers by operationId; together the features must have one for each. */
export type Handlers<Id extends OperationId = OperationId> = { readonly [Each in Id]: Handler<Each> };
