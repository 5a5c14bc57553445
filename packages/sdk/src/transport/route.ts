import type { operations } from '@homecoming/contract';

export type OperationId = keyof operations;

/** Where an operation of the contract lives. */
export interface Route<Id extends OperationId = OperationId> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Query parameters whose items are joined by commas (`explode: false`); the items of others are repeated. */
  readonly commaSeparated?: readonly string[];
  /** Only in the types: never set. */
  readonly operationId?: Id;
}

type Responses<Id extends OperationId> = operations[Id]['responses'];
type Success<Id extends OperationId> = Responses<Id>[Extract<keyof Responses<Id>, 200 | 201 | 202 | 204>];

/** What an operation answers when all went well; `undefined` for an answer without a body. */
export type Answer<Id extends OperationId> =
  Success<Id> extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** A list's answer: a page, whose `nextCursor` leads to the next one. */
export type ListedOperation = {
  [Id in OperationId]: Answer<Id> extends {
    readonly data: readonly unknown[];
    readonly nextCursor: string | null;
  }
    ? Id
    : never;
}[OperationId];
