import pg from 'pg';
import { Asking } from './asking';
import type { Line } from './connection-watch';
import { Connections } from './connections';
import { DatabaseUnavailable, isStalePlan, isUnreachable, unavailable } from './database-errors';
import { ask, type Opening } from './message-group';
import { openingAcross, openingOfRead, openingOfWrite } from './openings';
import { Places } from './places';
import type { LastStatement, Queryable, Row, Statement } from './statement';

export { DatabaseUnavailable };
export type { LastStatement, Queryable, Row, Statement };

// A day of the calendar has no zone: it stays the text that it is.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day);

/** A writing transaction that held its locks for too long. */
export interface SlowTransaction {
  readonly durationMs: number;
  /** Its statements, by name or by how they begin. */
  readonly ran: readonly string[];
}

export interface DatabaseOptions {
  readonly url: string;
  /** 8 to 16 is enough for one process. */
  readonly poolSize?: number;
  readonly statementTimeoutMs?: number;
  /** How long a writing transaction waits for a lock that another one holds. */
  readonly lockTimeoutMs?: number;
  readonly onError?: (error: Error) => void;
  /** Told of each writing transaction that took longer than `slowTransactionMs`. */
  readonly onSlowTransaction?: (slow: SlowTransaction) => void;
}

/** No writing transaction may take longer: others wait for its locks. What is more is done in chunks. */
export const slowTransactionMs = 1_000;

/**
 * What opens a call takes no locks and reads no rows, so a connection that doesn't answer it is dead, and is found out long before
 * the limit of a statement.
 */
const openingMs = 3_000;

/** How much longer than the server's own limit its answer is waited for. */
const marginMs = 1_000;

/** For lookups across institutions, which are all short. */
const acrossTimeoutMs = 4_000;

/** How long a write waits for its turn. */
const turnMs = 5_000;

/**
 * The one way to PostgreSQL. Every statement runs in a transaction that has first, locally, taken the application's role
 * and the institution, so row-level security holds whoever owns the connection, and nothing leaks to its next user,
 * also through a pooler.
 */
export class Database {
  readonly #connections: Connections;
  readonly #writes: Places;
  readonly #statementMs: number;
  readonly #lockTimeoutMs: number;
  readonly #onSlowTransaction: DatabaseOptions['onSlowTransaction'];

  constructor({
    url,
    poolSize = 12,
    statementTimeoutMs = 15_000,
    lockTimeoutMs = 2_500,
    onError = () => undefined,
    onSlowTransaction,
  }: DatabaseOptions) {
    this.#connections = new Connections({ url, size: poolSize, statementTimeoutMs, onError });
    // A quarter is kept for reads: writers that wait for one locked row leave them alone.
    this.#writes = new Places(poolSize - Math.floor(poolSize / 4));
    this.#statementMs = statementTimeoutMs + marginMs;
    this.#lockTimeoutMs = lockTimeoutMs;
    this.#onSlowTransaction = onSlowTransaction;
  }

  get pool(): pg.Pool {
    return this.#connections.pool;
  }

  /** Reads within one institution; one round trip a call. */
  of(institutionId: string): Queryable {
    return this.#each(() => openingOfRead(institutionId), this.#statementMs);
  }

  /**
   * Outside of any institution, where no tenant's row is seen: for the `security definer` functions that look across
   * them (see migrations). One round trip and one transaction a call.
   */
  get across(): Queryable {
    return this.acrossWith({}, acrossTimeoutMs);
  }

  /** The same with a limit of its own, and under settings of PostgreSQL's, for its transactions alone. */
  acrossWith(settings: Readonly<Record<string, string>>, statementTimeoutMs: number): Queryable {
    const opening = openingAcross({ ...settings, statement_timeout: `${statementTimeoutMs}ms` });
    return this.#each(() => opening, statementTimeoutMs + marginMs);
  }

  #each(opening: () => Opening, statementMs: number): Queryable {
    const askOnce = async (statement: Statement, values?: readonly unknown[]) => {
      const opened = opening();
      const line = await this.#connections.take();
      let broken: Error | undefined;
      try {
        line.sentWithOpening(openingMs, statementMs);
        return await ask<never>(line.client, statement, values, opened);
      } catch (error) {
        if (isUnreachable(error)) broken = error as Error;
        throw unavailable(error);
      } finally {
        line.answered();
        this.#connections.giveBack(line, broken);
      }
    };
    return { query: (statement, values) => this.#withFreshPlans(() => askOnce(statement, values)) };
  }

  /**
   * Tries once more, on a connection that has prepared nothing yet, where a plan from before a migration was refused: such a
   * refusal comes before the commit, so nothing was written.
   */
  async #withFreshPlans<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      this.#connections.renew();
      return await attempt();
    }
  }

  /**
   * Reads that follow from one another, over one connection: each is a transaction of its own, as outside. `work` may be run
   * twice ({@link Database.transaction}).
   * @throws {DatabaseUnavailable} when there is no connection to be had
   */
  async reading<T>(institutionId: string, work: (db: Queryable) => Promise<T>): Promise<T> {
    return this.#withFreshPlans(() => this.#read(institutionId, work));
  }

  async #read<T>(institutionId: string, work: (db: Queryable) => Promise<T>): Promise<T> {
    const opening = openingOfRead(institutionId);
    const line = await this.#connections.take();
    let broken: Error | undefined;
    let isOver = false;
    try {
      return await work({
        query: async (statement, values) => {
          if (isOver) throw new Error('The transaction is over.');
          line.sentWithOpening(openingMs, this.#statementMs);
          try {
            return await ask(line.client, statement, values, opening);
          } catch (error) {
            if (isUnreachable(error)) broken = error as Error;
            throw error;
          } finally {
            line.answered(this.#statementMs);
          }
        },
      });
    } catch (error) {
      throw unavailable(error);
    } finally {
      isOver = true;
      this.#connections.giveBack(line, broken);
    }
  }

  /** COMMIT and ROLLBACK. */
  async #control(line: Line, text: string, limitMs = openingMs): Promise<pg.QueryResult> {
    line.sent(limitMs);
    try {
      return await line.client.query(text);
    } finally {
      line.answered(this.#statementMs);
    }
  }

  /**
   * Runs `work` in one transaction of one institution: committed when it resolves, rolled back when it throws. `work` is run
   * a second time where a migration made a prepared statement of it stale; nothing of the first run was committed, so it must
   * leave nothing outside of the transaction either.
   * @param last what is still to be written when `work` has resolved: it all leaves together with COMMIT, in one round trip
   * @throws {DatabaseUnavailable} when there is no connection to be had, no place among the writers, or a lock isn't released
   */
  async transaction<T>(
    institutionId: string,
    work: (tx: Queryable) => Promise<T>,
    last: () => readonly LastStatement[] = () => [],
  ): Promise<T> {
    if (!(await this.#writes.take(turnMs)))
      throw new DatabaseUnavailable('The service is busy with other changes.');
    try {
      return await this.#withFreshPlans(() => this.#write(institutionId, work, last));
    } finally {
      this.#writes.giveBack();
    }
  }

  async #write<T>(
    institutionId: string,
    work: (tx: Queryable) => Promise<T>,
    last: () => readonly LastStatement[],
  ): Promise<T> {
    const opening = openingOfWrite(institutionId, this.#lockTimeoutMs);
    const line = await this.#connections.take();
    let broken: Error | undefined;
    const began = performance.now();
    const ran: string[] = [];
    const note = (statement: Statement) => {
      // Of a transaction with very many statements the first tell enough.
      if (ran.length < mostStatementsTold) ran.push(statement.name ?? statement.text.slice(0, 80));
    };
    const patience = { openingMs, statementMs: this.#statementMs };
    const asking = new Asking(line, opening, patience, note);
    try {
      const result = await work(asking);
      await asking.begun;
      const statements = [...last()];
      // What follows the first statement of a transaction waits for it.
      if (!asking.begun && statements.length > 1) {
        const first = statements.shift()!;
        await asking.query(first, first.values);
      }
      const written = statements.map((each) => asking.query(each, each.values));
      asking.end();
      if (asking.begun) await this.#commit(line, written);
      return result;
    } catch (error) {
      asking.end();
      if (asking.begun) await this.#control(line, 'rollback').catch((e: unknown) => (broken = e as Error));
      throw unavailable(error);
    } finally {
      this.#connections.giveBack(line, broken);
      const durationMs = performance.now() - began;
      if (durationMs > slowTransactionMs) this.#onSlowTransaction?.({ durationMs, ran });
    }
  }

  async #commit(line: Line, last: readonly Promise<unknown>[]): Promise<void> {
    // All are awaited, so that none is left without a listener. Where one fails, COMMIT is answered with ROLLBACK.
    const outcomes = await Promise.allSettled([...last, this.#control(line, 'commit', this.#statementMs)]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason as Error;
    const ended = outcomes.at(-1) as PromiseFulfilledResult<pg.QueryResult>;
    // After a swallowed error PostgreSQL answers COMMIT with ROLLBACK, and pg resolves.
    if (ended.value.command !== 'COMMIT') throw new Error('The transaction was rolled back.');
  }

  /**
   * Whether calls can be served.
   * @throws {DatabaseUnavailable} at the latest after `withinMs`
   */
  async ping(withinMs = 1_500): Promise<void> {
    let timer: NodeJS.Timeout;
    const late = new Promise<never>((_, reject) => {
      const error = new DatabaseUnavailable(`The database did not answer within ${withinMs} ms.`);
      timer = setTimeout(() => reject(error), withinMs);
    });
    await Promise.race([this.#ping(withinMs), late]).finally(() => clearTimeout(timer));
  }

  async #ping(withinMs: number): Promise<void> {
    const line = await this.#connections.take();
    try {
      // With the role that every call takes: a login that may not take it could serve nobody.
      const begin = "begin; select set_config('role', 'homecoming_app', true); commit";
      await this.#control(line, begin, withinMs);
    } catch (error) {
      throw unavailable(error);
    } finally {
      this.#connections.giveBack(line);
    }
  }

  /** Lets what is under way end for two seconds, then cuts it off. */
  async close(): Promise<void> {
    await this.#connections.close();
  }
}

/** Has the rest of a transaction wait for locks as long as its statements may take: for bulk work that would otherwise end. */
export const waitForLocks: Statement = { text: "select set_config('lock_timeout', '0', true)" };

/**
 * Waits for statements that have left together, and throws what the first that failed has thrown: what comes after it only
 * tells that the transaction is aborted.
 */
export async function together(...statements: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  for (const outcome of await Promise.allSettled(statements.filter((each) => each !== undefined))) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

const mostStatementsTold = 50;
