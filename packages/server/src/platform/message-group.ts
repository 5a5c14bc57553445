import pg from 'pg';
import { prepareValue } from 'pg/lib/utils.js';
import { serialize } from 'pg-protocol';
import type { Row, Statement } from './statement';

type Named = Required<Statement>;

/** As much of pg's connection as a group needs. */
interface Wire {
  readonly stream: { readonly writable: boolean; write(bytes: Buffer): boolean };
  /** Texts of the statements that the server has by name, and of those that it has only been sent. */
  readonly parsedStatements: Record<string, string | undefined>;
  readonly submittedNamedStatements: Record<string, string | undefined>;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

type Outcome = (error: Error | undefined, rows: unknown[]) => void;

/** Statements that come before another one in its group, with their values: each is sent thousands of times a second, so as bytes. */
export class Opening {
  readonly parts: readonly { readonly statement: Named; readonly bytes: Buffer }[];

  constructor(statements: readonly (Named & { readonly values?: readonly string[] })[]) {
    this.parts = statements.map(({ name, text, values = [] }) => ({
      statement: { name, text },
      bytes: Buffer.concat([serialize.bind({ statement: name, values: [...values] }), serialize.execute()]),
    }));
  }
}

/**
 * Statements that leave as one group of messages with one Sync. After an error PostgreSQL skips whatever follows up to the Sync, so
 * no statement runs unless those before it have succeeded; and outside of a transaction the group is one by itself, so what was
 * set locally ends with it. Only the last one's rows are given.
 *
 * pg sends a Sync with every statement. It lets queries of its own class through to its connections, so this is one.
 */
class MessageGroup extends pg.Query {
  // What pg looks at to note what the server has prepared: the statement that is being answered.
  name: string | undefined;
  text: string;
  callback: Outcome;
  readonly #opening: Opening | undefined;
  readonly #last: Statement;
  readonly #values: readonly unknown[];
  /** How many of the opening's statements have been answered. */
  #answered = 0;
  #sentNames: string[] = [];
  #readRow: RowReader | undefined;
  #described: Map<string, RowReader | undefined> | undefined;
  #rows: unknown[] = [];
  #unreadable: Error | undefined;

  constructor(opening: Opening | undefined, last: Statement, values: readonly unknown[], callback: Outcome) {
    super(last.text);
    this.callback = callback;
    this.#opening = opening;
    this.#last = last;
    this.#values = values;
    ({ name: this.name, text: this.text } = opening?.parts[0]?.statement ?? last);
  }

  /** @returns what is wrong with it; then nothing was sent */
  override submit = (connection: unknown): Error | null => {
    const wire = connection as Wire;
    const { name } = this.#last;
    try {
      const bind = serialize.bind({
        ...(name !== undefined && { statement: name }),
        values: [...this.#values],
        valueMapper: prepareValue,
      });
      const pieces: Buffer[] = [];
      for (const { statement, bytes } of this.#opening?.parts ?? []) {
        this.#parse(wire, statement, pieces);
        pieces.push(bytes);
      }
      // Has the server say at once that it is there, however long the last one takes: see ConnectionWatch.
      if (this.#opening) pieces.push(serialize.flush());
      this.#parse(wire, this.#last, pieces);
      pieces.push(bind);
      if (!this.#isDescribed(wire)) pieces.push(serialize.describe({ type: 'P', name: '' }));
      pieces.push(serialize.execute(), serialize.sync());
      if (wire.stream.writable) wire.stream.write(Buffer.concat(pieces));
      return null;
    } catch (error) {
      return error as Error;
    }
  };

  #parse(wire: Wire, { name, text }: Statement, pieces: Buffer[]): void {
    if (name === undefined) return void pieces.push(serialize.parse({ text }));
    const known = wire.parsedStatements[name] ?? wire.submittedNamedStatements[name];
    if (known === text) return;
    if (known !== undefined) throw new Error(`Two statements have the name ${name}.`);
    pieces.push(serialize.parse({ name, text }));
    wire.submittedNamedStatements[name] = text;
    this.#sentNames.push(name);
  }

  /** What rows a prepared statement gives does not change as long as it is prepared. */
  #isDescribed(wire: Wire): boolean {
    const { name } = this.#last;
    if (name === undefined) return false;
    this.#described = rowsOfConnection.get(wire);
    if (!this.#described)
      rowsOfConnection.set(wire, (this.#described = new Map<string, RowReader | undefined>()));
    this.#readRow = this.#described.get(name);
    return this.#described.has(name);
  }

  get #isLast(): boolean {
    return this.#answered === (this.#opening?.parts.length ?? 0);
  }

  handleRowDescription({ fields }: { fields: readonly Field[] }): void {
    this.#readRow = rowReader(fields);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    if (!this.#isLast || this.#unreadable) return;
    try {
      this.#rows.push(this.#readRow!(fields));
    } catch (error) {
      this.#unreadable = error as Error;
    }
  }

  handleCommandComplete(): void {
    if (this.#isLast) {
      if (this.#last.name !== undefined) this.#described?.set(this.#last.name, this.#readRow);
      return;
    }
    this.#answered++;
    ({ name: this.name, text: this.text } = this.#isLast
      ? this.#last
      : this.#opening!.parts[this.#answered]!.statement);
  }

  handleEmptyQuery(): void {
    // It gives no rows.
  }

  handleError(error: Error, connection: unknown): void {
    const { parsedStatements, submittedNamedStatements } = connection as Wire;
    // Those that the server has skipped, it does not have.
    for (const name of this.#sentNames)
      if (parsedStatements[name] === undefined) delete submittedNamedStatements[name];
    this.callback(error, []);
  }

  handleReadyForQuery(): void {
    this.callback(this.#unreadable, this.#rows);
  }
}

/**
 * Asks one statement, after what opens its transaction where it is the first of one. It is sent at once, on a connection that may be
 * answering others still.
 */
export async function ask<R = Row>(
  client: pg.ClientBase,
  statement: Statement,
  values: readonly unknown[] = [],
  opening?: Opening,
): Promise<R[]> {
  try {
    return await new Promise<R[]>((resolve, reject) => {
      const settle: Outcome = (error, rows) => (error ? reject(error) : resolve(rows as R[]));
      client.query(new MessageGroup(opening, statement, values, settle));
    });
  } catch (error) {
    // Where it was asked tells more than where its answer was read.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  }
}

type RowReader = (fields: readonly (string | null)[]) => Record<string, unknown>;

const rowsOfConnection = new WeakMap<Wire, Map<string, RowReader | undefined>>();

function rowReader(fields: readonly Field[]): RowReader {
  const columns = fields.map(({ name, dataTypeID }) => {
    const parse = pg.types.getTypeParser(dataTypeID) as (text: string) => unknown;
    return { name, parse };
  });
  const empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
  return (values) => {
    const row: Record<string, unknown> = { ...empty };
    for (let i = 0; i < columns.length; i++) {
      const value = values[i];
      if (value !== null && value !== undefined) row[columns[i]!.name] = columns[i]!.parse(value);
    }
    return row;
  };
}
