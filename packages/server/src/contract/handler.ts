import type { operations } from '@homecoming/contract';
import type { Institution, Principal, Scope } from '../platform/scope';
import type { CursorOf, ReadPage } from './paging';

export type OperationId = keyof operations;

type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? NonNullable<Q> : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? P : never;
type BodyOf<O> = O extends { requestBody: { content: infer C } }
  ? C extends { 'application/json': infer B }
    ? B
    : Buffer
  : undefined;

/** Where a browser is sent on to, and what it is to remember until it comes back. */
export interface Redirect {
  readonly location: string;
  readonly cookie?: {
    readonly name: string;
    readonly value: string;
    readonly maxAgeSeconds: number;
    /** Sent over encrypted connections only. */
    readonly isSecure: boolean;
  };
}

type Success = 200 | 201 | 202 | 204;
type AnswerOf<O> = O extends { responses: { 302: unknown } } ? Redirect : BodyAnswerOf<O>;
type BodyAnswerOf<O> = O extends { responses: infer R }
  ? {
      [S in keyof R & Success]: R[S] extends { content: { 'application/json': infer B } }
        ? B
        : R[S] extends { content: { 'application/x-ndjson': infer Line } }
          ? AsyncIterable<Line>
          : undefined;
    }[keyof R & Success]
  : never;

/**
 * How a command that calls outside (`x-idempotent: recoverable`) survives its process. It saves a point in each of its
 * transactions, calls outside with none open, and ends with `finish`. A later try with the same idempotency key goes on from
 * the last point; so what is called outside must itself bear to be called twice, by an id that the point holds.
 */
export interface Recovery<Answer> {
  /** The point that was saved last, by this try or by one before it; undefined where there is none. */
  readonly point: unknown;
  /**
   * Keeps a point, anything that JSON holds, in a transaction of the command's, and has the try's lease begin anew.
   * @throws {Problem} idempotency_in_flight where another try has taken over: the transaction must not commit
   */
  save(tx: Scope, point: unknown): Promise<void>;
  /**
   * The last transaction: what `work` writes and the answer that it gives are committed together.
   * @throws {Problem} idempotency_in_flight where another try has taken over: nothing is committed
   */
  finish(work: (tx: Scope) => Promise<Answer>): Promise<Answer>;
}

/** A call that has been authenticated, authorized and validated. */
export interface Call<Id extends OperationId> {
  readonly scope: Scope;
  readonly query: QueryOf<operations[Id]>;
  readonly path: PathOf<operations[Id]>;
  readonly body: BodyOf<operations[Id]>;
  /**
   * Opens a scope for whom the call itself shows to come from: of an operation that is open to all, and finds out by what it is
   * sent whose it is.
   */
  readonly as: (caller: { readonly institution: Institution; readonly principal: Principal }) => Scope;
  /** What the browser remembers under a name that a redirect gave. */
  readonly cookie: (name: string) => string | undefined;
  /** The network that the call comes from, as limits count it. */
  readonly network: string;
  /** The page that has sent the browser here, as much of it as the browser tells. */
  readonly referrer: string | undefined;
  /** Of a recoverable command only. */
  readonly recovery: Recovery<AnswerOf<operations[Id]>>;
  /** Reads one page of a list. */
  readonly page: ReadPage;
  /** Opens the call's cursor, for lists whose pages `page` can't read. */
  readonly cursor: CursorOf;
  /** Aborted when the caller has gone: for what takes long, and is then done for nobody. */
  readonly signal: AbortSignal;
  /** Asks again whether the caller may call, for answers that come long after it was asked. Throws as it did then. */
  readonly reauthorize: () => Promise<void>;
}

/** What an operation does: gives the body of the success that the contract declares, or its lines one by one. */
export type Handler<Id extends OperationId> = (call: Call<Id>) => Promise<AnswerOf<operations[Id]>>;

/** Handlers by operationId; together the features must have one for each. */
export type Handlers<Id extends OperationId = OperationId> = { readonly [Each in Id]: Handler<Each> };
