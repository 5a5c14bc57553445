import type { Line } from './connection-watch';
import { ask, type Opening } from './message-group';
import type { Queryable, Row, Statement } from './statement';

/** Within which what opens a call is answered, and any statement. */
export interface Patience {
  readonly openingMs: number;
  readonly statementMs: number;
}

/**
 * What the work of a writing transaction asks. The first statement leaves with BEGIN, in one group; others wait until that is
 * answered, so that none can run outside of the transaction.
 */
export class Asking implements Queryable {
  /** The answer to the first statement: undefined where nothing was asked, and nothing has begun. */
  begun: Promise<unknown> | undefined;
  #isOpen = false;
  #isOver = false;

  constructor(
    private readonly line: Line,
    private readonly opening: Opening,
    private readonly patience: Patience,
    private readonly note: (statement: Statement) => void,
  ) {}

  query = async <R = Row>(statement: Statement, values?: readonly unknown[]): Promise<R[]> => {
    this.#refuseOver();
    if (!this.begun) return this.#begin<R>(statement, values);
    if (!this.#isOpen) {
      await this.begun;
      this.#refuseOver();
    }
    return this.#ask<R>(statement, values);
  };

  /** From now on nothing is asked: whatever still runs when a part of the work has failed would get into somebody else's transaction. */
  end(): void {
    this.#isOver = true;
  }

  async #begin<R>(statement: Statement, values: readonly unknown[] | undefined): Promise<R[]> {
    const asked = this.#ask<R>(statement, values, this.opening);
    this.begun = asked;
    const rows = await asked;
    this.#isOpen = true;
    return rows;
  }

  async #ask<R>(statement: Statement, values?: readonly unknown[], opening?: Opening): Promise<R[]> {
    const { line, patience } = this;
    this.note(statement);
    if (opening) line.sentWithOpening(patience.openingMs, patience.statementMs);
    else line.sent(patience.statementMs);
    try {
      return await ask<R>(line.client, statement, values, opening);
    } finally {
      line.answered(patience.statementMs);
    }
  }

  #refuseOver(): void {
    if (this.#isOver) throw new Error('The transaction is over.');
  }
}
