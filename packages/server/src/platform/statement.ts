/**
 * A constant SQL statement. A named one is prepared once for each connection; one without a name is planned each time with
 * the values in hand, which suits statements that a common word or value would mislead.
 */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

export type Row = Record<string, unknown>;

/** What stores run their SQL through. Outside a transaction each call is one read-only transaction in one round trip. */
export interface Queryable {
  query<R = Row>(statement: Statement, values?: readonly unknown[]): Promise<R[]>;
}

/** A transaction's last statement, with its values. */
export interface LastStatement extends Statement {
  readonly values: readonly unknown[];
}
